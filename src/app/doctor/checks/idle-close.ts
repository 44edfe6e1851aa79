import { formatDuration } from "../../../lib/duration.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** A Datacentre, as it comes, closes a document that nobody used for so long, ms. */
const IDLE_CLOSE_MS = 600_000;

export const idleCloseCheck: DoctorCheck = {
  name: "idle close",
  async run({ config, mirror }) {
    const known = await mirror.orNull();
    return judgeIdleClose(known?.poll ?? config.values.poll);
  },
};

/** @param poll ms */
export function judgeIdleClose(poll: number): Judgement {
  const every = formatDuration(poll);
  const facts = { pollSeconds: poll / 1000 };
  if (poll >= IDLE_CLOSE_MS) return ok(`A poll every ${every} suits a Datacentre as it comes.`, facts);
  const says = `poll is ${every}: below 10m a Datacentre opens and closes the document for every poll, unless it was told otherwise.`;
  const next =
    "Raise the idle-close setting of the document in the Datacentre Console above the poll interval, or set poll to 10m or more. Whether that was done cannot be seen from here.";
  return warn(says, next, facts);
}

import { formatDuration } from "../../../lib/duration.ts";
import type { RunStatus } from "../../status.ts";
import { bad, type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Polls that may be missed, and what they take besides, before the mirror counts as late. */
const POLLS = 3;
const SLACK_MS = 300_000;
const MINUTE_MS = 60_000;

/** When everything was read last. */
export const lastSuccessCheck: DoctorCheck = {
  name: "last success",
  async run({ mirror, service, now }) {
    const known = await mirror.orNull();
    if (known === null) return null;
    const { lastSuccess, lastRun } = known.status;
    return judgeSuccess({ lastSuccess, lastRun, now, poll: known.poll, isServed: (await service.orNull()) !== null });
  },
};

export interface SuccessFacts {
  readonly lastSuccess: RunStatus | null;
  readonly lastRun: RunStatus | null;
  readonly now: number;
  /** ms */
  readonly poll: number;
  /** A service runs, which ought to have polled. */
  readonly isServed: boolean;
}

export function judgeSuccess({ lastSuccess, lastRun, now, poll, isServed }: SuccessFacts): Judgement {
  const at = lastSuccess?.endedAt ?? null;
  const age = at === null ? null : now - Date.parse(at);
  const error = lastRun?.error ?? null;
  const facts = { at, ageSeconds: age === null ? null : Math.round(age / 1000), error: error?.code ?? null };
  const because = error === null ? "" : ` The last run said: ${error.message}`;
  if (age === null)
    return warn(`Nothing was ever read whole.${because}`, "Run tidemark sync, or start the service.", facts);
  const since = formatDuration(Math.max(0, Math.floor(age / MINUTE_MS) * MINUTE_MS));
  if (age <= POLLS * poll + SLACK_MS) return ok(`Everything was read ${since} ago.`, facts);
  const says = `Everything was read last ${since} ago, and polls come every ${formatDuration(poll)}.${because}`;
  if (isServed) return bad(says, "tidemark status and the service's log tell what keeps it.", facts);
  return warn(says, "Start the service, or run tidemark sync.", facts);
}

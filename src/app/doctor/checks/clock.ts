import type { ServerTime } from "../../../domain/ports/source.ts";
import { EVALUATE } from "../advice.ts";
import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

export const clockCheck: DoctorCheck = {
  name: "clock",
  async run({ source, contact, signal }) {
    const met = await contact.orNull();
    if (met === null) return null;
    return judgeClock(await (await source.get()).time(signal), met.capabilities.timestamp);
  },
};

/** More than this is worth a word, s. */
const SKEW = 60;

/** @param timestamp the server has Timestamp() */
export function judgeClock({ local, utc, askedAt, answeredAt }: ServerTime, timestamp: boolean): Judgement {
  const skew = utc === null ? null : Math.round((utc - (askedAt + answeredAt) / 2) / 1000);
  const facts = { local, skewSeconds: skew, timestamp };
  if (skew === null) return warn(`The server's clock shows ${local}; it does not tell UTC.`, EVALUATE, facts);
  if (Math.abs(skew) <= SKEW)
    return ok(`The server's clock shows ${local}, within ${Math.abs(skew)} s of this host's.`, facts);
  const side = skew > 0 ? "ahead of" : "behind";
  const says = `The server's clock shows ${local}, ${Math.abs(skew)} s ${side} this host's. Markers go by the server's.`;
  return warn(says, "Let both machines set their clocks by the network.", facts);
}

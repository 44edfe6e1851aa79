import { BLANK_MODTIME, type Modtime } from "../domain/ids.ts";
import { earlierOf, laterOf, shiftModtime } from "./modtime.ts";

/**
 * From when a poll asks. The overlap covers records that were stamped before the marker but saved after the last
 * poll looked. undefined: no record was ever seen, so everything is asked for.
 */
export function pollFrom(marker: Modtime, overlapSeconds: number): Modtime | undefined {
  return marker === BLANK_MODTIME ? undefined : shiftModtime(marker, -overlapSeconds);
}

export interface MarkerEvidence {
  /** The marker so far; BLANK_MODTIME for none. */
  readonly previous: Modtime;
  /** The highest modtime among the records read. */
  readonly highest: Modtime;
  /** The server's local time, sampled before the first page was asked for. */
  readonly sampled: Modtime;
}

/**
 * The marker after a whole set was read. It never passes the sample: a record edited after its page went by has a later
 * stamp than that and must fall into the next poll. A stamp from the future therefore never moves it.
 * It goes back when the sample did: a stepped server clock must be able to reach the marker again.
 */
export function nextMarker({ previous, highest, sampled }: MarkerEvidence): Modtime {
  return earlierOf(laterOf(previous, highest), sampled);
}

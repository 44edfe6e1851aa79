import { BLANK_MODTIME, type Modtime, type TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { earlierOf, laterOf, shiftModtime } from "./modtime.ts";

/** What decides how far back a poll asks. */
export interface PollReach {
  readonly marker: Modtime;
  /** As configured: for records that were stamped before the marker but saved after the last poll looked. */
  readonly overlapSeconds: number;
  /** How late records were seen to appear; 0: never later than that. */
  readonly lateSeconds: number;
  /** No edit since the marker was written carries an earlier stamp, although the server's clock went back; null: it did not. */
  readonly pollFrom: Modtime | null;
}

/** From when a poll asks. undefined: no record was ever seen, so everything is asked for. */
export function pollSince({ marker, overlapSeconds, lateSeconds, pollFrom }: PollReach): Modtime | undefined {
  if (marker === BLANK_MODTIME) return undefined;
  const reached = pollFrom === null ? marker : earlierOf(marker, pollFrom);
  return shiftModtime(reached, -Math.max(overlapSeconds, lateSeconds));
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

/** A table's marker as staging has it; null while its first read is unfinished. */
export function markerOf(staging: Pick<Staging, "markers">, table: TableName): Modtime | null {
  return staging.markers().find((row) => row.table === table)?.marker ?? null;
}

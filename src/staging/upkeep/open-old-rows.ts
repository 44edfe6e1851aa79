import type { Connection } from "../connection.ts";
import { OldChanges } from "./old-changes.ts";
import { OldClock } from "./old-clock.ts";
import { OldCommits } from "./old-commits.ts";
import { OldPromotions } from "./old-promotions.ts";
import { OldRuns } from "./old-runs.ts";

/** What grows with time and has an end: each kind of row with its statements prepared. */
export function openOldRows(connection: Connection) {
  return {
    changes: new OldChanges(connection),
    commits: new OldCommits(connection),
    promotions: new OldPromotions(connection),
    clock: new OldClock(connection),
    runs: new OldRuns(connection),
  };
}

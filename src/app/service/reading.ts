import type { Reading } from "../../api/service.ts";
import { readChanges } from "./read-changes.ts";
import { readPromotion, readPromotionList } from "./read-promotions.ts";
import { readRecord } from "./read-record.ts";
import { readRecords } from "./read-records.ts";
import { readRun, readRuns } from "./read-runs.ts";
import { readStatistics } from "./read-statistics.ts";
import type { ReadingParts } from "./reading-parts.ts";

/** All of `Reading` but the status, and without the progress of a run under way: those are the running service's to tell. */
export type StoredReading = Omit<Reading, "status">;

/** Answers from the open staging file and the local repository. Each is bounded: a sync in the same thread waits for it. */
export function createReading(parts: ReadingParts): StoredReading {
  return {
    runs: (query) => readRuns(parts, query),
    run: (run) => readRun(parts, run),
    changes: (query) => readChanges(parts, query),
    records: (query) => readRecords(parts, query),
    record: (query) => readRecord(parts, query),
    promotions: (query) => readPromotionList(parts, query),
    promotion: (commit) => readPromotion(parts, commit),
    statistics: (query) => readStatistics(parts, query),
  };
}

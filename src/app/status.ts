import type { Modtime, Oid, TableName } from "../domain/ids.ts";
import type { RunRow, Staging } from "../domain/ports/staging.ts";
import { type ClockQuestion, type ClockStatus, readClockStatus } from "./clock-status.ts";
import { readDrift, type TableDrift } from "./drift-status.ts";
import { type HaltStatus, haltStatus } from "./halt-status.ts";
import { iso } from "./iso.ts";
import { type PromotionStatus, readPromotions } from "./promotion-status.ts";
import { type QuarantineStatus, readQuarantine } from "./quarantine-status.ts";

/** The answer of `tidemark status`. Times are ISO 8601 in UTC unless they are modtimes. */
export interface Status {
  readonly version: 1;
  readonly main: Oid | null;
  /** Where we last left the remote's main. */
  readonly remote: Oid | null;
  readonly unpushedCommits: number;
  readonly uncommittedRecords: number;
  readonly tables: readonly TableStatus[];
  /** Records that cannot be read: the tables are mirrored without them. */
  readonly quarantine: readonly QuarantineStatus[];
  readonly lastRun: RunStatus | null;
  readonly lastSuccess: RunStatus | null;
  /** The newest check that came to an end, unless a full sync went through since. */
  readonly lastCheck: RunStatus | null;
  readonly clock: ClockStatus | null;
  readonly drift: readonly TableDrift[];
  /** The newest incoming commits, newest first. */
  readonly promotions: readonly PromotionStatus[];
  readonly halt: HaltStatus | null;
}

export interface TableStatus {
  readonly table: TableName;
  readonly records: number;
  readonly marker: Modtime | null;
  /** `poll`: changes arrive with polls. `full`: only a full sync sees every change. `reading`: the first read is unfinished. `contested`: two records have one key. */
  readonly coverage: "poll" | "full" | "reading" | "contested";
}

export interface RunStatus {
  readonly run: string;
  readonly kind: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Tables whose figures MoneyWorks may change without stamping the record (manual: ledger columns, jobs). */
const NEEDS_FULL_SYNC: ReadonlySet<string> = new Set(["ledger", "job", "taxrate", "offledger"]);

export function readStatus(staging: Staging, question: ClockQuestion): Status {
  const [last = null] = staging.runs(1);
  return {
    version: 1,
    main: staging.lastCommit()?.commit ?? null,
    remote: staging.remoteHead(),
    unpushedCommits: staging.unpushed().length,
    uncommittedRecords: staging.dirtyCount(),
    tables: staging.markers().map(({ table, marker, records }) => ({
      table,
      records,
      marker,
      coverage: coverageOf(staging, table, marker),
    })),
    quarantine: readQuarantine(staging),
    lastRun: runStatus(last),
    lastSuccess: runStatus(staging.lastRead()),
    lastCheck: runStatus(lastCheck(staging)),
    clock: readClockStatus(staging, question),
    drift: readDrift(staging, question.now),
    promotions: readPromotions(staging),
    halt: haltStatus(staging),
  };
}

function lastCheck(staging: Staging): RunRow | null {
  const newest = (kind: string, outcome: string) => staging.findRuns({ kind, outcome, limit: 1 });
  const checks = [...newest("check", "ok"), ...newest("check", "different")];
  const last = checks.toSorted((one, other) => other.startedAt - one.startedAt)[0] ?? null;
  const [full = null] = newest("full", "ok");
  return last === null || (full !== null && full.startedAt > last.startedAt) ? null : last;
}

function coverageOf(staging: Staging, table: TableName, marker: Modtime | null): TableStatus["coverage"] {
  if (marker === null) return "reading";
  if (staging.cursor(table) !== null) return "contested";
  return NEEDS_FULL_SYNC.has(table) ? "full" : "poll";
}

function runStatus(row: RunRow | null): RunStatus | null {
  if (row === null) return null;
  const { run, kind, startedAt, endedAt, outcome, summary } = row;
  const ended = endedAt === null ? null : iso(endedAt);
  return { run, kind, startedAt: iso(startedAt), endedAt: ended, outcome, error: summary?.error ?? null };
}

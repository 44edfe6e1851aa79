import type { Modtime, Oid, RunId, TableName } from "./ids.ts";

/** What reads from MoneyWorks. `full` includes the first read of a document (the backfill); `sweep` compares numbers and stamps alone. */
export type RunKind = "poll" | "full" | "sweep";
/** What tells its progress. `check` compares and writes nothing but its own row in the history. */
export type WatchedKind = RunKind | "check";
/**
 * `adopt` reads nothing: a person said to go on from what somebody else did. `promote` carries one incoming commit into MoneyWorks and
 * reads back what came of it.
 */
export type RecordedKind = WatchedKind | "adopt" | "promote";
/**
 * `different`: a check found differences. `partial`: some tables failed. `halted`: a person is needed. `yielded`: a first read let a
 * poll go first, and goes on after it.
 */
export type RunOutcome = "ok" | "different" | "failed" | "partial" | "halted" | "cancelled" | "yielded";

/** What a run did to one table. `read` counts records received, `same` those that needed no new file. */
export interface TableTally {
  readonly table: TableName;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  readonly same: number;
  /** Records of the table that are set aside when the run ends; absent: none. Not kept with the run. */
  readonly quarantined?: number;
}

/** The last line of `sync --json`. `commit` is the newest commit the run made, null when it made none. */
export interface RunSummary {
  readonly run: RunId;
  readonly kind: RecordedKind;
  readonly outcome: RunOutcome;
  readonly tables: readonly TableTally[];
  readonly commit: Oid | null;
  readonly pushed: boolean;
  readonly ms: number;
  /** HTTP requests to MoneyWorks, and bytes received; absent: not known. */
  readonly requests?: number | undefined;
  readonly bytes?: number | undefined;
  /** Code and message of what ended the run early; null when it went through. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What a run tells while it goes on: at its beginning, at the beginning of each table, and after whatever it did. */
export interface Progress {
  readonly run: RunId;
  readonly kind: WatchedKind;
  readonly step: "read" | "commit" | "push";
  /** The table being read; null before the first one, and for commits and pushes. */
  readonly table: TableName | null;
  /** It is the n-th, from 1, of so many tables that this run goes through; 0 before the first one. */
  readonly tableNumber: number;
  readonly tableCount: number;
  /** Records read so far, all tables together, those included that interrupted runs of the same first read had read before. */
  readonly done: number;
  /** What `done` comes to at the end, as the server counted it; null while nobody knows: a poll finds out as it goes. */
  readonly total: number | null;
  /** Bytes received in this run so far. */
  readonly bytes: number;
  /** The commit just made or pushed. */
  readonly commit: Oid | null;
}

/** Per table, the highest modtime whose records are all committed; null while its first read is unfinished. */
export interface TableMarker {
  readonly table: TableName;
  readonly marker: Modtime | null;
  readonly records: number;
  /** Records that cannot be read: the marker passes them. */
  readonly quarantined: number;
}

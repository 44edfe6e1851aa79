import type { CheckReport } from "../check.ts";
import type { Oid, RecordKey, RunId, TableName } from "../ids.ts";
import type { ChangeFilter, LoggedChange, RunRow, StagedRow } from "./staging.ts";

export interface RunFilter {
  readonly kind?: string | undefined;
  readonly outcome?: string | undefined;
  /** Only runs that were started before this one; none when it is not known. */
  readonly before?: RunId | undefined;
  readonly limit: number;
}

/** A part of an answer that is given in bounded time. */
export interface ChangePage {
  readonly changes: readonly LoggedChange[];
  /** The id of the last line that was looked at: what is asked for may go on after it. null: there is no more. */
  readonly next: number | null;
}

export interface KeyPage {
  readonly rows: readonly StagedRow[];
  /** The last key that was looked at; null: all were. */
  readonly next: RecordKey | null;
}

/** A live record with its canonical bytes as one zlib stream. */
export interface RowWithBody {
  readonly row: StagedRow;
  readonly body: Uint8Array;
}

export interface SpanQuery {
  /** Host wall clock, ms: the first span begins at `from`, the last ends before `until`. */
  readonly from: number;
  readonly until: number;
  readonly spans: number;
}

/** What happened in one span of time, by the clock that runs end by. */
export interface SpanFigures {
  readonly at: number;
  /** Runs that ended. */
  readonly runs: number;
  /** Those of them that ended neither ok, nor yielded, nor cancelled. */
  readonly failed: number;
  /** Live records when its last run ended that looked at tables; null: none did. */
  readonly records: number | null;
  /** Lines of the change log. */
  readonly changes: number;
  /** How long polls took, the middle and the longest; null: there was none. */
  readonly pollMs: number | null;
  readonly longestPollMs: number | null;
}

/**
 * The part of staging that answers what people ask of it: part of `Staging`. Each answer is taken from indexes and takes a bounded
 * time, whatever the file holds, because the service syncs in the same thread.
 */
export interface StagedReading {
  /** Newest first. */
  findRuns(filter: RunFilter): readonly RunRow[];
  run(run: RunId): RunRow | null;
  /** The newest run that brought staging up to date: a poll, a full sync or a sweep that ended `ok`. */
  lastRead(): RunRow | null;
  /** What a check found; null for other runs. */
  checkOf(run: RunId): CheckReport | null;

  /** Names this change log: ids of another one say nothing here. A file that was made anew has another. */
  changeEpoch(): string;
  /** Id of the newest line, 0 when there is none. */
  lastChange(): number;
  hasChange(id: number): boolean;
  /** The newest line that is kept no more: id and all before it; 0: none is missing. With the time of the oldest that is left. */
  forgottenChanges(): { readonly id: number; readonly keptSince: number };
  /** The same as `changes`, of at most `most` lines that are looked at. */
  changePage(filter: ChangeFilter, most: number): ChangePage;

  /** Live rows whose key is greater, by key in the order of its UTF-8 bytes; null: from the first. */
  rowsAfter(table: TableName, after: RecordKey | null, limit: number): readonly StagedRow[];
  /**
   * Of the next `most` rows those live ones whose key may hold a text: all that do, whatever the case of ASCII letters, and all
   * with other characters than ASCII.
   */
  keysLike(
    table: TableName,
    after: RecordKey | null,
    search: { readonly text: string; readonly most: number },
  ): KeyPage;
  /** `rowsAfter` with contents. */
  bodiesAfter(table: TableName, after: RecordKey | null, limit: number): readonly RowWithBody[];

  /** The newest commit of main made at `at` (host wall clock, ms) or before, as git keeps times: in whole seconds. */
  commitAt(at: number): Oid | null;
  /** The oldest commit that the journal has; main may be older. */
  firstCommit(): Oid | null;

  /** Oldest first. */
  activity(query: SpanQuery): readonly SpanFigures[];
}

import type { CheckReport } from "../check.ts";
import type { Modtime, Oid, RecordKey, RunId, TableName } from "../ids.ts";
import type { Operation } from "../record.ts";
import type { RecordedKind, RunOutcome, RunSummary, TableMarker } from "../run.ts";
import type { StagedClock } from "./staging-clock.ts";
import type { StagedFields } from "./staging-fields.ts";
import type { RestoredCommit, SeedRow } from "./staging-history.ts";
import type { StagedPromotions } from "./staging-promotions.ts";
import type { SetAside, StagedQuarantine } from "./staging-quarantine.ts";
import type { StagedReading } from "./staging-reading.ts";
import type { StagedUpkeep } from "./staging-upkeep.ts";

/** A live record as staging knows it, without its content. */
export interface StagedRow {
  readonly key: RecordKey;
  readonly seq: number;
  readonly modtime: Modtime;
  /** The git blob id of its canonical bytes. */
  readonly oid: Oid;
  /** What main holds under this key; null: it has no such file yet. */
  readonly mainOid: Oid | null;
}

/** A record to stage: new, changed, or back after a deletion. */
export interface Upsert {
  readonly key: RecordKey;
  readonly seq: number;
  readonly modtime: Modtime;
  readonly oid: Oid;
  /** Which leaf directory its file lives in (canonical/path.ts). */
  readonly leaf: number;
  /** Canonical bytes as one zlib stream (RFC 1950), the very bytes a pack holds. */
  readonly body: Uint8Array;
  /** Length of the canonical bytes before compression. */
  readonly size: number;
}

/** A line of the field-level change log. An added or deleted record is one line with `field` null. */
export interface NewChange {
  readonly key: RecordKey;
  readonly operation: Operation;
  readonly field: string | null;
  readonly old: string | null;
  readonly new: string | null;
}

/** How far the first read of a table has come; it survives a crash with the rows it covers. */
export interface ReadCursor {
  /** All records up to this sequence number are staged. */
  readonly after: number;
  /** Server local time sampled before the first page: the marker may not pass it. */
  readonly startedAt: Modtime;
  /** Highest modtime seen so far, BLANK_MODTIME before the first record. */
  readonly highest: Modtime;
}

/** One page, applied whole in one transaction or not at all. */
export interface PageWrite {
  readonly run: RunId;
  readonly table: TableName;
  /** Wall clock of the host, ms. */
  readonly at: number;
  readonly upserts: readonly Upsert[];
  /** Same content, new modtime, or the sequence number of a row that seeding left without one. */
  readonly touches: readonly { readonly key: RecordKey; readonly seq: number; readonly modtime: Modtime }[];
  /** Records that are gone. Their files leave with the next commit. */
  readonly deletes: readonly RecordKey[];
  readonly changes: readonly NewChange[];
  /** The new cursor; null ends the first read; absent leaves it as it is. */
  readonly cursor?: ReadCursor | null;
  /** The new marker of the table, which also ends its `pollFrom`; absent leaves both as they are. */
  readonly marker?: Modtime;
  /** Records that the page goes past because they cannot be read. */
  readonly setAside?: readonly SetAside[];
  /** Sequence numbers that are set aside no more: the page stages them, or they are gone. */
  readonly released?: readonly number[];
}

/** A record that another one displaced: its key is now held by a different sequence number. */
export interface Displaced {
  readonly key: RecordKey;
  readonly seq: number;
  readonly by: number;
}

export interface DirtyRow {
  readonly table: TableName;
  readonly leaf: number;
  readonly key: RecordKey;
  /** null: the record is gone and its file must go. */
  readonly oid: Oid | null;
  readonly body: Uint8Array | null;
  readonly size: number;
}

export interface PendingSummary {
  readonly counts: readonly { readonly table: TableName; readonly operation: Operation; readonly records: number }[];
  /** Ordered by table and key; `fields` are the distinct field paths logged since the last commit, empty unless changed. */
  readonly records: readonly {
    readonly table: TableName;
    readonly key: RecordKey;
    readonly operation: Operation;
    readonly fields: readonly string[];
  }[];
}

/** A tree entry that staging remembers so that a commit never walks git. `oid` null removes it. */
export interface TreeEntry {
  /** The directory it is in, `""` for the root: `transaction/00/00`. */
  readonly parent: string;
  readonly name: string;
  readonly oid: Oid | null;
}

/** The step between "objects are in a finished temporary pack" and "main points to the commit". */
export interface PreparedCommit {
  readonly run: RunId;
  readonly commit: Oid;
  /** null for the first commit. */
  readonly parent: Oid | null;
  /** Checksum of the pack, as in `pack-<checksum>.pack`. */
  readonly pack: Oid;
  readonly records: number;
  readonly at: number;
  readonly trees: readonly TreeEntry[];
  /** Per table, as written to `.tidemark/marker.json`. */
  readonly markers: readonly TableMarker[];
}

export interface Batch {
  readonly commit: Oid;
  readonly parent: Oid | null;
  readonly pack: Oid;
  readonly run: RunId;
  readonly records: number;
  readonly at: number;
  readonly state: "prepared" | "committed" | "pushed";
}

export interface LoggedChange {
  readonly id: number;
  readonly at: number;
  readonly run: RunId;
  /** null until the commit that carries it exists. */
  readonly commit: Oid | null;
  readonly table: TableName;
  readonly key: RecordKey;
  readonly operation: Operation;
  readonly field: string | null;
  readonly old: string | null;
  readonly new: string | null;
}

export interface ChangeFilter {
  readonly table?: TableName | undefined;
  readonly key?: RecordKey | undefined;
  /** A field path or its beginning up to a bracket or dot: `detail` matches `detail[2].gross`. */
  readonly field?: string | undefined;
  readonly run?: RunId | undefined;
  /** Host time in ms, inclusive. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit: number;
  /** Only changes that stand before this one, newest first: the cursor for older ones. */
  readonly before?: number | undefined;
  /** Only changes with a greater id, oldest first. */
  readonly after?: number | undefined;
}

export interface RunRow {
  readonly run: RunId;
  readonly kind: RecordedKind;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** null while it runs, or when the process died in it. */
  readonly outcome: RunOutcome | null;
  /** What a check found; null for other runs. */
  readonly differences: number | null;
  readonly summary: RunSummary | null;
}

/**
 * The cache between MoneyWorks and git: what each record was when last read, and what main holds of it. Deleting it
 * costs one full sync. Every method that writes is one transaction: it happens whole or not at all, and is durable when
 * it returns. Methods are synchronous. Reads may be made from another process while one writes.
 * @throws TidemarkError `data.*` (full, read-only, corrupt, newer version).
 */
export interface Staging
  extends StagedClock,
    StagedFields,
    StagedPromotions,
    StagedQuarantine,
    StagedReading,
    StagedUpkeep {
  // -- runs --
  startRun(run: RunId, kind: RecordedKind, at: number): void;
  /**
   * The summary's kind replaces the one it was started with: a poll that has everything to read becomes full. The number of live
   * records is kept with a run that looked at tables. `check` is what a check found, private values masked.
   */
  endRun(summary: RunSummary, at: number, check?: CheckReport): void;
  runs(limit: number): readonly RunRow[];

  // -- records --
  /** Live rows with after < seq <= upTo (no upper bound when null), ascending by seq. */
  interval(table: TableName, after: number, upTo: number | null): readonly StagedRow[];
  /** Live rows with these sequence numbers, any order. */
  rowsBySeq(table: TableName, numbers: readonly number[]): readonly StagedRow[];
  rowByKey(table: TableName, key: RecordKey): StagedRow | null;
  /** What main holds under these keys, whether the record is live or a tombstone; keys that main lacks are missing. */
  mainOids(table: TableName, keys: readonly RecordKey[]): ReadonlyMap<RecordKey, Oid>;
  /** Records that are gone and whose files are still on main, until the next commit; ordered by leaf and key. */
  tombstones(table: TableName): readonly { readonly key: RecordKey; readonly mainOid: Oid }[];
  /** The stored zlib stream of a live record's canonical bytes; null when there is no such record. */
  body(table: TableName, key: RecordKey): { readonly oid: Oid; readonly body: Uint8Array } | null;
  /**
   * Applies one page. When a seq arrives under another key than before (a renamed code), the old key's row becomes a
   * deletion by itself and is logged. When a key arrives under another seq than before, the new one takes the row and
   * the old owner is reported as displaced, unless it was renamed or deleted within the same page. Idempotent.
   */
  applyPage(page: PageWrite): readonly Displaced[];
  /** Rows that seeding from git knows by key only (modtime unknown, seq 0) are live rows too: their count. */
  unread(table: TableName): number;
  /** Turns the rows of a table that seeding left and no read has met into deletions; returns their keys. */
  deleteUnread(run: RunId, table: TableName, at: number): readonly RecordKey[];
  liveCount(table: TableName): number;
  /** Tables with at least one live row or tombstone. */
  tables(): readonly TableName[];

  // -- cursors, markers, settings, halts; the clock: StagedClock --
  cursor(table: TableName): ReadCursor | null;
  markers(): readonly TableMarker[];
  setting(name: string): string | null;
  setSetting(name: string, value: string): void;
  halt(): { readonly code: string; readonly message: string; readonly hint: string; readonly at: number } | null;
  setHalt(
    halt: { readonly code: string; readonly message: string; readonly hint: string; readonly at: number } | null,
  ): void;

  // -- export --
  /** Rows whose content is not what main holds. */
  dirtyCount(): number;
  /** What the next commit will say: dirty rows counted by table and operation, and for the first `limit` their fields. */
  pending(limit: number): PendingSummary;
  /** Those rows, ordered by table, leaf, key; streamed. No other staging method may be called while iterating. */
  dirtyRows(): Iterable<DirtyRow>;
  /** The live rows of one leaf directory, any order. */
  leafRows(table: TableName, leaf: number): readonly { readonly key: RecordKey; readonly oid: Oid }[];
  /** Entries that main's directory has now, any order. */
  treeEntries(parent: string): readonly { readonly name: string; readonly oid: Oid }[];
  /** Journals a commit before main moves. At most one is prepared at any time. */
  prepareCommit(prepared: PreparedCommit): void;
  /** Main has moved to the prepared commit: its rows are clean, its trees are main's, its changes name the commit. */
  finishCommit(commit: Oid): void;
  /** Main did not move: forgets the prepared commit; its rows stay dirty. */
  discardCommit(commit: Oid): void;
  /** The commit being prepared, or null. */
  preparedCommit(): Batch | null;
  /** The newest finished commit, or null. */
  lastCommit(): Batch | null;
  /** Finished commits that the remote does not have yet, oldest first. */
  unpushed(): readonly Batch[];
  /** Everything up to and including this commit is on the remote. */
  markPushed(commit: Oid): void;
  /** The remote's main as we last left it, or null when we never pushed. */
  remoteHead(): Oid | null;
  /**
   * Replaces records, trees, batches and markers by what a commit holds, in one transaction: rows are live and clean, with modtime
   * blank and seq 0 until a read meets them. `rows` and `trees` are consumed lazily; memory stays flat.
   */
  seed(seed: SeedData): void;
  /** Gives the change log another name: no cursor of a reader is right any more. */
  renewChangeEpoch(): void;

  // -- change log --
  /**
   * Newest first: by id; in a time span (`since`, `until`) by time, and within one millisecond by id. With `after` oldest first,
   * by id.
   */
  changes(filter: ChangeFilter): readonly LoggedChange[];
  close(): void;
}

export interface SeedData {
  readonly head: Oid;
  /** Whether the remote has `head` too. */
  readonly pushed: boolean;
  readonly run: RunId;
  readonly at: number;
  readonly rows: Iterable<SeedRow>;
  readonly trees: Iterable<TreeEntry & { readonly oid: Oid }>;
  readonly markers: readonly TableMarker[];
  /**
   * The commits of main, oldest first, up to `head`: change log, runs and journal are made of them, in a file that has none
   * yet, and `run`, `at` and `pushed` do not matter. Absent: the journal begins with `head`.
   */
  readonly history?: Iterable<RestoredCommit> | undefined;
  /** Commits that follow the newest of the journal, up to `head`: what was staged and not committed is forgotten. */
  readonly sequel?: Iterable<RestoredCommit> | undefined;
}

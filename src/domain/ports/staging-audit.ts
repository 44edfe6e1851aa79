import type { Modtime, Oid, RecordKey, TableName } from "../ids.ts";
import type { Batch } from "./staging.ts";

/** A row as the file has it: live, tombstone or seeded. */
export interface AuditRow {
  readonly key: RecordKey;
  readonly leaf: number;
  readonly seq: number | null;
  readonly modtime: Modtime | null;
  /** null: the record is gone. */
  readonly oid: Oid | null;
  /** null: main has no such file. */
  readonly mainOid: Oid | null;
  /** The stored content and how long it is said to be; null when there is none. */
  readonly content: { readonly size: number; readonly body: Uint8Array } | null;
}

export interface AuditTable {
  readonly table: TableName;
  /** Live rows, as the file counts them and as they are. */
  readonly live: number;
  readonly rows: number;
  /** null while the first read is unfinished. */
  readonly marker: Modtime | null;
  readonly mainMarker: Modtime | null;
  readonly mainRecords: number | null;
}

export interface Stamp {
  readonly seq: number;
  readonly modtime: Modtime;
}

/**
 * The staging file as it was at one moment, also while a service writes. Nothing is written. Everything that grows with
 * the document is streamed.
 * @throws data.corrupt and others from any method when the file is damaged
 */
export interface StagingAudit {
  /** What SQLite itself finds wrong with the file, at most so many lines. */
  integrity(most: number): readonly string[];
  /** The same without holding the indices against the rows, which takes a fraction of the time. */
  quickCheck(most: number): readonly string[];
  prepared(): Batch | null;
  last(): Batch | null;
  unpushed(): readonly Batch[];
  /** Where the remote's main was left. */
  remoteHead(): Oid | null;
  tables(): readonly AuditTable[];
  /** Numbers of the table's leaf directories that any row is in, ascending. */
  leaves(table: TableName): Iterable<number>;
  rows(table: TableName, leaf: number): readonly AuditRow[];
  /** Directories that entries are remembered of. */
  treeParents(): Iterable<string>;
  treeEntries(parent: string): readonly { readonly name: string; readonly oid: Oid }[];
  /** Numbers and stamps of the live rows that a read has met, ascending by number. */
  stamps(table: TableName): Iterable<Stamp>;
  stampOf(table: TableName, seq: number): Modtime | null;
  /** Live rows that no read has met since the file was filled from git. */
  unread(table: TableName): number;
  /** Numbers of records that cannot be read. */
  quarantined(table: TableName): ReadonlySet<number>;
  settings(): ReadonlyMap<string, string>;
  close(): void;
}

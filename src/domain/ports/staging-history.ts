import type { Oid, RecordKey, RunId, TableName } from "../ids.ts";
import type { RecordedKind } from "../run.ts";
import type { NewChange } from "./staging.ts";

/** A line of the change log as a commit tells it. */
export interface RestoredChange extends NewChange {
  readonly table: TableName;
}

/** A commit of main with what it changed, for a change log that is made anew. */
export interface RestoredCommit {
  readonly commit: Oid;
  /** Its first parent; null for the first commit. */
  readonly parent: Oid | null;
  readonly run: RunId;
  readonly kind: RecordedKind;
  /** Committer time, ms. */
  readonly at: number;
  /** All lines of one record stand together. */
  readonly changes: Iterable<RestoredChange>;
}

/** A record as a commit holds it, to fill an empty file from. */
export interface SeedRow {
  readonly table: TableName;
  readonly key: RecordKey;
  readonly leaf: number;
  readonly oid: Oid;
  readonly body: Uint8Array;
  readonly size: number;
}

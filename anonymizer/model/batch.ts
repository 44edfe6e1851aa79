import type { Modtime, TableName } from "../../src/domain/ids.ts";
import type { MwRecord } from "../../src/domain/record.ts";

/** How a batch holds its records. `deflated`: canonical files as zlib streams, the form in staging. */
export type SourceForm = "canonical" | "deflated" | "export";

/** Some hundred records on their way to a thread. */
export interface SourceBatch {
  readonly table: TableName;
  readonly form: SourceForm;
  /** Canonical and deflated: one file after the other. Export: one whole `<table>` document, verbose or terse. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Canonical and deflated: where each file ends. */
  readonly ends: Uint32Array | null;
  /** Canonical and deflated, where it is known: `lastmodifiedtime` of each, which the files do not have. */
  readonly modtimes: readonly Modtime[] | null;
}

/** A record as the anonymizer sees it. */
export interface Item {
  readonly seq: number | null;
  readonly modtime: Modtime | null;
  /** As canonical/ has it: blank fields left out, `sequencenumber` among the fields where it is known. */
  readonly record: MwRecord;
}

export type TargetForm = "canonical" | "verbose" | "terse" | "snapshot";

/** What became of a batch: records in the target's form, one after the other, ascending by `order`, equal ones by their bytes. */
export interface OutputBatch {
  readonly table: TableName;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each record ends. */
  readonly ends: Float64Array;
  /** What records are sorted by in the end: their sequence number; where there is none, 52 bits of a hash of their bytes. */
  readonly order: Float64Array;
  /** Which record of the source batch each one is of, by its index; the audit holds the two side by side. */
  readonly origins: Uint32Array;
  /** Canonical: the path of each record's file, `name/3a/05/ROWAN.xml`. */
  readonly paths: readonly string[] | null;
  readonly read: number;
  readonly written: number;
  /** Subfile rows in what was written. */
  readonly lines: number;
  /** What this batch adds to the sums of other tables; see books/. */
  readonly sums: SumsDelta;
}

/** Parallel arrays: `keys[i]` has `before[i]` cents in the source and `after[i]` in the output. */
export interface SumsDelta {
  readonly keys: readonly string[];
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** The sums of all batches, in memory that all threads see; see books/shared-sums.ts. */
export interface GivenSums {
  /** Hash of a sum's key in its slot; 0: the slot is free. */
  readonly hashes: BigUint64Array<SharedArrayBuffer>;
  readonly before: Float64Array<SharedArrayBuffer>;
  readonly after: Float64Array<SharedArrayBuffer>;
  /** The few that are gone through as a whole. */
  readonly listed: SumsDelta;
}

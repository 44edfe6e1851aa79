import type { SourceBatch } from "../../../../anonymizer/model/batch.ts";
import type { TableName } from "../../../domain/ids.ts";

export interface SourceTable {
  readonly table: TableName;
  /** null: not known before it is read. */
  readonly records: number | null;
}

/** Nothing of the records is in it. */
export type Place = string;

export interface SourcePart {
  readonly batch: SourceBatch;
  /** Reading goes on behind this part when `parts` is given it: a text that only the source reads. */
  readonly place: Place;
}

/** Where records come from. Nothing is ever written there. */
export interface AnonymizeSource {
  /** What it is and where, for a person; nothing secret. */
  readonly name: string;
  /** Another text once the same command might read other records. */
  readonly identity: string;
  /** In any order; `login` is never among them. */
  readonly tables: readonly SourceTable[];
  /** What was seen and is not among `tables`. */
  readonly passedOver: readonly { readonly table: string; readonly reason: string }[];
  /**
   * A table's records, the same parts each time as long as the identity is the same. Memory does not grow with the table.
   * @param from the place of a part; empty: from the first record on
   */
  parts(table: TableName, from: Place, signal: AbortSignal): AsyncIterable<SourcePart> | Iterable<SourcePart>;
  close(): Promise<void>;
}

/** Records in a batch: a thread is busy for some hundredths of a second, and what two of them hold is small. */
export const BATCH_RECORDS = 256;
/** Less than that where records are large. */
export const BATCH_BYTES = 1 << 20;

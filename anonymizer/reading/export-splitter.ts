import type { TableName } from "../../src/domain/ids.ts";
import type { SourceBatch } from "../model/batch.ts";

/** Where an export can be read on from: plain data. */
export interface SplitPlace {
  /** Bytes of the file that were split already. */
  readonly offset: number;
  readonly table: TableName;
  /** The file up to its first record: declaration and `<table …>`. */
  readonly head: string;
  readonly records: number;
}

/** One batch, and where the file can be read on from behind it. */
export interface SplitBatch {
  readonly batch: SourceBatch;
  readonly records: number;
  readonly next: SplitPlace;
}

export interface SplitOptions {
  /** What the file is called in errors. */
  readonly file: string;
  /** null: from the file's first byte on. */
  readonly from: SplitPlace | null;
  /** About how many bytes a batch has. */
  readonly batchBytes?: number;
}

/** Cuts one export of any size into batches. Bytes come in chunks of any size; a batch is given as soon as it is whole. */
export interface ExportSplitter {
  /** Known once the file's head was read. */
  readonly table: TableName | null;
  /** Records that the file says it has; null where it does not say, or is not known yet. */
  readonly declared: number | null;
  /** @throws anonymize.export-* for what is no export */
  push(chunk: Uint8Array): SplitBatch[];
  /** The file has no more bytes. @throws anonymize.export-cut-off, anonymize.export-count */
  end(): SplitBatch[];
}

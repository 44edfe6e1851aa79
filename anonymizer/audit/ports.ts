import type { TableName } from "../../src/domain/ids.ts";
import type { GivenSums, SourceBatch } from "../model/batch.ts";
import type { Confirmed } from "./confirm.ts";
import type { Examined, Gathered, OpenImage } from "./examined.ts";

/** The source, as the run reads it. */
export interface AuditSource {
  /** All that it has: what is searched for. */
  readonly tables: readonly TableName[];
  /** Those that the run wrote, in its order. */
  readonly written: readonly TableName[];
  /** The same batches each time. */
  batches(table: TableName): AsyncIterable<SourceBatch> | Iterable<SourceBatch>;
}

/** One examiner or several, in threads or not. A batch's buffers are gone afterwards. */
export interface Examiners {
  /** How many batches are worth having under way. */
  readonly width: number;
  gather(batch: SourceBatch): Promise<Gathered>;
  examine(batch: SourceBatch): Promise<Examined>;
  images(batch: SourceBatch): Promise<readonly OpenImage[]>;
  confirm(batch: SourceBatch, keys: Float64Array): Promise<readonly Confirmed[]>;
  /** For all batches that are given out from here on. */
  useSums(sums: GivenSums): void;
}

/** The output directory. */
export interface AuditDisk {
  /** Every file and link in it, at any depth, with `/`, in ascending order within each directory. */
  files(): Iterable<DiskEntry>;
  /** The file's bytes in chunks, each good until the next one is asked for. */
  read(path: string): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface DiskEntry {
  readonly path: string;
  /** Whether it can be read: a file, no link, pipe or device. */
  readonly isFile: boolean;
}

/**
 * What an audit does: reads the source, the disk, the source again; and where something was found, the disk and the source
 * once more each.
 */
export type AuditStep = "gather" | "read" | "examine" | "compare" | "confirm";

export interface AuditWatcher {
  onStep(step: AuditStep): void;
  /** @param records of the source, or of the output, since the last call */
  onRecords(records: number): void;
}

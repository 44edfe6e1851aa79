import type { SourceBatch } from "../../../../anonymizer/model/batch.ts";
import { createExportSplitter } from "../../../../anonymizer/reading/export-splitter.ts";
import type { Place, SourcePart } from "./source.ts";

/** What is made of one batch, in all copies, from so much of it: a thousand copies of 256 records would be gigabytes. */
const MADE_RECORDS = 1280;
const MADE_BYTES = 1 << 20;

/** A part of a part; null: reading cannot go on behind it, but behind a later one. */
export interface SmallerPart {
  readonly batch: SourceBatch;
  readonly place: Place | null;
}

/** The same records in smaller batches, where there are several copies of each. */
export async function* smaller(
  parts: AsyncIterable<SourcePart> | Iterable<SourcePart>,
  copies: number,
): AsyncGenerator<SmallerPart> {
  if (copies === 1) return yield* parts;
  const limits = { records: Math.ceil(MADE_RECORDS / copies), bytes: Math.ceil(MADE_BYTES / copies) };
  for await (const { batch, place } of parts) {
    const batches = batch.ends === null ? splitExport(batch, limits) : splitFiles(batch, batch.ends, limits);
    for (const [index, part] of batches.entries()) {
      yield { batch: part, place: index === batches.length - 1 ? place : null };
    }
  }
}

interface Limits {
  readonly records: number;
  readonly bytes: number;
}

/** A batch of an export is a whole one, but for the number of records that its head says. */
function splitExport(batch: SourceBatch, { records, bytes }: Limits): SourceBatch[] {
  const splitter = createExportSplitter({
    file: batch.table,
    batchRecords: records,
    batchBytes: bytes,
    isCounted: false,
  });
  return [...splitter.push(batch.bytes), ...splitter.end()].map((part) => part.batch);
}

function splitFiles(batch: SourceBatch, ends: Uint32Array, { records, bytes }: Limits): SourceBatch[] {
  const batches: SourceBatch[] = [];
  for (let first = 0; first < ends.length; ) {
    const start = first === 0 ? 0 : (ends[first - 1] as number);
    let last = first + 1;
    while (last < ends.length && last - first < records && (ends[last] as number) - start <= bytes) last += 1;
    batches.push({
      ...batch,
      bytes: batch.bytes.slice(start, ends[last - 1]),
      ends: ends.slice(first, last).map((end) => end - start),
      modtimes: batch.modtimes?.slice(first, last) ?? null,
    });
    first = last;
  }
  return batches;
}

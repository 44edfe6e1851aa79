import type { SpoolIndex } from "./spool-index.ts";

/** Fills all of `into` with the spool file's bytes from `offset` on. */
export type ReadSpool = (into: Uint8Array, offset: number) => void;

const CHUNK = 1 << 18;

/**
 * All records of a spool file, ascending by what they are sorted by, equal ones by their bytes: the same bytes whatever
 * order they were written in. Pieces of at most 256 KiB, or one record; a piece is good until the next one is asked for.
 * In memory: 4 bytes a record, and one piece.
 */
export function* assembled(index: SpoolIndex, read: ReadSpool): Generator<Uint8Array> {
  let piece = new Uint8Array(CHUNK);
  let length = 0;
  for (const { start, end } of runs(index, read)) {
    const size = end - start;
    if (length > 0 && length + size > CHUNK) {
      yield piece.subarray(0, length);
      length = 0;
    }
    if (size > piece.length) piece = new Uint8Array(size);
    read(piece.subarray(length, length + size), start);
    length += size;
  }
  if (length > 0) yield piece.subarray(0, length);
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** What is to be read, in the order of the output: records that stand side by side in the spool file are one run. */
function* runs(index: SpoolIndex, read: ReadSpool): Generator<Run> {
  const sorted = sortedRecords(index, read);
  let start = 0;
  let end = 0;
  for (let place = 0; place < index.count; place++) {
    const record = sorted === null ? place : (sorted[place] as number);
    const from = index.endOf(record - 1);
    const to = index.endOf(record);
    if (from !== end || to - start > CHUNK) {
      if (end > start) yield { start, end };
      start = from;
    }
    end = to;
  }
  if (end > start) yield { start, end };
}

/** null: they ascend as they are. */
function sortedRecords(index: SpoolIndex, read: ReadSpool): Uint32Array | null {
  if (ascends(index)) return null;
  const compareBytes = bytesComparer(index, read);
  return new Uint32Array(index.count)
    .map((_, record) => record)
    .sort((a, b) => index.orderOf(a) - index.orderOf(b) || compareBytes(a, b));
}

function ascends(index: SpoolIndex): boolean {
  for (let i = 1; i < index.count; i++) if (index.orderOf(i) <= index.orderOf(i - 1)) return false;
  return true;
}

function bytesComparer(index: SpoolIndex, read: ReadSpool): (a: number, b: number) => number {
  const bytesOf = (record: number) => {
    const start = index.endOf(record - 1);
    const bytes = new Uint8Array(index.endOf(record) - start);
    read(bytes, start);
    return bytes;
  };
  return (a, b) => (a === b ? 0 : Buffer.compare(bytesOf(a), bytesOf(b)));
}

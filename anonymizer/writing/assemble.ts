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
  const sorted = sortedRecords(index, read);
  const pieces = new Pieces(read);
  let start = 0;
  let end = 0;
  for (let place = 0; place < index.count; place++) {
    const record = sorted === null ? place : (sorted[place] as number);
    const from = index.endOf(record - 1);
    const to = index.endOf(record);
    // Records that stand side by side in the spool file are read at once.
    if (from === end && to - start <= CHUNK) end = to;
    else {
      if (end > start) yield pieces.read(start, end);
      start = from;
      end = to;
    }
  }
  if (end > start) yield pieces.read(start, end);
}

class Pieces {
  readonly #read: ReadSpool;
  #buffer = new Uint8Array(CHUNK);

  constructor(read: ReadSpool) {
    this.#read = read;
  }

  read(start: number, end: number): Uint8Array {
    if (end - start > this.#buffer.length) this.#buffer = new Uint8Array(end - start);
    const piece = this.#buffer.subarray(0, end - start);
    this.#read(piece, start);
    return piece;
  }
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
  const bytesOf = (record: number, pieces: Pieces) => pieces.read(index.endOf(record - 1), index.endOf(record));
  const [left, right] = [new Pieces(read), new Pieces(read)];
  return (a, b) => (a === b ? 0 : Buffer.compare(bytesOf(a, left), bytesOf(b, right)));
}

import type { Records } from "./record-buffer.ts";

interface Batch extends Records {
  /** Which record of the source each one is of. */
  readonly origins: Uint32Array;
  readonly paths: readonly string[] | null;
}

/** The same records, ascending by `order`, and by their bytes where that is equal. Nearly every batch is so already. */
export function inOrder(batch: Batch): Batch {
  const { bytes, ends, order, origins, paths } = batch;
  if (ascends(order)) return batch;
  const bytesOf = (record: number) => bytes.subarray(record === 0 ? 0 : ends[record - 1], ends[record]);
  const sorted = Array.from(order.keys()).sort(
    (a, b) => (order[a] as number) - (order[b] as number) || Buffer.compare(bytesOf(a), bytesOf(b)),
  );
  const moved = new Uint8Array(bytes.length);
  const newEnds = new Float64Array(ends.length);
  let end = 0;
  for (const [place, record] of sorted.entries()) {
    const one = bytesOf(record);
    moved.set(one, end);
    end += one.length;
    newEnds[place] = end;
  }
  return {
    bytes: moved,
    ends: newEnds,
    order: Float64Array.from(sorted, (record) => order[record] as number),
    origins: Uint32Array.from(sorted, (record) => origins[record] as number),
    paths: paths && sorted.map((record) => paths[record] as string),
  };
}

function ascends(order: Float64Array): boolean {
  for (let i = 1; i < order.length; i++) if ((order[i] as number) <= (order[i - 1] as number)) return false;
  return true;
}

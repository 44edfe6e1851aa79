import type { OutputBatch } from "../model/batch.ts";

const FIRST_SIZE = 1024;

/** What is known of a spool file's records, in the order in which they were written to it: 16 bytes of memory each. */
export class SpoolIndex {
  #ends = new Float64Array(FIRST_SIZE);
  #order = new Float64Array(FIRST_SIZE);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes of all records: where the next one begins in the spool file. */
  get bytes(): number {
    return this.endOf(this.#count - 1);
  }

  /** The batch's bytes stand behind those of all batches before it. */
  add({ ends, order }: Pick<OutputBatch, "ends" | "order">): void {
    const start = this.bytes;
    this.#makeRoom(ends.length);
    for (let i = 0; i < ends.length; i++) this.#ends[this.#count + i] = start + (ends[i] as number);
    this.#order.set(order, this.#count);
    this.#count += ends.length;
  }

  /** Where a record ends in the spool file, which is where the next one begins. */
  endOf(record: number): number {
    return record < 0 ? 0 : (this.#ends[record] as number);
  }

  orderOf(record: number): number {
    return this.#order[record] as number;
  }

  #makeRoom(more: number): void {
    if (this.#count + more <= this.#ends.length) return;
    const size = Math.max(this.#ends.length * 2, this.#count + more);
    this.#ends = larger(this.#ends, size);
    this.#order = larger(this.#order, size);
  }
}

function larger(old: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  const array = new Float64Array(size);
  array.set(old);
  return array;
}

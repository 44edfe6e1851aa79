/** Bytes of records, one after the other, with where each ends and what it is sorted by. */
export interface Records {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Float64Array;
  readonly order: Float64Array;
}

const FIRST_BYTES = 1 << 20;
/** Bytes of UTF-8 for one UTF-16 unit, at most. */
const MOST_BYTES = 3;
const ORDER_BITS = (1n << 52n) - 1n;

/** Gathers records of one batch after the other; its memory is used again. */
export class RecordBuffer {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #ends: number[] = [];
  #order: number[] = [];

  start(): void {
    this.#length = 0;
    this.#ends = [];
    this.#order = [];
  }

  /** @param seq what the record is sorted by; null: a hash of its bytes, so that the order says nothing of the input's */
  add(text: string, seq: number | null): void {
    this.#makeRoom(text.length * MOST_BYTES);
    const start = this.#length;
    this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(start)).written;
    this.#ends.push(this.#length);
    this.#order.push(seq ?? hash52(this.#bytes.subarray(start, this.#length)));
  }

  take(): Records {
    const [ends, order] = [Float64Array.from(this.#ends), Float64Array.from(this.#order)];
    return { bytes: this.#bytes.slice(0, this.#length), ends, order };
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** xxHash64 (its specification fixes the value on every machine), the lower 52 bits: exact in a double. */
function hash52(bytes: Uint8Array): number {
  return Number(Bun.hash.xxHash64(bytes) & ORDER_BITS);
}

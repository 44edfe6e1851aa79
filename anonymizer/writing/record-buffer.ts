import { escapeExport } from "./escape-export.ts";

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
const GREATER = 0x3e;
const LESS = 0x3c;
const AMPERSAND = 0x26;
const RETURN = 0x0d;
const FIRST_HIGH = 0x80;

/** Gathers records of one batch after the other; its memory is used again. A record is put in piece by piece, then ended. */
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

  addText(text: string): void {
    this.#makeRoom(text.length * MOST_BYTES);
    this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  addBytes(piece: Uint8Array): void {
    this.#makeRoom(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  /** Text as an export has it. Nearly every value is short and nothing but ASCII: it is written while it is looked at. */
  addValue(value: string): void {
    this.#makeRoom(value.length);
    const bytes = this.#bytes;
    const start = this.#length;
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code >= FIRST_HIGH || code === AMPERSAND || code === LESS || code === GREATER || code === RETURN) {
        this.addText(escapeExport(value));
        return;
      }
      bytes[start + at] = code;
    }
    this.#length = start + value.length;
  }

  /** @param seq what the record is sorted by; null: a hash of its bytes, so that the order says nothing of the input's */
  endRecord(seq: number | null): void {
    const start = this.#ends.at(-1) ?? 0;
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

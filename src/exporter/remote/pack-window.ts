import type { FileReader } from "../../domain/ports/files.ts";

const WINDOW_BYTES = 1024 * 1024;

/** Reads a file once, front to back, through a buffer that grows only as far as one `peek` asks. */
export class PackWindow {
  readonly #reader: FileReader;
  readonly #end: number;
  #buffer = new Uint8Array(WINDOW_BYTES);
  /** What is buffered: `#from` to `#to` of the buffer, which is `position` of the file. */
  #from = 0;
  #to = 0;
  #position = 0;

  /** @param end where the file's content ends, before its trailer. */
  constructor(reader: FileReader, end: number) {
    this.#reader = reader;
    this.#end = end;
  }

  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.#end - this.#position;
  }

  /** At least `count` bytes from the position, fewer only at the end. Valid until the next call. */
  peek(count: number): Uint8Array {
    const wanted = Math.min(count, this.remaining);
    if (this.#to - this.#from < wanted) this.#refill(wanted);
    return this.#buffer.subarray(this.#from, this.#to);
  }

  /** Moves on by bytes that were peeked at. */
  advance(count: number): void {
    this.#from += count;
    this.#position += count;
  }

  #refill(wanted: number): void {
    const kept = this.#buffer.subarray(this.#from, this.#to);
    if (wanted > this.#buffer.length) {
      const larger = new Uint8Array(wanted);
      larger.set(kept);
      this.#buffer = larger;
    } else this.#buffer.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    const room = Math.min(this.#buffer.length - this.#to, this.remaining - this.#to);
    this.#to += this.#reader.read(this.#buffer.subarray(this.#to, this.#to + room), this.#position + this.#to);
  }
}

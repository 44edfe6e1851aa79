import { SpoolIndex } from "../../../../anonymizer/writing/spool-index.ts";
import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { FileReader, Files } from "../../../domain/ports/files.ts";
import type { PartEntry } from "./journal.ts";
import { type PartTail, partPath } from "./part-writer.ts";

/** Files kept open at once while records are picked from all of them. */
const MOST_OPEN = 32;
const NUMBER_BYTES = 8;

/** The parts of one table, read as if they were one file. */
export class Spool {
  readonly #files: Files;
  readonly #directory: string;
  readonly #table: TableName;
  readonly parts: readonly PartEntry[];
  /** Where each part begins in that one file, and where the last one ends. */
  readonly #starts: readonly number[];
  readonly #open = new Map<number, FileReader>();

  constructor(files: Files, directory: string, parts: readonly PartEntry[]) {
    this.#files = files;
    this.#directory = directory;
    this.#table = (parts[0]?.table ?? "") as TableName;
    this.parts = parts;
    const starts = [0];
    for (const { bytes } of parts) starts.push((starts.at(-1) as number) + bytes);
    this.#starts = starts;
  }

  get records(): number {
    return this.parts.reduce((sum, { written }) => sum + written, 0);
  }

  index(): SpoolIndex {
    const index = new SpoolIndex();
    for (const part of this.parts) index.add(this.places(part));
    return index;
  }

  /** Where the records of a part end in it, and what they are sorted by. */
  places(part: PartEntry): { readonly ends: Float64Array; readonly order: Float64Array } {
    const { bytes, written } = part;
    const ends = new Float64Array(written);
    const order = new Float64Array(written);
    this.#readPart(part, new Uint8Array(ends.buffer), bytes);
    this.#readPart(part, new Uint8Array(order.buffer), bytes + written * NUMBER_BYTES);
    return { ends, order };
  }

  tail(part: PartEntry): PartTail {
    const bytes = new Uint8Array(part.tail);
    this.#readPart(part, bytes, part.bytes + 2 * part.written * NUMBER_BYTES);
    return JSON.parse(new TextDecoder().decode(bytes)) as PartTail;
  }

  /** Records' bytes of one part. */
  bytesOf(part: PartEntry, start: number, end: number): Uint8Array {
    const bytes = new Uint8Array(end - start);
    this.#readPart(part, bytes, start);
    return bytes;
  }

  /** Fills all of `into` from `offset` on, over the ends of parts. */
  read(into: Uint8Array, offset: number): void {
    let at = this.#partAt(offset);
    for (let done = 0; done < into.length; at++) {
      const part = this.parts[at];
      if (part === undefined) throw fail("anonymize.journal", { path: this.#directory, reason: "a part is missing" });
      const from = offset + done - (this.#starts[at] as number);
      const length = Math.min(into.length - done, part.bytes - from);
      this.#readPart(part, into.subarray(done, done + length), from);
      done += length;
    }
  }

  close(): void {
    for (const reader of this.#open.values()) reader.close();
    this.#open.clear();
  }

  #partAt(offset: number): number {
    let low = 0;
    let high = this.parts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  #readPart({ number }: PartEntry, into: Uint8Array, offset: number): void {
    const path = partPath(this.#directory, this.#table, number);
    if (this.#reader(number, path).read(into, offset) !== into.length)
      throw fail("anonymize.journal", { path, reason: "it is cut off" });
  }

  #reader(number: number, path: string): FileReader {
    const known = this.#open.get(number);
    if (known !== undefined) return known;
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST_OPEN) {
      this.#open.get(oldest)?.close();
      this.#open.delete(oldest);
    }
    const reader = this.#files.open(path);
    this.#open.set(number, reader);
    return reader;
  }
}

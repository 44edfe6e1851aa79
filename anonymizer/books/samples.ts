import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Item } from "../model/batch.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import { fieldValue } from "./fields.ts";

/**
 * Chooses `--sample N`: all transactions of some names, so that invoices and what paid them stay together; a transaction
 * without a name stands for itself. Names are taken in the order of a hash of their pseudonyms, which only the secret knows,
 * each that does not make it more than N. 8 bytes for each transaction.
 */
export class Samples {
  readonly #size: number;
  readonly #pseudonyms: Pseudonyms;
  #count = 0;
  #numbers = new Uint32Array(1024);
  #hashes = new Uint32Array(1024);
  #last = 0;

  constructor(size: number, pseudonyms: Pseudonyms) {
    this.#size = size;
    this.#pseudonyms = pseudonyms;
  }

  /** @throws anonymize.sample-needs-numbers for a transaction without one */
  add({ seq, record }: Item): void {
    if (seq === null) throw fail("anonymize.sample-needs-numbers", { table: "transaction" });
    if (this.#count === this.#numbers.length) this.#grow();
    const name = fieldValue(record.fields, "namecode");
    this.#numbers[this.#count] = seq;
    this.#hashes[this.#count] = hash(
      this.#pseudonyms.code(name === "" ? String(seq) : name).toUpperCase(),
      name === "",
    );
    this.#count += 1;
    this.#last = Math.max(this.#last, seq);
  }

  /** A bit for each number. */
  finish(): Uint8Array<ArrayBuffer> {
    const chosen = this.#choose();
    const bits = new Uint8Array((this.#last >>> 3) + 1);
    for (let i = 0; i < this.#count; i += 1) {
      const number = this.#numbers[i] as number;
      if (chosen.has(this.#hashes[i] as number))
        bits[number >>> 3] = (bits[number >>> 3] as number) | (1 << (number & 7));
    }
    return bits;
  }

  /** @returns hashes of what is in the sample; the smallest name, where none fits */
  #choose(): Set<number> {
    const hashes = this.#hashes.slice(0, this.#count).sort();
    const chosen = new Set<number>();
    let left = this.#size;
    let smallest = { hash: 0, count: Number.POSITIVE_INFINITY };
    for (let from = 0; from < hashes.length && left > 0; ) {
      const found = hashes[from] as number;
      let to = from + 1;
      while (hashes[to] === found) to += 1;
      const count = to - from;
      if (count < smallest.count) smallest = { hash: found, count };
      if (count <= left) {
        chosen.add(found);
        left -= count;
      }
      from = to;
    }
    if (chosen.size === 0 && hashes.length > 0) chosen.add(smallest.hash);
    return chosen;
  }

  #grow(): void {
    const [numbers, hashes] = [this.#numbers, this.#hashes];
    this.#numbers = new Uint32Array(numbers.length * 2);
    this.#hashes = new Uint32Array(numbers.length * 2);
    this.#numbers.set(numbers);
    this.#hashes.set(hashes);
  }
}

/** FNV-1a over UTF-16 units, mixed once more. What is hashed is as secret as its pseudonym. */
function hash(text: string, nameless: boolean): number {
  let value = nameless ? 0x811c9dc5 : 0x01000193;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

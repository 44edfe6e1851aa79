import type { GivenSums, SumsDelta } from "../model/batch.ts";
import { POSTED } from "./posted-sums.ts";
import { Sums } from "./sums.ts";

/** Slots to begin with; a quarter of them are left free at most. */
const FIRST_SLOTS = 1024;
const FULL = 0.75;
const GROWTH = 1.5;

/**
 * The sums of all batches so far, for all threads at once: a document has a sum or two for each of its names, and as texts in
 * the maps of each thread they were the most of its memory (520 MB with 300,000 names). A key is 64 bits of a hash of it: among a million keys two
 * meet once in forty million documents. In memory that threads share: tables that hold sums of others come
 * last and add to none, so nothing is added while somebody looks.
 */
export class SharedSums {
  readonly #listed = new Sums();
  #slots = emptySlots(FIRST_SLOTS);
  #count = 0;

  addAll({ keys, before, after }: SumsDelta): void {
    for (const [index, key] of keys.entries()) this.add(key, before[index] ?? 0, after[index] ?? 0);
  }

  add(key: string, before: number, after: number): void {
    // Gone through as a whole, and few: these are kept with their keys.
    if (key.startsWith(POSTED)) this.#listed.add(key, before, after);
    else this.#addHash(hashOf(key), before, after);
  }

  get isEmpty(): boolean {
    return this.#count === 0 && this.#listed.isEmpty;
  }

  given(): GivenSums {
    return { ...this.#slots, listed: this.#listed.all() };
  }

  #addHash(hash: bigint, before: number, after: number): void {
    if (this.#count >= this.#slots.hashes.length * FULL) this.#grow();
    const slots = this.#slots;
    const slot = slotOf(slots.hashes, hash);
    if (slots.hashes[slot] === 0n) this.#count += 1;
    slots.hashes[slot] = hash;
    slots.before[slot] = (slots.before[slot] as number) + before;
    slots.after[slot] = (slots.after[slot] as number) + after;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = emptySlots(Math.ceil(old.hashes.length * GROWTH));
    this.#count = 0;
    for (const [slot, hash] of old.hashes.entries()) {
      if (hash !== 0n) this.#addHash(hash, old.before[slot] as number, old.after[slot] as number);
    }
  }
}

/** What a thread sees of them. */
export class SumsGiven {
  readonly #given: GivenSums | null;
  /** What is listed. */
  readonly listed = new Sums();

  /** @param given null: there are none yet */
  constructor(given: GivenSums | null) {
    this.#given = given;
    if (given !== null) this.listed.addAll(given.listed);
  }

  get(key: string): { readonly before: number; readonly after: number } | undefined {
    if (this.#given === null) return undefined;
    const { hashes, before, after } = this.#given;
    const slot = slotOf(hashes, hashOf(key));
    return hashes[slot] === 0n ? undefined : { before: before[slot] as number, after: after[slot] as number };
  }
}

type Slots = Omit<GivenSums, "listed">;

function emptySlots(count: number): Slots {
  const memory = () => new SharedArrayBuffer(count * 8);
  return {
    hashes: new BigUint64Array(memory()),
    before: new Float64Array(memory()),
    after: new Float64Array(memory()),
  };
}

/** 0 is a free slot's. */
function hashOf(key: string): bigint {
  return BigInt(Bun.hash.xxHash64(key)) || 1n;
}

/** Where the hash is, or the free slot where it belongs. */
function slotOf(hashes: BigUint64Array, hash: bigint): number {
  let slot = Number(hash % BigInt(hashes.length));
  while (hashes[slot] !== 0n && hashes[slot] !== hash) slot = slot + 1 === hashes.length ? 0 : slot + 1;
  return slot;
}

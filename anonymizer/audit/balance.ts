/** Two numbers of 32 bits a bucket: a sum and a mixed sum of the hashes that fell into it. */
const WORDS = 2;

/**
 * Whether two sets of records are the same, byte for byte and in any order, in fixed space: what is made is added, what lies on
 * disk is taken away, and nothing is left where they are equal. The records are in buckets by their hash, so what is
 * left says in which buckets to look. The memory may be shared by threads.
 */
export class Balance {
  private readonly sums: Int32Array;
  private readonly mask: number;

  /** @param memory bytes, a power of two */
  constructor(memory: ArrayBufferLike) {
    this.sums = new Int32Array(memory);
    this.mask = this.sums.length / WORDS - 1;
  }

  /** @param hash of a record's bytes */
  made(hash: bigint): void {
    this.#add(hash, 1);
  }

  found(hash: bigint): void {
    this.#add(hash, -1);
  }

  /** Whether the records of this hash may differ in number; true also for others of its bucket. */
  isOpen(hash: bigint): boolean {
    const at = this.#place(hash);
    return this.sums[at] !== 0 || this.sums[at + 1] !== 0;
  }

  isEven(): boolean {
    return this.sums.every((sum) => sum === 0);
  }

  #add(hash: bigint, sign: 1 | -1): void {
    const at = this.#place(hash);
    const low = Number(BigInt.asIntN(32, hash));
    const high = Number(BigInt.asIntN(32, hash >> 32n));
    Atomics.add(this.sums, at, sign * (low | 1));
    Atomics.add(this.sums, at + 1, sign * (Math.imul(high, 0x9e3779b1) ^ low));
  }

  #place(hash: bigint): number {
    return (Number(BigInt.asUintN(31, hash >> 20n)) & this.mask) * WORDS;
  }
}

/** 8 MB: a million records are one a bucket. */
export const BALANCE_BYTES = 1 << 23;

/** A record as it lies in a file. @param path where each record has a file of its own, its path is part of it; else null */
export function hashRecord(table: string, path: string | null, bytes: Uint8Array): bigint {
  return Bun.hash.wyhash(bytes, Bun.hash.wyhash(`${table}\n${path ?? ""}`));
}

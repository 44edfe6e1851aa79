/** Bits of one block: a line of the processor's cache, so that a question costs one miss. */
const BLOCK_WORDS = 16;
const PROBES = 8;

/**
 * Forms in fixed space, to be asked whether one was among them: "no" is certain, "yes" is wrong once in thousands to
 * millions, so every yes is looked up in the source again. A Bloom filter in blocks (Putze, Sanders, Singler 2007). What
 * was added in whatever order and by whichever thread gives the same bits: the memory may be shared.
 */
export class FormFilter {
  private readonly bits: Int32Array;
  private readonly blocks: number;

  /** @param memory bytes, a multiple of 64 */
  constructor(readonly memory: ArrayBufferLike) {
    this.bits = new Int32Array(memory);
    this.blocks = this.bits.length / BLOCK_WORDS;
  }

  add(low: number, high: number): void {
    const block = this.block(low, high);
    let step = high | 1;
    for (let i = 0; i < PROBES; i++) {
      const place = step >>> 23;
      const at = block + (place >>> 5);
      const bit = 1 << (place & 31);
      // Looked at first: most of what is added is there already, and an atomic write is dear.
      if (((this.bits[at] as number) & bit) === 0) Atomics.or(this.bits, at, bit);
      step = Math.imul(step, 0x9e3779b1) + low;
    }
  }

  has(low: number, high: number): boolean {
    const block = this.block(low, high);
    let step = high | 1;
    for (let i = 0; i < PROBES; i++) {
      const place = step >>> 23;
      if (((this.bits[block + (place >>> 5)] as number) & (1 << (place & 31))) === 0) return false;
      step = Math.imul(step, 0x9e3779b1) + low;
    }
    return true;
  }

  private block(low: number, high: number): number {
    const mixed = Math.imul(low ^ (high >>> 7), 0x85ebca6b) >>> 0;
    return Math.floor((mixed / 0x1_0000_0000) * this.blocks) * BLOCK_WORDS;
  }
}

/** A size that a filter can have, near what is wanted: at least 64 KB, at most 64 MB. */
export function filterBytes(bytes: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(bytes, 1)));
  return Math.min(Math.max(wanted, 1 << 16), 1 << 26);
}

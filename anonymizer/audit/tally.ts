/**
 * How often each of many things was seen, by a hash of 53 bits. Grows with the number of different things up to a bound;
 * beyond it only those known already are counted, and `isFull` says so.
 */
export class Tally {
  #keys = new Float64Array(1024);
  #counts = new Uint32Array(1024);
  #size = 0;
  #full = false;

  /** @param most different things, at most */
  constructor(private readonly most: number) {}

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#full;
  }

  /** @returns how often it was seen, this time included; 0: it is not counted, because of the bound */
  add(key: number): number {
    let slot = this.#slot(key);
    if (this.#counts[slot] === 0) {
      if (this.#size >= this.most) {
        this.#full = true;
        return 0;
      }
      if (this.#size * 2 >= this.#keys.length) {
        this.#grow();
        slot = this.#slot(key);
      }
      this.#keys[slot] = key;
      this.#size++;
    }
    const count = (this.#counts[slot] as number) + 1;
    this.#counts[slot] = count;
    return count;
  }

  counts(): Uint32Array {
    return this.#counts.filter((count) => count > 0);
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    // The upper bits of the product are the mixed ones.
    const mixed = Math.imul((key % 0x1_0000_0000) ^ (key / 0x1_0000_0000), 0x9e3779b1) >>> 0;
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#counts[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const counts = this.#counts;
    this.#keys = new Float64Array(keys.length * 2);
    this.#counts = new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i++) {
      if (counts[i] === 0) continue;
      const slot = this.#slot(keys[i] as number);
      this.#keys[slot] = keys[i] as number;
      this.#counts[slot] = counts[i] as number;
    }
  }
}

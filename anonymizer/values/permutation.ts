import { SipHash } from "./siphash.ts";

/** Domains up to here are shuffled outright: that needs no proof, and a Feistel network over few members is a poor shuffle. */
const MOST_SHUFFLED = 1 << 15;
/** As many as NIST SP 800-38G (FF1) has. */
const ROUNDS = 10;

/**
 * A permutation of the pairs [0, a) × [0, b) that is one secret cycle: nothing is its own successor where there is more
 * than one pair. `left` and `right` hold what the last `step` came to; an object for each of them would double its cost.
 */
export interface PairCycle {
  left: number;
  right: number;
  step(left: number, right: number): void;
}

/** @param a,b each below 2^48 */
export function pairCycle(key: Uint8Array, a: number, b: number): PairCycle {
  return a * b <= MOST_SHUFFLED ? new ShuffledCycle(key, a, b) : new FeistelCycle(key, a, b);
}

/** Sattolo's shuffle (1986), which makes a cycle over all members and each such cycle alike. */
class ShuffledCycle implements PairCycle {
  left = 0;
  right = 0;
  readonly #b: number;
  readonly #next: Uint16Array;

  constructor(key: Uint8Array, a: number, b: number) {
    const size = a * b;
    const hash = new SipHash(key);
    const next = Uint16Array.from({ length: size }, (_, i) => i);
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor(hash.fraction(i, 255) * i);
      const kept = next[i] as number;
      next[i] = next[j] as number;
      next[j] = kept;
    }
    this.#b = b;
    this.#next = next;
  }

  step(left: number, right: number): void {
    const to = this.#next[left * this.#b + right] as number;
    this.left = Math.floor(to / this.#b);
    this.right = to % this.#b;
  }
}

/**
 * An alternating Feistel network P over the two halves, with additions modulo a and b instead of exclusive ors, so that
 * nothing falls outside the domain and no walk is needed. The cycle is P⁻¹(P(x) + 1): a shift, seen through P.
 */
class FeistelCycle implements PairCycle {
  left = 0;
  right = 0;
  readonly #hash: SipHash;
  readonly #a: number;
  readonly #b: number;

  constructor(key: Uint8Array, a: number, b: number) {
    this.#hash = new SipHash(key);
    this.#a = a;
    this.#b = b;
  }

  step(left: number, right: number): void {
    const hash = this.#hash;
    const a = this.#a;
    const b = this.#b;
    let l = left;
    let r = right;
    for (let round = 0; round < ROUNDS; round += 2) {
      l += Math.floor(hash.fraction(r, round) * a);
      if (l >= a) l -= a;
      r += Math.floor(hash.fraction(l, round + 1) * b);
      if (r >= b) r -= b;
    }
    r++;
    if (r === b) {
      r = 0;
      l = l + 1 === a ? 0 : l + 1;
    }
    for (let round = ROUNDS - 2; round >= 0; round -= 2) {
      r -= Math.floor(hash.fraction(l, round + 1) * b);
      if (r < 0) r += b;
      l -= Math.floor(hash.fraction(r, round) * a);
      if (l < 0) l += a;
    }
    this.left = l;
    this.right = r;
  }
}

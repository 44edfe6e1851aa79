import type { Randomizer } from "@faker-js/faker";
import { SipHash } from "./siphash.ts";

/** Chance for faker, made of one value's key: SipHash of 0, 1, 2 …. Seeding faker's own generator for each value would cost 20 times as much. */
export class Stream implements Randomizer {
  #hash = new SipHash(new Uint8Array(16));
  #count = 0;

  /** @param key at least 16 bytes: what is drawn from now on depends on it alone */
  start(key: Uint8Array): void {
    this.#hash = new SipHash(key);
    this.#count = 0;
  }

  /** faker calls it without its object. */
  readonly next = (): number => this.#hash.fraction(this.#count++, 0);

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** faker calls it when it is made; there is nothing to do. */
  seed(): void {}
}

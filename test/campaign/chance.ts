import { seeded } from "../support/seeded.ts";

/** Everything that is drawn in one scenario, in one order. */
export class Chance {
  readonly fraction: () => number;

  constructor(seed: number) {
    this.fraction = seeded(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
  }

  /** A whole number, both ends included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  is(share: number): boolean {
    return this.fraction() < share;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.fraction() * from.length)] as T;
  }

  /** One of the weighted ways, called. */
  way<T>(ways: readonly (readonly [weight: number, make: () => T])[]): T {
    let at = this.fraction() * ways.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, make] of ways) {
      at -= weight;
      if (at < 0) return make();
    }
    return (ways[0] as readonly [number, () => T])[1]();
  }

  many<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: this.int(least, most) }, make);
  }
}

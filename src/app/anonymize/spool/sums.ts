import type { SumsDelta } from "../../../../anonymizer/model/batch.ts";

/**
 * Sums of all batches, whichever thread did them and in whatever order: whole cents, which doubles add without rounding up to 90
 * trillion of a currency.
 */
export class Sums {
  readonly #sums = new Map<string, [before: number, after: number]>();

  get isEmpty(): boolean {
    return this.#sums.size === 0;
  }

  add({ keys, before, after }: SumsDelta): void {
    for (const [at, key] of keys.entries()) this.addOne(key, before[at] as number, after[at] as number);
  }

  addOne(key: string, before: number, after: number): void {
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, [before, after]);
    else {
      sum[0] += before;
      sum[1] += after;
    }
  }

  list(): (readonly [key: string, before: number, after: number])[] {
    return [...this.#sums].map(([key, [before, after]]) => [key, before, after]);
  }

  /** Ascending keys, as one delta. */
  total(): SumsDelta {
    const sorted = this.list().sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      keys: sorted.map(([key]) => key),
      before: Float64Array.from(sorted, ([, before]) => before),
      after: Float64Array.from(sorted, ([, , after]) => after),
    };
  }
}

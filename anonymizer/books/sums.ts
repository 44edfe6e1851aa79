import type { SumsDelta } from "../model/batch.ts";

const NO_SUMS: SumsDelta = { keys: [], before: new Float64Array(), after: new Float64Array() };

/** Sums under way, by key; whole cents, so that no order of adding makes another sum. */
export class Sums {
  #sums = new Map<string, { before: number; after: number }>();

  add(key: string, before: number, after: number): void {
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, { before, after });
    else {
      sum.before += before;
      sum.after += after;
    }
  }

  addAll({ keys, before, after }: SumsDelta): void {
    for (const [index, key] of keys.entries()) this.add(key, before[index] ?? 0, after[index] ?? 0);
  }

  get(key: string): { readonly before: number; readonly after: number } | undefined {
    return this.#sums.get(key);
  }

  get isEmpty(): boolean {
    return this.#sums.size === 0;
  }

  /** By ascending key. */
  all(): SumsDelta {
    if (this.isEmpty) return NO_SUMS;
    const keys = [...this.#sums.keys()].sort();
    const of = (which: "before" | "after") => Float64Array.from(keys, (key) => this.#sums.get(key)?.[which] ?? 0);
    return { keys, before: of("before"), after: of("after") };
  }

  /** The same, and empty from then on. */
  take(): SumsDelta {
    const all = this.all();
    this.#sums = new Map();
    return all;
  }
}

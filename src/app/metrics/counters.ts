import type { Labels, Sample } from "./open-metrics.ts";
import { counter } from "./samples.ts";

/** A counter per set of labels. Beyond `most` sets the rest is counted together: a label must not grow without bound. */
export class Counters {
  readonly #values = new Map<string, { readonly labels: Labels; value: number }>();
  readonly #most: number;

  constructor(most = 500) {
    this.#most = most;
  }

  add(labels: Labels, by = 1): void {
    const key = JSON.stringify(labels);
    const known = this.#values.get(key);
    if (known !== undefined) known.value += by;
    else if (this.#values.size < this.#most) this.#values.set(key, { labels, value: by });
    else this.#addRest(labels, by);
  }

  samples(): Sample[] {
    return [...this.#values.values()].map(({ labels, value }) => counter(value, labels));
  }

  #addRest(labels: Labels, by: number): void {
    const rest = Object.fromEntries(Object.keys(labels).map((name) => [name, "other"]));
    const key = JSON.stringify(rest);
    const known = this.#values.get(key) ?? { labels: rest, value: 0 };
    known.value += by;
    this.#values.set(key, known);
  }
}

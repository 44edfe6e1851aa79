import type { Progress } from "../domain/run.ts";

/** Progress with what a person wants to know of it. */
export interface Gauge {
  /** 0 to 100, one decimal; null while the total is unknown. */
  readonly percent: number | null;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Seconds left at the present rate; null while nobody can tell. */
  readonly etaSeconds: number | null;
}

/** Half-life of the rate in ms: long enough that the estimate does not jump, short enough to follow a slow server. */
const HALF_LIFE_MS = 10_000;

/** Turns progress into rates and an estimate. `now` is a monotonic clock in ms. */
export class ProgressMeter {
  #last: { readonly at: number; readonly done: number; readonly bytes: number } | null = null;
  #records = 0;
  #bytes = 0;
  #weight = 0;

  update(progress: Progress, now: number): Gauge {
    const last = this.#last ?? { at: now, done: 0, bytes: 0 };
    const elapsed = now - last.at;
    if (this.#last === null || elapsed > 0) this.#last = { at: now, done: progress.done, bytes: progress.bytes };
    if (elapsed > 0) this.#blend(elapsed, progress.done - last.done, progress.bytes - last.bytes);
    const recordsPerSecond = this.#weight === 0 ? 0 : this.#records / this.#weight;
    const left = progress.total === null ? null : progress.total - progress.done;
    return {
      percent: percentOf(progress),
      recordsPerSecond: Math.round(recordsPerSecond),
      bytesPerSecond: this.#weight === 0 ? 0 : Math.round(this.#bytes / this.#weight),
      etaSeconds: left === null || recordsPerSecond <= 0 ? null : Math.round(left / recordsPerSecond),
    };
  }

  /** Exponentially weighted sums of amounts and of seconds: their quotient is the rate, right from the first sample. */
  #blend(elapsed: number, records: number, bytes: number): void {
    const keep = 0.5 ** (elapsed / HALF_LIFE_MS);
    this.#records = this.#records * keep + records;
    this.#bytes = this.#bytes * keep + bytes;
    this.#weight = this.#weight * keep + elapsed / 1000;
  }
}

function percentOf({ done, total }: Progress): number | null {
  if (total === null) return null;
  return total === 0 ? 100 : Math.round((done / total) * 1000) / 10;
}

import type { Progress } from "../domain/run.ts";

/** Progress with what a person wants to know of it. */
export interface Gauge {
  /** 0 to 100, one decimal; null while the total is unknown. */
  readonly percent: number | null;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Seconds left; null while nobody can tell. */
  readonly etaSeconds: number | null;
}

/** Half-life in ms of the rates that are shown: they follow a server that becomes slow. */
const RATE_HALF_LIFE_MS = 10_000;
/** Of the rate that the estimate rests on: pages come in bursts, and each checkpoint holds them up for a while. */
const ESTIMATE_HALF_LIFE_MS = 60_000;
/** How fast the time left gives way to a new estimate; in between it counts down, as the clock does. */
const SHOWN_HALF_LIFE_MS = 10_000;
/** Before so much was measured, from the first page on, there is no estimate: that page may have had to wait for the document. */
const LEAST_MS = 2000;
/** A longer pause says nothing about the pace behind it. */
const LONGEST_PAUSE_MS = 30_000;
/** When nothing new came for so long nobody can tell any more. */
const STALLED_MS = 60_000;

interface Sight {
  readonly at: number;
  readonly progress: Progress;
}

/**
 * Turns progress into rates and an estimate, of what is new since the first sight alone: what earlier runs have read is no speed.
 * `now` is a monotonic clock in ms.
 */
export class ProgressMeter {
  readonly #records = new Rate(RATE_HALF_LIFE_MS);
  readonly #bytes = new Rate(RATE_HALF_LIFE_MS);
  readonly #pace = new Rate(ESTIMATE_HALF_LIFE_MS);
  #last: Sight | null = null;
  #movedAt = 0;
  #hasMoved = false;
  #measured = 0;
  #eta: number | null = null;

  update(progress: Progress, now: number): Gauge {
    const last = this.#last;
    if (last === null) this.#movedAt = now;
    const elapsed = last === null ? 0 : now - last.at;
    // What comes in the same moment as the sight before is counted with the next.
    if (last === null || elapsed > 0) this.#last = { at: now, progress };
    if (last !== null && elapsed > 0) this.#measure(last.progress, progress, now - last.at);
    return this.#gauge(progress, 0);
  }

  /** How it stands when nothing new was told since the last sight; null: there was none. Changes nothing. */
  read(now: number): Gauge | null {
    return this.#last === null ? null : this.#gauge(this.#last.progress, Math.max(0, now - this.#last.at));
  }

  #measure(before: Progress, { done, total, bytes }: Progress, elapsed: number): void {
    const now = this.#last?.at ?? 0;
    const fresh = done - before.done;
    this.#records.add(fresh, elapsed);
    this.#bytes.add(bytes - before.bytes, elapsed);
    if (this.#hasMoved) {
      this.#measured += elapsed;
      const isPause = fresh <= 0 && now - this.#movedAt > LONGEST_PAUSE_MS;
      if (!isPause) this.#pace.add(fresh, Math.min(elapsed, LONGEST_PAUSE_MS));
      this.#eta = this.#estimate(total === null ? null : total - done, elapsed);
    }
    if (fresh <= 0) return;
    this.#hasMoved = true;
    this.#movedAt = now;
  }

  #estimate(left: number | null, elapsed: number): number | null {
    const pace = this.#pace.perSecond(0);
    if (left === null || pace <= 0 || this.#measured < LEAST_MS) return null;
    if (this.#eta === null || left === 0) return left / pace;
    const counted = Math.max(0, this.#eta - elapsed / 1000);
    return counted + (left / pace - counted) * (1 - 0.5 ** (elapsed / SHOWN_HALF_LIFE_MS));
  }

  #gauge(progress: Progress, idle: number): Gauge {
    const isStalled = (this.#last?.at ?? 0) + idle - this.#movedAt >= STALLED_MS;
    const eta = this.#eta === null || isStalled ? null : Math.max(0, this.#eta - idle / 1000);
    return {
      percent: percentOf(progress),
      recordsPerSecond: Math.round(this.#records.perSecond(idle)),
      bytesPerSecond: Math.round(this.#bytes.perSecond(idle)),
      etaSeconds: eta === null ? null : Math.round(eta),
    };
  }
}

/** Exponentially weighted sums of amounts and of seconds: their quotient is the rate, right from the first sample. */
class Rate {
  readonly #halfLife: number;
  #amount = 0;
  #seconds = 0;

  constructor(halfLife: number) {
    this.#halfLife = halfLife;
  }

  add(amount: number, elapsed: number): void {
    const keep = 0.5 ** (elapsed / this.#halfLife);
    this.#amount = this.#amount * keep + amount;
    this.#seconds = this.#seconds * keep + elapsed / 1000;
  }

  /** @param idle ms since the last sample, without anything new */
  perSecond(idle: number): number {
    const keep = 0.5 ** (idle / this.#halfLife);
    const seconds = this.#seconds * keep + idle / 1000;
    return seconds === 0 ? 0 : (this.#amount * keep) / seconds;
  }
}

function percentOf({ done, total }: Progress): number | null {
  if (total === null) return null;
  return total === 0 ? 100 : Math.round((done / total) * 1000) / 10;
}

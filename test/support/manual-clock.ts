import type { Clock } from "../../src/domain/ports/clock.ts";

/**
 * Time that passes when the test says so; who sleeps is woken in the order of their times. It stands still while something is under way
 * in real time: a request to a real server takes no time here.
 */
export class ManualClock implements Clock {
  /** Whether something is under way. */
  isBusy: () => boolean = () => false;
  #now: number;
  readonly #start: number;
  readonly #sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

  constructor(now: number) {
    this.#now = now;
    this.#start = now;
  }

  now = () => this.#now;
  monotonic = () => this.#now - this.#start;
  bootId = () => "boot";

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { until: this.#now + ms, wake: resolve };
    this.#sleepers.add(sleeper);
    const leave = () => reject(signal?.reason);
    signal?.addEventListener("abort", leave, { once: true });
    try {
      await promise;
    } finally {
      this.#sleepers.delete(sleeper);
      signal?.removeEventListener("abort", leave);
    }
  }

  /** Lets time pass, and those who wake do what they wanted to, real input and output included. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.#settle();
      const [next] = [...this.#sleepers].sort((a, b) => a.until - b.until);
      if (next === undefined || next.until > end) break;
      this.#now = Math.max(this.#now, next.until);
      this.#sleepers.delete(next);
      next.wake();
    }
    this.#now = end;
    await this.#settle();
  }

  /** Some turns of the event loop in which nothing is under way. */
  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < 5; quiet = this.isBusy() ? 0 : quiet + 1) await Bun.sleep(0);
  }
}

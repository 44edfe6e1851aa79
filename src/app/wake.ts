import type { Clock } from "../domain/ports/clock.ts";

/** However often somebody rings, so many milliseconds lie between two looks. */
const LEAST_MS = 2000;

/** A wait that can be cut short: something happened that the service should look at now. */
export class Wake {
  #call = new AbortController();

  /** Ends the wait under way, or the next one if there is none. */
  ring(): void {
    this.#call.abort();
  }

  /** Resolves after `ms`, when somebody rang, or when the signal aborts. */
  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    const began = clock.monotonic();
    await clock.sleep(ms, AbortSignal.any([signal, this.#call.signal])).catch(() => {});
    if (!this.#call.signal.aborted) return;
    this.#call = new AbortController();
    const rest = Math.min(LEAST_MS, ms) - (clock.monotonic() - began);
    if (rest > 0) await clock.sleep(rest, signal).catch(() => {});
  }
}

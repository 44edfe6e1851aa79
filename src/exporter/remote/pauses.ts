import type { Clock } from "../../domain/ports/clock.ts";

/** Work between two looks at the rest of the process: some tens of milliseconds. */
const SLICE_BYTES = 16 * 1024 * 1024;
const SLICE_STEPS = 4096;

/** Lets timers, requests and a cancellation in between slices of long work. */
export class Pauses {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #bytes = 0;
  #steps = 0;

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Counts one step of work; true when it is time to `take` a pause. An await at every step would cost more than the step. */
  due(bytes: number): boolean {
    this.#bytes += bytes;
    this.#steps++;
    return this.#bytes >= SLICE_BYTES || this.#steps >= SLICE_STEPS;
  }

  /** @throws the signal's reason once it was aborted */
  check(): void {
    this.#signal.throwIfAborted();
  }

  /** @throws the signal's reason */
  async take(): Promise<void> {
    this.#bytes = 0;
    this.#steps = 0;
    await this.#clock.sleep(0, this.#signal);
  }
}

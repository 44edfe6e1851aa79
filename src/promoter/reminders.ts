import type { Clock } from "../domain/ports/clock.ts";
import type { LogLevel } from "../domain/ports/log.ts";

/** Between two warnings of one trouble, in ms. */
const PAUSE_MS = 3_600_000;

/** What goes on being wrong is told once, and then at most once an hour: turns come every few minutes, for months. */
export class Reminders {
  readonly #clock: Pick<Clock, "monotonic">;
  /** When each was told last, by subject. */
  readonly #told = new Map<string, { readonly code: string; readonly at: number }>();

  constructor(clock: Pick<Clock, "monotonic">) {
    this.#clock = clock;
  }

  /** How loudly it is told now. Another error of the same subject is news. */
  level(subject: string, code: string): LogLevel {
    const last = this.#told.get(subject);
    const at = this.#clock.monotonic();
    if (last?.code === code && at - last.at < PAUSE_MS) return "debug";
    this.#told.set(subject, { code, at });
    return "warn";
  }

  /** It is well: should it go wrong again, that is news. */
  settle(subject: string): void {
    this.#told.delete(subject);
  }
}

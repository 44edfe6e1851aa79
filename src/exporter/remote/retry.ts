import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Random } from "../../domain/ports/random.ts";

export interface RetryPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Tries in all, the first one included. */
export const MAX_TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** How long to wait after the given failed try (1 is the first): between half and all of a doubling step. */
export function backoffMs(failedTries: number, fraction: number): number {
  const step = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failedTries - 1));
  return Math.round(step / 2 + (step / 2) * fraction);
}

/**
 * Repeats `work` while it fails with an error that `again` accepts, at most `MAX_TRIES` times. Only for work that
 * is safe to repeat. @throws the last error; the signal's reason when it aborts during a wait
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  ports: RetryPorts,
  options: { readonly again: (error: TidemarkError) => boolean; readonly signal: AbortSignal },
): Promise<T> {
  for (let tries = 1; ; tries++) {
    options.signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (tries >= MAX_TRIES || !(error instanceof TidemarkError) || !options.again(error)) throw error;
      const wait = backoffMs(tries, ports.random.fraction());
      ports.log.write("warn", "remote: trying again", { code: error.code, reason: error.message, tries, waitMs: wait });
      await ports.clock.sleep(wait, options.signal);
    }
  }
}

import { mayBeOneRecord } from "../domain/errors/one-record.ts";
import { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Random } from "../domain/ports/random.ts";

/** Tries of one request, the first included, whatever the reasons were. */
export const MAX_TRIES = 5;
const BASE_MS = 500;
const CAP_MS = 30_000;
/** A worker keeps its log-in for about half a minute, and a closing or saving document takes about one. */
const MINUTE_MS = 60_000;
const BUSY_SPREAD_MS = 15_000;

export interface RetryPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface RetryContext {
  readonly command: string;
  readonly signal: AbortSignal;
  /** Fewer tries than `MAX_TRIES` after errors that one record can cause; whatever else goes wrong is tried as ever. */
  readonly tries?: number | undefined;
}

/**
 * How long to wait before the next try; null: give up. Exponential backoff with full jitter, between 0 and
 * `min(30 s, 0.5 s × 2^(failed − 1))`; after the user limit 60 to 120 s, while the document is busy 60 to 75 s.
 * @param failed tries that failed so far, this one included
 * @param fraction chance in [0, 1)
 * @param tries see `RetryContext`
 */
export function delayBefore(error: TidemarkError, failed: number, fraction: number, tries = MAX_TRIES): number | null {
  const most = mayBeOneRecord(error) ? Math.min(tries, MAX_TRIES) : MAX_TRIES;
  if (!error.retryable || failed >= most) return null;
  if (error.code === "moneyworks.users-limit") return Math.round(MINUTE_MS + fraction * MINUTE_MS);
  if (error.code === "moneyworks.busy") return Math.round(MINUTE_MS + fraction * BUSY_SPREAD_MS);
  return Math.round(fraction * Math.min(CAP_MS, BASE_MS * 2 ** (failed - 1)));
}

/** Tries until it works, `delayBefore` says no, or the signal aborts. Every wait is logged. */
export async function withRetries<T>(ports: RetryPorts, attempt: () => Promise<T>, context: RetryContext): Promise<T> {
  const { command, signal, tries } = context;
  for (let failed = 1; ; failed += 1) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof TidemarkError)) throw error;
      const waitMs = delayBefore(error, failed, ports.random.fraction(), tries);
      if (waitMs === null) throw error;
      ports.log.write("warn", `${error.message} Asking again.`, { command, code: error.code, failed, waitMs });
      await ports.clock.sleep(waitMs, signal);
    }
  }
}

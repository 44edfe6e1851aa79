import type { ErrorCode } from "../domain/errors/registry.ts";
import type { TidemarkError } from "../domain/errors/tidemark-error.ts";

/**
 * `open`: MoneyWorks answers, and all goes well. `closed`: nobody answers, or the document is not to be had now, as at night or during
 * a backup; nothing is wrong with the mirror. `failing`: something is.
 */
export type Weather = "open" | "closed" | "failing";

/** What became of the last turn, and what decides when the next one comes. */
export interface LastTurn {
  /** What ended it; null: it went through, perhaps but for single tables. */
  readonly error: TidemarkError | null;
  /** Turns in a row that ended so, this one included. */
  readonly failures: number;
  /** As configured, ms. */
  readonly pollEvery: number;
  /** Chance in [0, 1): several instances that met one outage must not come back all at once. */
  readonly fraction: number;
}

export interface NextWait {
  readonly ms: number;
  readonly weather: Weather;
}

const MINUTE_MS = 60_000;
/** While MoneyWorks is closed it is looked for at the poll interval, within these bounds: people who come back do not wait long. */
const CLOSED_MS = [MINUTE_MS, 10 * MINUTE_MS] as const;
/** The longest wait after failures; the service never gives up, and never hammers. */
const LONGEST_MS = 60 * MINUTE_MS;
/** A remote that asks for more than that is asked all the same, once a day. */
const LONGEST_RETRY_AFTER_MS = 24 * 60 * MINUTE_MS;
/** The share of a wait that chance decides. */
const SPREAD = 0.2;

/** Milliseconds from the end of the last turn to the next one, and how things stand. */
export function nextWait({ error, failures, pollEvery, fraction }: LastTurn): NextWait {
  if (error === null || error.exitCode === 130) return { ms: pollEvery, weather: "open" };
  if (isClosed(error)) return { ms: closedWait(pollEvery, fraction), weather: "closed" };
  if (error.code === "moneyworks.users-limit") return { ms: Math.max(pollEvery, MINUTE_MS), weather: "failing" };
  const step = Math.max(pollEvery, Math.min(LONGEST_MS, pollEvery * 2 ** failures));
  const ms = Math.max(pollEvery, Math.round(step * (1 - SPREAD * fraction)), retryAfter(error));
  return { ms, weather: "failing" };
}

/** A turn that ended so met no MoneyWorks that has the document open. */
const CLOSED: ReadonlySet<string> = new Set<ErrorCode>([
  "moneyworks.unreachable",
  // A host that is switched off is silent, and so is a forwarded port whose other end is gone.
  "moneyworks.timeout",
  "moneyworks.connection-lost",
  "moneyworks.no-document",
  "moneyworks.busy",
]);
/** What a proxy says of a server that it cannot reach. */
const GATEWAY: readonly unknown[] = [502, 503, 504];

/** Whether the error says that MoneyWorks, or its document, is closed, rather than that something is wrong. */
export function isClosed({ code, details }: TidemarkError): boolean {
  return CLOSED.has(code) || (code === "moneyworks.server-error" && GATEWAY.includes(details.status));
}

function closedWait(pollEvery: number, fraction: number): number {
  const [least, most] = CLOSED_MS;
  return Math.round(Math.min(most, Math.max(least, pollEvery) * (1 + SPREAD * fraction)));
}

/** What the other side asked for, ms; 0: nothing. */
function retryAfter({ details }: TidemarkError): number {
  const seconds = Number(details.retryAfter ?? 0);
  return seconds > 0 ? Math.min(LONGEST_RETRY_AFTER_MS, seconds * 1000) : 0;
}

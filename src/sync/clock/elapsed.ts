import type { ClockSample } from "../../domain/ports/staging-clock.ts";

/** A clock that keeps time worse than this is a broken one: seconds it may gain or lose in a second. */
const DRIFT = 200e-6;

export interface Elapsed {
  /** Seconds between the two readings of the server's clock, never negative. */
  readonly seconds: number;
  /** By how much that may be wrong either way: the time the answers took, and drift. Without `vouched` it may be worse. */
  readonly error: number;
  /** The host ran all the time, so the time since its boot measured it. */
  readonly vouched: boolean;
}

/**
 * The time that really passed between two samples. The host's wall clock is no measure of it while there is a better one:
 * host and server may be one machine, and step together.
 */
export function elapsedBetween(previous: ClockSample, now: ClockSample): Elapsed {
  const brackets = halfBracket(previous) + halfBracket(now);
  const ran = sinceBoot(now) - sinceBoot(previous);
  if (previous.bootId === now.bootId && ran >= -brackets) return measured(Math.max(0, ran), brackets, true);
  return measured(Math.max(0, middle(now) - middle(previous)), brackets, false);
}

/** The least time that passed between two samples of different boots: the later boot lies between them. */
export function leastElapsed(previous: ClockSample, now: ClockSample): number {
  return previous.bootId === now.bootId ? 0 : Math.max(0, sinceBoot(now)) / 1000;
}

function measured(millis: number, brackets: number, vouched: boolean): Elapsed {
  return { seconds: millis / 1000, error: (brackets + millis * DRIFT) / 1000, vouched };
}

/** When the server was read, on the host's clock since boot: `monotonic` was read at `at`, a little after the answer. */
function sinceBoot(sample: ClockSample): number {
  return sample.monotonic - Math.max(0, sample.at - middle(sample));
}

function middle({ askedAt, answeredAt }: ClockSample): number {
  return (askedAt + answeredAt) / 2;
}

function halfBracket({ askedAt, answeredAt }: ClockSample): number {
  return Math.abs(answeredAt - askedAt) / 2;
}

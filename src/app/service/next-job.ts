import type { TableName } from "../../domain/ids.ts";

/** All that the decision depends on. */
export interface Situation {
  /** Host wall clock, ms. */
  readonly now: number;
  /** Host, ms since boot. */
  readonly monotonic: number;
  readonly isPaused: boolean;
  /** Somebody pushed: a commit may wait on an incoming branch. */
  readonly isWoken: boolean;
  /** By the monotonic clock: when the next poll is due. */
  readonly pollAt: number;
  /** Polls in a row that failed. */
  readonly failures: number;
  /** The first read let a poll go first, and is to go on. */
  readonly isYielded: boolean;
  /** Tables whose first read is over, while that of others is not. */
  readonly finished: readonly TableName[];
  /** A poll went through, and a sweep is due after it. */
  readonly isSweepDue: boolean;
  /** By the wall clock: when the next full sync and the next check are due; null: never. */
  readonly fullAt: number | null;
  readonly checkAt: number | null;
}

export type NextJob =
  /** `tables` absent: all; what incoming branches hold goes with it. */
  | { readonly kind: "poll"; readonly tables?: readonly TableName[] }
  | { readonly kind: "sweep" | "full" | "check" }
  /** Milliseconds. */
  | { readonly kind: "wait"; readonly ms: number };

/** Wall clocks step and options change: nothing is waited for longer without another look. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * What the service does next. Fresh edits first: a poll that is due goes before everything, also before the rest of a first read that
 * let go for it. While MoneyWorks or the remote fail nothing but the next poll is tried.
 */
export function nextJob(situation: Situation): NextJob {
  const { isPaused, isWoken, pollAt, monotonic, failures, isYielded, finished } = situation;
  if (isPaused) return { kind: "wait", ms: LONGEST_WAIT_MS };
  const isDue = monotonic >= pollAt;
  if (isYielded && finished.length > 0 && isDue) return { kind: "poll", tables: finished };
  // A push says nothing about a server that was away a moment ago.
  if (isDue || (failures === 0 && (isYielded || isWoken))) return { kind: "poll" };
  const wait: NextJob = { kind: "wait", ms: Math.min(pollAt - monotonic, LONGEST_WAIT_MS) };
  return failures > 0 ? wait : (longJob(situation) ?? untilNext(situation, wait.ms));
}

function longJob({ isSweepDue, fullAt, checkAt, now }: Situation): NextJob | null {
  // A full sync finds all that a sweep finds.
  if (fullAt !== null && now >= fullAt) return { kind: "full" };
  if (isSweepDue) return { kind: "sweep" };
  return checkAt !== null && now >= checkAt ? { kind: "check" } : null;
}

function untilNext({ fullAt, checkAt, now }: Situation, ms: number): NextJob {
  const times = [fullAt, checkAt].filter((at) => at !== null).map((at) => at - now);
  return { kind: "wait", ms: Math.max(0, Math.min(ms, ...times)) };
}

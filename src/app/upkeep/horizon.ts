import type { KeptSince } from "../../domain/ports/staging-upkeep.ts";

/** How long things are kept, ms; null: for ever. */
export interface Keep {
  readonly runs: number | null;
  readonly changes: number | null;
  readonly promotions: number | null;
}

/** The newest look for what is old. */
export interface LastLook {
  /** Host wall clock, ms. */
  readonly at: number;
  /** The time that the clock was taken to tell. */
  readonly horizon: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Time between two looks. */
const EVERY_MS = 6 * HOUR_MS;
/** How far the horizon moves in one look. */
const STRIDE_MS = 2 * DAY_MS;
/** What a run that did nothing says of each table: half of what a year of polls takes, and nobody asks for it later. */
const TALLIES_MS = 30 * DAY_MS;

/** A clock that was set back makes it due as well: what was noted for a time to come says nothing. */
export function isLookDue(last: LastLook | null, now: number): boolean {
  return last === null || now < last.at || now - last.at >= EVERY_MS;
}

/**
 * The time that the host's clock is taken to tell. It follows that in strides, so that a clock that is ahead by years for an hour makes nobody forget
 * everything, and one that stood at 1970 for an hour need not be followed for years again; after a rest of a year it needs some weeks to
 * catch up. Where the clock is behind it, the clock counts.
 */
export function nextHorizon(last: LastLook | null, now: number): number {
  return last === null ? now : Math.max(last.horizon - STRIDE_MS, Math.min(now, last.horizon + STRIDE_MS));
}

export function keptSince(horizon: number, { runs, changes, promotions }: Keep): KeptSince {
  const before = (kept: number | null) => (kept === null ? null : horizon - kept);
  return {
    runs: before(runs),
    tallies: horizon - TALLIES_MS,
    changes: before(changes),
    promotions: before(promotions),
  };
}

export function parseLook(text: string | null): LastLook | null {
  const [, at, horizon] = /^(\d{1,15}) (\d{1,15})$/.exec(text ?? "") ?? [];
  return at === undefined ? null : { at: Number(at), horizon: Number(horizon) };
}

export function printLook({ at, horizon }: LastLook): string {
  return `${Math.max(0, Math.trunc(at))} ${Math.max(0, Math.trunc(horizon))}`;
}

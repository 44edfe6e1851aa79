const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** What `pointInTime` reads, for errors and help. */
export const POINT_IN_TIME = "a date, a time such as 2025-03-10T14:15:00Z, or an age such as 3h";

/**
 * A point in time, ms since 1970: a date or time of ISO 8601 (UTC for a bare date, the host's zone for a time without
 * one), or an age such as `3h` before `now`. null for what is no time, and for an age beyond the years that a date can have.
 */
export function pointInTime(text: string, now: number): number | null {
  const age = /^(\d+)([smhd])$/.exec(text);
  const at = age === null ? dateOf(text) : new Date(now - Number(age[1]) * (UNITS[age[2] ?? ""] ?? 0)).getTime();
  return Number.isNaN(at) ? null : at;
}

function dateOf(text: string): number {
  return DATE.test(text) ? Date.parse(text) : Number.NaN;
}

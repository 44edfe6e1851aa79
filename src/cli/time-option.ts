import { fail } from "../domain/errors/tidemark-error.ts";
import type { Arguments } from "./arguments.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * A point in time, ms since 1970: a date or time of ISO 8601 (UTC for a bare date, the host's zone for a time without
 * one), or an age such as `3h` before `now`.
 * @throws usage.bad-value
 */
export function timeOption(args: Arguments, name: string, now: number): number | undefined {
  const text = args.value(name);
  if (text === undefined) return undefined;
  const at = pointInTime(text, now);
  if (!Number.isNaN(at)) return at;
  throw fail("usage.bad-value", {
    option: name,
    value: text,
    expected: "a date, a time such as 2025-03-10T14:15:00Z, or an age such as 3h",
  });
}

/** NaN for what is no time, and for an age beyond the years that a date can have. */
function pointInTime(text: string, now: number): number {
  const age = /^(\d+)([smhd])$/.exec(text);
  if (age !== null) return new Date(now - Number(age[1]) * (UNITS[age[2] ?? ""] ?? 0)).getTime();
  return DATE.test(text) ? Date.parse(text) : Number.NaN;
}

import { fail } from "../domain/errors/tidemark-error.ts";
import { POINT_IN_TIME, pointInTime } from "../lib/point-in-time.ts";
import type { Arguments } from "./arguments.ts";

/**
 * A point in time, ms since 1970, as `pointInTime` reads it.
 * @throws usage.bad-value
 */
export function timeOption(args: Arguments, name: string, now: number): number | undefined {
  const text = args.value(name);
  if (text === undefined) return undefined;
  const at = pointInTime(text, now);
  if (at === null) throw fail("usage.bad-value", { option: name, value: text, expected: POINT_IN_TIME });
  return at;
}

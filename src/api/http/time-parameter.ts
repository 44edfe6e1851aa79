import { fail } from "../../domain/errors/tidemark-error.ts";
import { POINT_IN_TIME, pointInTime } from "../../lib/point-in-time.ts";

/** A parameter that is a point in time, ms since 1970; undefined where it was not given. @throws api.bad-parameter */
export function timeParameter(name: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const at = pointInTime(text, now);
  if (at === null) throw fail("api.bad-parameter", { name, value: text, expected: POINT_IN_TIME });
  return at;
}

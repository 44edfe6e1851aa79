import { expect, test } from "bun:test";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../../src/lib/duration.ts";

test.each([
  ["0s", 0],
  ["250ms", 250],
  ["90s", 90_000],
  ["10m", 600_000],
  ["1h30m", 5_400_000],
  ["7d", 604_800_000],
] as const)("%s is %d ms", (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each(["", "10", "m", "1.5h", "-1s", "10 m", "1w", "10M", "9999999999s", "1e3s"])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeNull();
});

test("what is formatted is read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (ms) => parseDuration(formatDuration(ms)) === ms),
    { seed: 3 },
  );
});

import { expect, test } from "bun:test";
import { clock, duration, fullTime, modtime, relative, skew, zone } from "../../../../src/dashboard/text/times.ts";

test.each([
  [0, "0 s"],
  [2, "2 s"],
  [0.42, "0.4 s"],
  [9.94, "9.9 s"],
  [9.96, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 min"],
  [192, "3 min 12 s"],
  [3600, "1 h"],
  [7500, "2 h 5 min"],
  [86_400, "1 d"],
  [273_600, "3 d 4 h"],
])("%d seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  [0, "now"],
  [400, "now"],
  [12_000, "12 s ago"],
  [59_400, "59 s ago"],
  [60_000, "1 min ago"],
  [3_599_000, "59 min ago"],
  [7_200_000, "2 h ago"],
  [432_000_000, "5 d ago"],
  [-30_000, "in 30 s"],
  [-600_000, "in 10 min"],
])("%d ms later it was %s", (later, text) => {
  const at = Date.UTC(2025, 2, 31);
  expect(relative(at, at + later)).toBe(text);
});

test("a clock has its day only where it is another one, and its year where all of it is asked for", () => {
  const at = new Date(2025, 2, 31, 17, 45, 2).getTime();
  expect(clock(at, at + 3_600_000)).toBe("17:45:02");
  expect(clock(at, at + 86_400_000)).toMatch(/31.*17:45$|Mar.*17:45$/);
  expect(clock(at, at + 86_400_000)).not.toContain("2025");
  expect(clock(at, at + 365 * 86_400_000)).toMatch(/2025.*17:45$/);
  expect(fullTime(at)).toMatch(/2025.*17:45:02/);
});

test("midnight is 00, not 24", () => {
  const at = new Date(2025, 2, 31, 0, 0, 0).getTime();
  expect(clock(at, at)).toBe("00:00:00");
});

test("a modtime is read as the server wrote it, and what is none is left alone", () => {
  expect(modtime("20250331174500")).toBe("2025-03-31 17:45:00");
  expect(modtime("2025")).toBe("2025");
});

test.each([
  [0.04, "none"],
  [2.4, "+2.4 s"],
  [-190, "−3 min 10 s"],
])("a skew of %d is %s", (seconds, text) => expect(skew(seconds)).toBe(text));

test.each([
  [780, "UTC+13:00"],
  [-210, "UTC−03:30"],
  [0, "UTC+00:00"],
])("%d minutes are %s", (minutes, text) => expect(zone(minutes)).toBe(text));

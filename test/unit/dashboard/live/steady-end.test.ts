import { expect, test } from "bun:test";
import { roughly, steadyEnd } from "../../../../src/dashboard/live/steady-end.ts";

test("the first estimate is taken as it is, and nobody knowing is said so", () => {
  expect(steadyEnd(null, 1000, 60)).toBe(61_000);
  expect(steadyEnd(61_000, 1000, null)).toBeNull();
});

test("an estimate that wavers moves the shown one by a fifth of that", () => {
  expect(steadyEnd(101_000, 1000, 120)).toBe(101_000 + 20_000 * 0.2);
});

test("one that is far off is news", () => {
  expect(steadyEnd(101_000, 1000, 600)).toBe(601_000);
  // Three times as long, and still less than a minute more: that is a slow page.
  expect(steadyEnd(11_000, 1000, 30)).toBe(11_000 + 20_000 * 0.2);
});

test("an estimate that has passed is forgotten", () => {
  expect(steadyEnd(900, 1000, 10)).toBe(11_000);
});

test("what is shown changes little while estimates waver by half", () => {
  let end: number | null = null;
  const shown: number[] = [];
  for (let second = 0; second < 120; second++) {
    const honest = 300 - second;
    end = steadyEnd(end, second * 1000, honest * (second % 2 === 0 ? 0.75 : 1.25));
    if (second > 20) shown.push((end ?? 0) / 1000);
  }
  expect(Math.max(...shown) - Math.min(...shown)).toBeLessThan(60);
});

test.each([
  [500, "a few seconds"],
  [12_000, "about 20 s"],
  [54_000, "about 60 s"],
  [70_000, "about 1 min"],
  [200_000, "about 3 min"],
  [3_540_000, "about 59 min"],
  [3_600_000, "about 1 h"],
  [4_800_000, "about 1 h 20 min"],
  [7_080_000, "about 2 h"],
])("%d ms are %s", (ms, text) => expect(roughly(ms)).toBe(text));

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { areaPath, linePath, nearest } from "../../../../src/dashboard/chart/lines.ts";
import { niceTicks, place, timeTicks, valueAt } from "../../../../src/dashboard/chart/scale.ts";

describe("ticks", () => {
  test.each([
    [0, 9, [0, 2.5, 5, 7.5, 10]],
    [0, 1000, [0, 250, 500, 750, 1000]],
    [3, 4, [0, 1, 2, 3, 4]],
    [1700, 1820, [1700, 1750, 1800, 1850]],
  ])("from %d to %d", (least, most, ticks) => expect(niceTicks(least, most, 4)).toEqual(ticks));

  test("a figure that stays the same runs through the middle", () => {
    expect(niceTicks(1_000_000, 1_000_000, 4)).toEqual([990_000, 995_000, 1_000_000, 1_005_000, 1_010_000]);
  });

  test("they cover every value, ascend evenly, and are few", () => {
    const value = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [least, most] = [Math.min(a, b), Math.max(a, b)];
        const ticks = niceTicks(least, most, 4);
        expect(ticks[0] ?? Infinity).toBeLessThanOrEqual(least);
        expect((ticks.at(-1) ?? 0) * (1 + 1e-9)).toBeGreaterThanOrEqual(most);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks).toEqual(ticks.toSorted((x, y) => x - y));
      }),
    );
  });

  test("times are whole hours or days where people live", () => {
    const from = Date.UTC(2025, 2, 31, 4, 45);
    const hours = timeTicks(from, from + 24 * 3_600_000, 8, 0);
    expect(hours.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual([
      "08:00",
      "12:00",
      "16:00",
      "20:00",
      "00:00",
      "04:00",
    ]);
    // 13 hours and a half ahead of UTC: midnight there is 10:30 here.
    const days = timeTicks(from, from + 3 * 86_400_000, 4, 13.5 * 60);
    expect(days.map((at) => new Date(at).toISOString().slice(11, 16))).toEqual(["10:30", "10:30", "10:30"]);
  });
});

describe("places", () => {
  const scale = { from: 10, to: 20, start: 100, end: 0 };
  test("linear, and back", () => {
    expect(place(scale, 15)).toBe(50);
    expect(valueAt(scale, 50)).toBe(15);
  });
  test("a scale without extent puts everything at its start", () => {
    expect(place({ ...scale, to: 10 }, 10)).toBe(100);
    expect(valueAt({ ...scale, end: 100 }, 100)).toBe(10);
  });
});

describe("lines", () => {
  const axes = { x: { from: 0, to: 10, start: 0, end: 100 }, y: { from: 0, to: 10, start: 100, end: 0 } };
  const points = [1, null, 2, 3].map((value, at) => ({ at, value }));

  test("a gap ends a line, or is passed over", () => {
    expect(linePath(points, axes, false)).toBe("M0 90h4M20 80L30 70");
    expect(linePath(points, axes, true)).toBe("M0 90L20 80L30 70");
  });

  test("an area reaches down to the floor", () => {
    expect(areaPath(points, axes, true)).toBe("M0 100L0 90L20 80L30 70L30 100Z");
  });

  test("nothing known is nothing drawn", () => {
    const none = points.map(({ at }) => ({ at, value: null }));
    expect(linePath(none, axes, true)).toBe("");
    expect(areaPath(none, axes, false)).toBe("");
    expect(nearest(none, 1)).toBeNull();
  });

  test("the nearest point that has a value", () => {
    expect(nearest(points, 0.9)).toEqual({ at: 0, value: 1 });
    expect(nearest(points, 99)).toEqual({ at: 3, value: 3 });
  });
});

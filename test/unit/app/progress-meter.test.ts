import { describe, expect, test } from "bun:test";
import { type Gauge, ProgressMeter } from "../../../src/app/progress-meter.ts";
import type { Progress, RunSummary } from "../../../src/domain/run.ts";

function progress(done: number, total: number | null, bytes = done * 1000): Progress {
  const run = "01890000-0000-7000-8000-000000000000" as RunSummary["run"];
  const where = { table: null, tableNumber: 1, tableCount: 1 };
  return { run, kind: "full", step: "read", ...where, done, total, bytes, commit: null };
}

describe("the gauge", () => {
  test("knows nothing of a rate at the first sight", () => {
    expect(new ProgressMeter().update(progress(0, 1000), 5000)).toEqual({
      percent: 0,
      recordsPerSecond: 0,
      bytesPerSecond: 0,
      etaSeconds: null,
    });
  });

  test("has a rate from the second on, and an estimate two seconds behind the first page", () => {
    const meter = new ProgressMeter();
    meter.update(progress(0, 1000), 0);
    expect(meter.update(progress(100, 1000), 500)).toEqual({
      percent: 10,
      recordsPerSecond: 200,
      bytesPerSecond: 200_000,
      etaSeconds: null,
    });
    expect(meter.update(progress(400, 1000), 2000).etaSeconds).toBeNull();
    expect(meter.update(progress(500, 1000), 2500).etaSeconds).toBe(3);
  });

  test("counts what came before its first sight as no speed", () => {
    const meter = new ProgressMeter();
    meter.update(progress(900, 1000), 0);
    expect(meter.update(progress(910, 1000), 1000).recordsPerSecond).toBe(10);
    expect(meter.update(progress(930, 1000), 3000)).toMatchObject({ percent: 93, etaSeconds: 7 });
  });

  test("keeps its rate when two sights fall into one moment, and loses no record of them", () => {
    const meter = new ProgressMeter();
    meter.update(progress(0, null), 0);
    meter.update(progress(100, null), 1000);
    expect(meter.update(progress(200, null), 1000).recordsPerSecond).toBe(100);
    expect(meter.update(progress(300, null), 2000).recordsPerSecond).toBeGreaterThan(130);
  });

  test("follows a server that becomes slow, half of the way and more in ten seconds", () => {
    const meter = new ProgressMeter();
    for (let second = 0; second <= 100; second++) meter.update(progress(second * 100, null), second * 1000);
    const { recordsPerSecond } = meter.update(progress(10_000, null), 110_000);
    expect([recordsPerSecond < 50, recordsPerSecond > 30]).toEqual([true, true]);
  });

  test("has no estimate without a total, without speed, or beyond the total", () => {
    const meter = new ProgressMeter();
    meter.update(progress(0, null), 0);
    expect(meter.update(progress(10, null), 3000)).toMatchObject({ percent: null, etaSeconds: null });
    expect(new ProgressMeter().update(progress(5, 10), 0).etaSeconds).toBeNull();
    expect(meter.update(progress(20, 20), 6000)).toMatchObject({ percent: 100, etaSeconds: 0 });
    expect(meter.update(progress(0, 0), 7000).percent).toBe(100);
  });

  test("can be read while nothing is told: it counts down, slows, and does not mind being read", () => {
    const meter = new ProgressMeter();
    expect(meter.read(0)).toBeNull();
    for (let second = 0; second <= 20; second++) meter.update(progress(second * 100, 100_000), second * 1000);
    const told = meter.read(20_000);
    expect(told).toMatchObject({ percent: 2, recordsPerSecond: 100, etaSeconds: 980 });
    expect(meter.read(30_000)).toMatchObject({ percent: 2, recordsPerSecond: 36, etaSeconds: 970 });
    expect(meter.read(85_000)?.etaSeconds).toBeNull();
    expect(meter.read(20_000)).toEqual(told);
  });
});

interface Sight {
  readonly second: number;
  readonly done: number;
}

/** What is told of a million records: so many by the second that a plan adds. */
function told(seconds: number, amount: (second: number) => number): Sight[] {
  let done = 0;
  const sights: Sight[] = [];
  for (let second = 0; second <= seconds; second++) {
    const fresh = second === 0 ? 0 : amount(second);
    done += fresh;
    if (fresh > 0 || second === 0) sights.push({ second, done });
  }
  return sights;
}

const TOTAL = 1_000_000;

/** The estimate after each sight, as seconds by the clock at which all would be done; null: nobody can tell. */
function ends(sights: readonly Sight[], meter = new ProgressMeter()): (number | null)[] {
  return sights.map(({ second, done }) => {
    const { etaSeconds }: Gauge = meter.update(progress(done, TOTAL), second * 1000);
    return etaSeconds === null ? null : second + etaSeconds;
  });
}

/** The largest change of the foretold end from one sight to the next, as a share of what was left. */
function largestJump(foretold: readonly (number | null)[], sights: readonly Sight[]): number {
  const jumps = foretold.map((end, index) => {
    const [before, sight] = [foretold[index - 1], sights[index]];
    if (end == null || before == null || sight === undefined) return 0;
    return Math.abs(end - before) / Math.max(1, before - sight.second);
  });
  return Math.max(...jumps);
}

/** The share by which the foretold end is off from the one that a pace leads to, from a second on. */
function largestError(sights: readonly Sight[], foretold: readonly (number | null)[], from: number, pace: number) {
  const errors = sights.map(({ second, done }, index) => {
    const end = foretold[index];
    if (second < from || end == null) return 0;
    const left = (TOTAL - done) / pace;
    return Math.abs(end - second - left) / left;
  });
  return Math.max(...errors);
}

describe("the time left", () => {
  test("of a steady run is right from its beginning", () => {
    const sights = told(600, () => 400);
    const foretold = ends(sights);
    expect(foretold.slice(0, 4)).toEqual([null, null, null, 2500]);
    expect(largestError(sights, foretold, 2, 400)).toBeLessThan(0.001);
  });

  test("of a run that waits long for its first page is soon right", () => {
    const sights = told(300, (second) => (second < 20 ? 0 : 400));
    const foretold = ends(sights);
    expect(largestError(sights, foretold, 120, 400)).toBeLessThan(0.1);
  });

  test.each([
    ["pages that come in fives", (second: number) => (second % 5 === 0 ? 2000 : 0)],
    ["a checkpoint that takes ten seconds of every minute", (second: number) => (second % 60 < 10 ? 0 : 480)],
    ["large and small records by turns", (second: number) => (Math.floor(second / 8) % 2 === 0 ? 700 : 100)],
  ])("does not jump with %s, and is nearly right", (_, amount) => {
    const sights = told(1200, amount);
    const foretold = ends(sights);
    const settled = sights.findIndex(({ second }) => second >= 120);
    expect(largestJump(foretold.slice(settled), sights.slice(settled))).toBeLessThan(0.08);
    expect(largestError(sights, foretold, 120, 400)).toBeLessThan(0.15);
  });

  test("of a server that becomes four times as slow grows without a jump, and is right after five minutes", () => {
    const sights = told(700, (second) => (second < 200 ? 400 : 100));
    const foretold = ends(sights);
    const settled = sights.findIndex(({ second }) => second >= 60);
    expect(largestJump(foretold.slice(settled), sights.slice(settled))).toBeLessThan(0.02);
    expect(largestError(sights, foretold, 500, 100)).toBeLessThan(0.1);
  });

  test("of one that stands still is not told, and comes back as it was", () => {
    const meter = new ProgressMeter();
    const before =
      ends(
        told(120, () => 400),
        meter,
      ).at(-1) ?? 0;
    const rest: (number | null)[] = [];
    for (let second = 121; second <= 420; second++) {
      const { etaSeconds } = meter.update({ ...progress(48_000, TOTAL), step: "push" }, second * 1000);
      rest.push(etaSeconds === null ? null : second + etaSeconds);
    }
    expect(rest.slice(0, 59).every((end) => end !== null)).toBe(true);
    expect(rest.slice(59).every((end) => end === null)).toBe(true);
    expect(meter.read(420_000)?.recordsPerSecond).toBe(0);
    const after: number[] = [];
    for (let second = 421; second <= 600; second++) {
      const { etaSeconds } = meter.update(progress(48_000 + (second - 420) * 400, TOTAL), second * 1000);
      after.push(second + (etaSeconds ?? Number.NaN));
    }
    expect(Math.abs((after.at(-1) ?? 0) - before - 300) / before).toBeLessThan(0.05);
  });
});

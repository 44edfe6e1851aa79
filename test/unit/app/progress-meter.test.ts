import { describe, expect, test } from "bun:test";
import { ProgressMeter } from "../../../src/app/progress-meter.ts";
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

  test("is right from the second on", () => {
    const meter = new ProgressMeter();
    meter.update(progress(0, 1000), 0);
    expect(meter.update(progress(100, 1000), 500)).toEqual({
      percent: 10,
      recordsPerSecond: 200,
      bytesPerSecond: 200_000,
      etaSeconds: 5,
    });
  });

  test("counts what came before its first sight as no speed", () => {
    const meter = new ProgressMeter();
    meter.update(progress(900, 1000), 0);
    expect(meter.update(progress(910, 1000), 1000).recordsPerSecond).toBe(10);
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
    expect(meter.update(progress(10, null), 1000)).toMatchObject({ percent: null, etaSeconds: null });
    expect(new ProgressMeter().update(progress(5, 10), 0).etaSeconds).toBeNull();
    expect(meter.update(progress(0, 0), 2000).percent).toBe(100);
  });
});

import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import { rewoundRecords, type Sighting } from "../../../src/sync/restored.ts";

const at = (minute: number) => `202603101${String(minute).padStart(3, "0")}00`.slice(0, 14) as Modtime;
const FRESH = at(500);

/** Records stamped in these minutes, newest first, and what they are now: a minute, "gone", or nobody can tell. */
function sightings(...pairs: readonly (readonly [number, number | "gone" | "unknown"])[]): Sighting[] {
  return pairs.map(([before, now], seq) => ({
    table: "name" as TableName,
    seq,
    modtime: at(before),
    now: now === "gone" ? null : now === "unknown" ? undefined : at(now),
    fresh: FRESH,
  }));
}

describe("the newest records speak for a document that was put back", () => {
  test("when three in a row are gone or older, two of them older", () => {
    expect(rewoundRecords(sightings([90, "gone"], [80, 10], [70, 20], [60, 60]))).toBe(3);
    expect(rewoundRecords(sightings([90, 20], [80, 20], [70, 20], [60, 10], [50, "gone"]))).toBe(5);
  });
  test("also when people edited some of them since, or some cannot be read", () => {
    expect(rewoundRecords(sightings([90, 510], [80, 10], [75, "unknown"], [70, "gone"], [65, 10], [60, 60]))).toBe(3);
  });
  test("not when they are merely gone, even if a slow clock stamped one that is left", () => {
    expect(rewoundRecords(sightings([90, "gone"], [80, "gone"], [70, "gone"], [65, 10], [60, 60]))).toBe(0);
    expect(rewoundRecords(sightings([90, "gone"], [80, "gone"], [70, "gone"], [60, 60]))).toBe(0);
  });
  test("not when one of the newest is as it was, or newer", () => {
    expect(rewoundRecords(sightings([90, 90], [80, 10], [70, 10], [60, 10]))).toBe(0);
    expect(rewoundRecords(sightings([90, 10], [80, 85], [70, 10], [60, 10]))).toBe(0);
  });
  test("not when they are fewer than three, unless fewer are asked for", () => {
    expect(rewoundRecords(sightings([90, 10], [80, 10], [70, 70]))).toBe(0);
    expect(rewoundRecords(sightings([90, 10], [80, 10], [70, 70]), 1)).toBe(2);
    expect(rewoundRecords([])).toBe(0);
  });
  test("not when a slow clock stamped them again since the last look", () => {
    expect(rewoundRecords(sightings([900, 510], [890, 520], [880, 530], [60, 60]))).toBe(0);
  });
});

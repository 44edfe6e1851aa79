import { describe, expect, test } from "bun:test";
import { BLANK_MODTIME, type Modtime } from "../../../../src/domain/ids.ts";
import { learnLateness, type MetStamp } from "../../../../src/sync/clock/late-records.ts";
import { shiftModtime } from "../../../../src/sync/modtime.ts";

const MARKER = "20260311090000" as Modtime;
const OVERLAP = 60;

/** A record stamped so many seconds before the marker, and what staging had of it. */
function met(seconds: number, before: Modtime | null = null): MetStamp {
  return { stamp: shiftModtime(MARKER, -seconds), before };
}
const learn = (...stamps: MetStamp[]) => learnLateness(MARKER, OVERLAP, stamps);

describe("how late records appear is learned", () => {
  test("from the most belated one that a poll has passed", () => {
    expect(learn(met(61), met(300), met(120))).toEqual({ seconds: 300, beyond: 0 });
  });
  test("not from records that the next poll would have met", () => {
    expect(learn(met(60), met(0), met(-500))).toEqual({ seconds: 0, beyond: 0 });
  });
  test("from a record that was known with an earlier stamp, not from one whose stamp stayed or went back", () => {
    const older = shiftModtime(MARKER, -9999);
    expect(learn(met(300, older)).seconds).toBe(300);
    expect(learn(met(300, shiftModtime(MARKER, -300))).seconds).toBe(0);
    expect(learn(met(300, shiftModtime(MARKER, -100))).seconds).toBe(0);
  });
  test("not from records that staging has from git alone", () => {
    expect(learn(met(300, BLANK_MODTIME)).seconds).toBe(0);
  });
  test("up to a day; what is later is counted only", () => {
    expect(learn(met(86_400), met(86_401), met(9_000_000))).toEqual({ seconds: 86_400, beyond: 2 });
  });
  test("from nothing when nothing was met", () => expect(learn()).toEqual({ seconds: 0, beyond: 0 }));
});

import { describe, expect, test } from "bun:test";
import type { Modtime } from "../../../../src/domain/ids.ts";
import { compareSamples } from "../../../../src/sync/clock/compare-samples.ts";
import { reachOf } from "../../../../src/sync/clock/sample.ts";
import { shiftModtime } from "../../../../src/sync/modtime.ts";
import { type Asking, ClockModel, type ClockModelOptions, instantly, type Jump } from "../../../support/clock-model.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OVERLAP = 60;

/** Two samples ten minutes apart, unless told otherwise. */
function compare(options: ClockModelOptions, first: Asking = instantly(0), second: Asking = instantly(10 * MINUTE)) {
  const model = new ClockModel(options);
  const previous = model.sample(first);
  const now = model.sample(second);
  const comparison = compareSamples(previous, now);
  const events = comparison.events.map(({ kind, shift }) => [kind, shift]);
  const ago = (modtime: Modtime | null) => (modtime === null ? null : before(previous.local, modtime));
  return { ...comparison, events, previous, now, reach: ago(reachOf(comparison, previous, OVERLAP)) };
}

/** Seconds from `modtime` to `local`. */
function before(local: Modtime, modtime: Modtime): number {
  for (let seconds = -100; seconds < 30 * 86_400; seconds++)
    if (shiftModtime(local, -seconds) === modtime) return seconds;
  throw new Error("too far apart");
}

const step = (by: number, at = MINUTE): Jump => ({ at, by, kind: "step" });
const zone = (by: number, at = MINUTE): Jump => ({ at, by, kind: "zone" });

describe("two samples of an undisturbed clock", () => {
  test("tell nothing, ask for nothing", () => {
    expect(compare({})).toMatchObject({ events: [], shift: 0, tolerance: 2.12, pollFrom: null, reach: null });
  });
  test("allow for slow answers: half of each bracket", () => {
    const slow: Asking = { asked: 0, read: 8000, answered: 8000 };
    const later: Asking = { asked: 10 * MINUTE, read: 10 * MINUTE, answered: 10 * MINUTE + 4000 };
    expect(compare({}, slow, later)).toMatchObject({ events: [], pollFrom: null, reach: null });
  });
  test("after a week allow for 121 s of drift, and let polls look back that far", () => {
    const week = instantly(7 * DAY);
    const { tolerance, events, pollFrom, reach } = compare({ rate: 1 - 190e-6 }, instantly(0), week);
    expect({ events, pollFrom }).toEqual({ events: [], pollFrom: null });
    expect(Math.floor(tolerance)).toBe(122);
    expect(reach).toBeGreaterThan(115);
    expect(compare({}, instantly(0), instantly(DAY)).reach).toBeNull();
  });
  test("do not mind that the host's wall clock was set", () => {
    for (const by of [-7200, 7200]) {
      expect(compare({ wall: { at: MINUTE, by } })).toMatchObject({ events: [], pollFrom: null, reach: null });
    }
  });
});

describe("a clock that was set back", () => {
  test("is a step, and polls ask from where it may have been set to right after the last sample", () => {
    const { events, reach, shift } = compare({ jumps: [step(-3601)] });
    expect({ events, reach, shift }).toEqual({ events: [["step", -3601]], reach: 3602, shift: -3601 });
  });
  test("is found although host and server are one machine and step together", () => {
    expect(compare({ jumps: [step(-3601)], wall: { at: MINUTE, by: -3601 } }).events).toEqual([["step", -3601]]);
  });
  test("by less than the overlap is told too, so that several such add up", () => {
    expect(compare({ jumps: [step(-30)] })).toMatchObject({ events: [["step", -30]], reach: 31 });
  });
  test("is proven by an earlier time, however long the answers took", () => {
    const slow: Asking = { asked: 0, read: 0, answered: 60_000 };
    const { events, tolerance, reach } = compare({ jumps: [step(-75, 30_000)] }, slow, instantly(70_000));
    expect(tolerance).toBeGreaterThan(30);
    expect(events).toEqual([["step", -45]]);
    expect(reach).toBeGreaterThanOrEqual(75);
  });
});

describe("a change of zone", () => {
  test.each([-3600, 3600, -1800, 13 * -3600])("by %p s is told apart from a step by the server's UTC", (by) => {
    const { events, pollFrom } = compare({ jumps: [zone(by)] });
    expect(events).toEqual([["zone", by]]);
    expect(pollFrom !== null).toBe(by < 0);
  });
  test.each([
    [-3600, "zone"],
    [-1800, "zone"],
    [2700, "zone"],
    [-900, "step"],
    [-3000, "step"],
    [-27 * 3600, "step"],
  ] as const)("by %p s looks like a %s where the server does not tell its UTC", (by, kind) => {
    expect(compare({ jumps: [step(by)], tellsUtc: false }).events).toEqual([[kind, by]]);
  });
  test("that is a step of the server's UTC too is a step", () => {
    expect(compare({ jumps: [step(-3600)] }).events).toEqual([["step", -3600]]);
  });
  test.each([
    [-3600, 3600, 3601],
    [-3600, -100, 3701],
    [3600, -100, 101],
    [-3600, 7200, 3601],
  ])(
    "by %p s and a step by %p s at once are two events, and polls reach over both in either order",
    (by, stepBy, reach) => {
      for (const [first, second] of [
        [MINUTE, 2 * MINUTE],
        [2 * MINUTE, MINUTE],
      ] as const) {
        const found = compare({ jumps: [zone(by, first), step(stepBy, second)] });
        expect(found.events).toEqual([
          ["zone", by],
          ["step", stepBy],
        ]);
        expect(found.reach).toBe(reach);
      }
    },
  );
});

describe("a clock that was set forward", () => {
  test("is told, and nothing has to be asked for", () => {
    expect(compare({ jumps: [step(7200)] })).toMatchObject({ events: [["step", 7200]], pollFrom: null, reach: null });
  });
});

describe("a host that was started anew", () => {
  const reboot = 5 * MINUTE;
  test("vouches for nothing, and that is an event", () => {
    expect(compare({ reboot })).toMatchObject({ events: [["restart", 0]], pollFrom: null, reach: null });
  });
  test("still makes polls reach back where its wall clock speaks for a step", () => {
    const { events, reach } = compare({ reboot, jumps: [step(-300)] });
    expect({ events, reach }).toEqual({ events: [["restart", 0]], reach: 301 });
  });
  test("knows a change of zone for sure", () => {
    const { events, reach } = compare({ reboot, jumps: [zone(-3600)] });
    expect({ events, reach }).toEqual({
      events: [
        ["restart", 0],
        ["zone", -3600],
      ],
      reach: 3601,
    });
  });
  test("takes an earlier time for proof, and the time since its start for the least that passed", () => {
    const by = -2 * 3600;
    const jumps = [step(by, reboot)];
    const { events, reach } = compare({ reboot, jumps, wall: { at: reboot, by } });
    expect(events).toEqual([["restart", by + 300]]);
    // One machine: nobody edits while it is off, so the deepest stamp is that of its start.
    expect(reach).toBeGreaterThanOrEqual(7200 - 300);
  });
  test("whose wall clock went back alone is not taken for a server that jumped", () => {
    const wall = { at: reboot, by: -86_400 };
    expect(compare({ reboot, wall })).toMatchObject({ events: [["restart", 0]], pollFrom: null, reach: null });
  });
});

test("a time since boot that ran backwards is as good as a restart", () => {
  const model = new ClockModel();
  const previous = model.sample(instantly(0));
  const now = { ...model.sample(instantly(HOUR)), monotonic: 0 };
  expect(compareSamples(previous, now).events.map(({ kind }) => kind)).toEqual(["restart"]);
});

test("events carry both times, the run and the host's time of the sample that showed them", () => {
  const model = new ClockModel({ jumps: [step(-120)] });
  const [previous, now] = [model.sample(instantly(0)), model.sample(instantly(10 * MINUTE))];
  expect(compareSamples(previous, now).events).toEqual([
    { at: now.at, run: now.run, kind: "step", shift: -120, before: previous.local, after: now.local },
  ]);
});

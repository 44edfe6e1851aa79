import { describe, expect, test } from "bun:test";
import { whySweep } from "../../../src/app/due-sweep.ts";
import type { Modtime, RunId } from "../../../src/domain/ids.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import type { ClockEvent } from "../../../src/domain/ports/staging-clock.ts";
import { noteSweep, sweepBegins } from "../../../src/sync/last-sweep.ts";

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 2, 10, 12);

function event(run: string): ClockEvent {
  const [before, after] = ["20260310120000", "20260310110000"] as Modtime[];
  return {
    at: NOON,
    run: run as RunId,
    kind: "step",
    shift: -3600,
    before: before as Modtime,
    after: after as Modtime,
  };
}

/** A staging that knows settings, clock events and whether there is a halt. */
function staging({ events = [] as ClockEvent[], halted = false, mirrored = true } = {}) {
  const settings = new Map<string, string>();
  return {
    events,
    clockEvents: () => events,
    halt: () => (halted ? { code: "x", message: "", hint: "", at: 0 } : null),
    lastCommit: () => (mirrored ? {} : null),
    setting: (name: string) => settings.get(name) ?? null,
    setSetting: (name: string, value: string) => void settings.set(name, value),
  } as unknown as Staging & { events: ClockEvent[] };
}

function swept(at: number, options = {}) {
  const known = staging(options);
  noteSweep(known, sweepBegins(known, at));
  return known;
}

describe("a sweep is due", () => {
  test("when the last one was long enough ago, and not before", () => {
    expect(whySweep(swept(NOON), { now: NOON + DAY - 1, every: DAY })).toBeNull();
    expect(whySweep(swept(NOON), { now: NOON + DAY, every: DAY })).not.toBeNull();
  });
  test("when this host's clock was set back behind it", () => {
    expect(whySweep(swept(NOON), { now: NOON - 1, every: DAY })).not.toBeNull();
  });
  test("when there was none, once there is a mirror", () => {
    expect(whySweep(staging(), { now: NOON, every: DAY })).not.toBeNull();
    expect(whySweep(staging({ mirrored: false }), { now: NOON, every: DAY })).toBeNull();
  });
  test("after each event of the server's clock, once, even when no sweep is scheduled", () => {
    const known = swept(NOON, { events: [event("first")] });
    expect(whySweep(known, { now: NOON, every: null })).toBeNull();
    known.events.unshift(event("second"));
    expect(whySweep(known, { now: NOON, every: null })).toContain("step");
    noteSweep(known, sweepBegins(known, NOON));
    expect(whySweep(known, { now: NOON, every: null })).toBeNull();
  });
  test("never by time alone when it is off, and never while a halt stands", () => {
    expect(whySweep(swept(NOON), { now: NOON + 99 * DAY, every: null })).toBeNull();
    expect(whySweep(swept(NOON, { halted: true }), { now: NOON + 99 * DAY, every: DAY })).toBeNull();
  });
});

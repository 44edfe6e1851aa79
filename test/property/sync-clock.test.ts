import { expect, test } from "bun:test";
import fc from "fast-check";
import { compareSamples } from "../../src/sync/clock/compare-samples.ts";
import { reachOf } from "../../src/sync/clock/sample.ts";
import { shiftModtime } from "../../src/sync/modtime.ts";
import { type Asking, ClockModel, type ClockModelOptions, type Jump } from "../support/clock-model.ts";

const runs = {
  numRuns: Number(process.env.TIDEMARK_TEST_RUNS ?? 1) * 400,
  seed: Number(process.env.TIDEMARK_TEST_SEED ?? 20260311),
};

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** A question asked at `start`: how long the way there, the way back and a look at the host's own clocks take, ms. */
const anyDelays = fc.tuple(fc.nat(20_000), fc.nat(20_000), fc.nat(5000));

function asking(start: number, [there, back, look]: readonly [number, number, number]): Asking {
  const read = start + there;
  return { asked: start, read, answered: read + back, looked: read + back + look };
}

const anyShift = fc.oneof(
  fc.integer({ min: -30 * 86_400, max: 30 * 86_400 }),
  fc.integer({ min: -200, max: 200 }),
  fc.constantFrom(-3600, 3600, -1800, 1800, 13 * 3600, -86_400),
);
const anyZoneShift = fc.integer({ min: -52, max: 52 }).map((quarters) => quarters * 900);

interface Gap {
  readonly first: Asking;
  readonly second: Asking;
  /** Moments between the two readings of the server's clock, as shares of the gap. */
  readonly edits: readonly number[];
}

const anyGap: fc.Arbitrary<Gap> = fc
  .tuple(anyDelays, anyDelays, fc.oneof(fc.integer({ min: 1, max: 3_600_000 }), fc.integer({ min: 1, max: 30 * DAY })))
  .chain(([one, two, length]) => {
    const first = asking(0, one);
    const second = asking((first.looked ?? 0) + length, two);
    return fc.record({
      first: fc.constant(first),
      second: fc.constant(second),
      edits: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
    });
  });

const anyClock = fc.record({
  rate: fc.double({ min: 1 - 199e-6, max: 1 + 199e-6, noNaN: true }),
  fraction: fc.nat(999),
  tellsUtc: fc.boolean(),
  wall: fc.option(fc.record({ at: fc.nat(DAY), by: fc.integer({ min: -100_000, max: 100_000 }) })),
});

/** Where a poll begins that knows of the jump, against the stamp of every edit between the samples. */
function expectCovered(options: ClockModelOptions, { first, second, edits }: Gap, overlap: number): void {
  const model = new ClockModel(options);
  const [previous, now] = [model.sample(first), model.sample(second)];
  // The bracket is told by time since boot when the host's clock was set in it (trustedBracket); here it is left alone.
  const since = reachOf(compareSamples(previous, now), previous, overlap) ?? shiftModtime(previous.local, -overlap);
  const jumps = options.jumps ?? [];
  const moments = [first.read + 1e-3, ...edits.map((share) => first.read + share * (second.read - first.read))];
  for (const time of [...moments, ...jumps.flatMap(({ at }) => [at - 1e-3, at + 1e-3])]) {
    if (time <= first.read || time > second.read) continue;
    const stamp = model.stamp(time);
    expect({ time, stamp, since, covered: stamp >= since }).toEqual({ time, stamp, since, covered: true });
  }
}

function between({ first, second }: Gap, share: number): number {
  return first.read + share * (second.read - first.read);
}

/** The host's clock is set only while no question is under way. */
function calm(options: ClockModelOptions, { first, second }: Gap): ClockModelOptions {
  const at = options.wall?.at ?? -1;
  return at > (first.looked ?? 0) && at < second.asked ? options : { ...options, wall: null };
}

const share = fc.double({ min: 0, max: 0.99, noNaN: true });

test("whenever the clock jumps between two samples, no edit's stamp lies before what polls then ask for", () => {
  fc.assert(
    fc.property(anyGap, anyClock, fc.tuple(share, anyShift), fc.nat(300), (gap, clock, [at, by], overlap) => {
      const jump: Jump = { at: between(gap, at), by, kind: "step" };
      expectCovered(calm({ ...clock, jumps: [jump] }, gap), gap, overlap);
    }),
    runs,
  );
});

test("a zone and a step at once are covered in either order, where the server tells its UTC", () => {
  fc.assert(
    fc.property(
      anyGap,
      anyClock,
      fc.tuple(share, share, anyZoneShift, anyShift),
      (gap, clock, [zoneAt, stepAt, zone, step]) => {
        const jumps: Jump[] = [
          { at: between(gap, zoneAt), by: zone, kind: "zone" },
          { at: between(gap, stepAt), by: step, kind: "step" },
        ];
        // A step too small to be told from an error of measurement is the overlap's business.
        const tiny = Math.abs(step) <= 2 * 122 + 90;
        if (!tiny) expectCovered(calm({ ...clock, jumps, tellsUtc: true }, gap), gap, 0);
      },
    ),
    runs,
  );
});

test("a clock that is set forward is told and widens nothing", () => {
  fc.assert(
    fc.property(anyGap, anyClock, share, fc.integer({ min: 5, max: 10_000_000 }), (gap, clock, at, by) => {
      const options = calm({ ...clock, jumps: [{ at: between(gap, at), by, kind: "step" }] }, gap);
      const model = new ClockModel(options);
      const comparison = compareSamples(model.sample(gap.first), model.sample(gap.second));
      // Drift may eat as much of it as the tolerance allows.
      if (by <= 2 * comparison.tolerance) return;
      expect(comparison.pollFrom).toBeNull();
      expect(comparison.events.length).toBe(1);
      expectCovered(options, gap, 0);
    }),
    runs,
  );
});

test("an undisturbed clock is never accused, however it drifts and however slow the answers are", () => {
  fc.assert(
    fc.property(anyGap, anyClock, (gap, clock) => {
      const model = new ClockModel(calm(clock, gap));
      const { events, pollFrom, shift, tolerance } = compareSamples(model.sample(gap.first), model.sample(gap.second));
      expect({ events, pollFrom, shift, tolerance }).toEqual({ events: [], pollFrom: null, shift, tolerance });
    }),
    runs,
  );
});

test("a host that was started anew covers a step as well, as long as its own wall clock was let alone", () => {
  fc.assert(
    fc.property(anyGap, anyClock, fc.tuple(share, anyShift), share, (gap, clock, [at, by], rebooted) => {
      const [from, to] = [gap.first.looked ?? 0, gap.second.asked];
      const reboot = from + rebooted * (to - from);
      const jump: Jump = { at: between(gap, at), by, kind: "step" };
      expectCovered({ ...clock, wall: null, reboot, jumps: [jump] }, gap, 0);
    }),
    runs,
  );
});

test("polls reach no further back than needed: one second less would miss an edit right after the last sample", () => {
  fc.assert(
    fc.property(
      anyDelays,
      anyDelays,
      fc.integer({ min: 1, max: 14 * DAY }),
      fc.integer({ min: -10_000_000, max: -1000 }),
      (one, two, length, by) => {
        // The worst that the bounds allow: read at once and answered late, then the reverse, by a clock as fast as bearable.
        const begin = { asked: 0, read: 0, answered: one[0] * 2, looked: one[0] * 2 };
        const end = begin.looked + length;
        const second = { asked: end, read: end + two[0] * 2, answered: end + two[0] * 2, looked: end + two[0] * 2 };
        const middle = (sample: Asking) => (sample.asked + sample.answered) / 2;
        const elapsed = middle(second) - middle(begin);
        const local = elapsed * (1 + 200e-6) + one[0] + two[0];
        const rate = local / second.read;
        // The second reading falls on a whole second of the server's.
        const fraction = (SECOND - (local % SECOND)) % SECOND;
        const model = new ClockModel({ rate, fraction, jumps: [{ at: 1e-6, by, kind: "step" }] });
        const { pollFrom } = compareSamples(model.sample(begin), model.sample(second));
        if (pollFrom === null) throw new Error("nothing was noticed");
        const stamp = model.stamp(2e-6);
        // The same second, but for the rounding of a microsecond.
        expect([pollFrom, shiftModtime(pollFrom, 1)]).toContain(stamp);
      },
    ),
    runs,
  );
});

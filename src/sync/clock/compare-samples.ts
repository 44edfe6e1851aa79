import type { Modtime } from "../../domain/ids.ts";
import type { ClockEvent, ClockSample } from "../../domain/ports/staging-clock.ts";
import { earlierOf, modtimeMillis, shiftModtime } from "../modtime.ts";
import { type Elapsed, elapsedBetween, leastElapsed } from "./elapsed.ts";
import { asZoneShift, zoneShift } from "./zone.ts";

/** What two samples of the server's clock say about the time between them. Shifts in seconds, negative: back. */
export interface ClockComparison {
  /** What happened, none when all is as it should be. */
  readonly events: readonly ClockEvent[];
  /** How far the local clock is from where the time that passed would have brought it, zone and steps together. */
  readonly shift: number;
  /** Smaller shifts are no evidence of anything: readings are whole seconds, answers take time, clocks drift. */
  readonly tolerance: number;
  /**
   * No edit since `previous` carries an earlier stamp, if the clock was set at most once and its zone changed at most once.
   * One second later would be too late for an edit right after `previous`.
   */
  readonly earliest: Modtime;
  /** `earliest` when the clock went back, else null. */
  readonly pollFrom: Modtime | null;
}

/** Seconds; what the events are made of. */
interface Jumps {
  readonly zone: number;
  readonly step: number;
  /** Whether `step` is more than an error of measurement. */
  readonly stepped: boolean;
  /** The local time is earlier than before, the zone apart. That needs no measure of the time that passed. */
  readonly wentBack: boolean;
}

/** @param previous the newest sample before `now` */
export function compareSamples(previous: ClockSample, now: ClockSample): ClockComparison {
  const moved = (modtimeMillis(now.local) - modtimeMillis(previous.local)) / 1000;
  const zone = zoneShift(previous, now);
  const wentBack = moved - zone < 0;
  const elapsed = atLeast(wentBack ? leastElapsed(previous, now) : 0, elapsedBetween(previous, now));
  const shift = moved - elapsed.seconds;
  const tolerance = 2 + elapsed.error;
  const step = shift - zone;
  const jumps = { zone, step, stepped: wentBack || Math.abs(step) > tolerance, wentBack };
  const earliest = earliestStamp({ previous, now, elapsed, jumps });
  const back = zone < 0 || (jumps.stepped && step < 0);
  const utcKnown = previous.utc !== null && now.utc !== null;
  const events = (elapsed.vouched ? jumped(jumps, utcKnown ? null : tolerance) : restarted(jumps)).map(
    (event): ClockEvent => ({ at: now.at, run: now.run, ...event, before: previous.local, after: now.local }),
  );
  return { events, shift, tolerance, earliest, pollFrom: back ? earliest : null };
}

type Event = Pick<ClockEvent, "kind" | "shift">;

/** @param guessing the tolerance when the server's UTC is not known, so that a change of zone looks like a step; else null */
function jumped({ zone, step, stepped }: Jumps, guessing: number | null): Event[] {
  const likeZone = guessing === null ? null : asZoneShift(step, guessing);
  const events: Event[] = zone === 0 ? [] : [{ kind: "zone", shift: zone }];
  if (!stepped) return events;
  return [...events, likeZone === null ? { kind: "step", shift: Math.round(step) } : { kind: "zone", shift: likeZone }];
}

/** Nothing measured the time between, so only what is proven without it counts as a shift. */
function restarted({ zone, step, wentBack }: Jumps): Event[] {
  const restart: Event = { kind: "restart", shift: wentBack ? Math.round(step) : 0 };
  return zone === 0 ? [restart] : [restart, { kind: "zone", shift: zone }];
}

/**
 * After the last jump the clock ran evenly up to `now`; a jump forward may have come last, so that edits before it
 * lie by so much deeper.
 */
function earliestStamp({
  previous,
  now,
  elapsed,
  jumps,
}: {
  readonly previous: ClockSample;
  readonly now: ClockSample;
  readonly elapsed: Elapsed;
  readonly jumps: Jumps;
}): Modtime {
  const forward = Math.max(0, jumps.zone) + (jumps.stepped ? Math.max(0, jumps.step) : 0);
  const depth = Math.ceil(elapsed.seconds + elapsed.error + forward);
  return earlierOf(previous.local, shiftModtime(now.local, -depth));
}

function atLeast(seconds: number, elapsed: Elapsed): Elapsed {
  return { ...elapsed, seconds: Math.max(seconds, elapsed.seconds) };
}

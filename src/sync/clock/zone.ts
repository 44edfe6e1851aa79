import type { ClockSample } from "../../domain/ports/staging-clock.ts";
import { modtimeMillis } from "../modtime.ts";

/** Every zone in use is a whole number of these from UTC. */
const STEP = 15 * 60;
/** The smallest change that summer time makes, and the largest that any journey does. */
const LEAST = 30 * 60;
const MOST = 26 * 3600;

/** Seconds by which the server's local time is ahead of its UTC, to the quarter hour; null when it does not tell its UTC. */
export function zoneOffset({ local, utc }: Pick<ClockSample, "local" | "utc">): number | null {
  return utc === null ? null : Math.round((modtimeMillis(local) - utc) / 1000 / STEP) * STEP;
}

/** Seconds by which the server's zone changed; 0 where that cannot be told. */
export function zoneShift(previous: ClockSample, now: ClockSample): number {
  const before = zoneOffset(previous);
  const after = zoneOffset(now);
  return before === null || after === null ? 0 : after - before;
}

/** The change of zone that a shift looks like, where the server's UTC is not known; null: none. Seconds. */
export function asZoneShift(shift: number, tolerance: number): number | null {
  const nearest = Math.round(shift / STEP) * STEP;
  const fits = Math.abs(shift - nearest) <= tolerance && tolerance < STEP / 2;
  return fits && Math.abs(nearest) >= LEAST && Math.abs(nearest) <= MOST ? nearest : null;
}

import { BLANK_MODTIME, type Modtime } from "../domain/ids.ts";

/**
 * `modtime` shifted by whole seconds on its own wall clock: plain calendar arithmetic, no zone and no daylight saving,
 * since a modtime carries neither. Never before MoneyWorks' blank timestamp.
 */
export function shiftModtime(modtime: Modtime, seconds: number): Modtime {
  const shifted = formatModtime(modtimeMillis(modtime) + seconds * 1000);
  return laterOf(shifted, BLANK_MODTIME);
}

/** The wall-clock reading as if it were UTC, in milliseconds: only differences mean anything. */
export function modtimeMillis(modtime: Modtime): number {
  const part = (from: number, to: number) => Number(modtime.slice(from, to));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
}

function formatModtime(millis: number): Modtime {
  return new Date(millis).toISOString().slice(0, 19).replace(/[-T:]/g, "") as Modtime;
}

export function laterOf(a: Modtime, b: Modtime): Modtime {
  return a > b ? a : b;
}

export function earlierOf(a: Modtime, b: Modtime): Modtime {
  return a < b ? a : b;
}

/** From values to places, linear. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Places of `from` and `to`. */
  readonly start: number;
  readonly end: number;
}

export function place({ from, to, start, end }: Scale, value: number): number {
  return to === from ? start : start + ((value - from) / (to - from)) * (end - start);
}

export function valueAt({ from, to, start, end }: Scale, at: number): number {
  return end === start ? from : from + ((at - start) / (end - start)) * (to - from);
}

const NICE = [1, 2, 2.5, 5, 10];

/** Values that differ by less than this share of themselves are shown with as much room around them. */
const FLAT = 0.02;

/** Round numbers that cover the values, about so many steps: from zero, or from near the least where that is far from it. */
export function niceTicks(least: number, most: number, steps: number): number[] {
  const isFar = least > 0 && most - least < most / 4;
  const room = isFar ? Math.max(0, most * FLAT - (most - least)) / 2 : 0;
  const [low, high] = isFar ? [least - room, most + room] : [0, most];
  const rough = Math.max(high - low, 1e-9) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (NICE.find((nice) => nice * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step) * step;
  const count = Math.max(1, Math.ceil((high - first) / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, at) => Number((first + at * step).toPrecision(12)));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIME_STEPS = [1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE);
const LONG_STEPS = [HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 91 * DAY];

/** Times that people would choose, in the zone that is so many minutes ahead of UTC, at most so many. */
export function timeTicks(from: number, to: number, most: number, zoneMinutes: number): number[] {
  const step = [...TIME_STEPS, ...LONG_STEPS].find((each) => (to - from) / each <= most) ?? 365 * DAY;
  const zone = zoneMinutes * MINUTE;
  const first = Math.ceil((from + zone) / step) * step - zone;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, at) => first + at * step);
}

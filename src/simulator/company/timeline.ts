import type { Rng } from "./random.ts";

const DAY_MS = 86_400_000;
const OPENING = 8 * 3600;
const WORKING_SECONDS = 34_200;
/** Due dates run past the last day. */
const AHEAD = 100;

/** The years in which the company worked: day 0 is the first. All stamps are local wall clock, in opening hours. */
export interface Timeline {
  readonly days: number;
  /** `YYYYMMDD` of a day; days before the first are the first. */
  date(day: number): string;
  /** `YYYYMMDDHHMMSS` at `position`, 0 to below 1, of the whole time: never falls as `position` rises. */
  stampAt(position: number): string;
  /** The day at `position`. */
  dayAt(position: number): number;
  /** Any stamp of the whole time. */
  anyStamp(rng: Rng): string;
  /** One of a few seconds in which a bulk action stamped many rows at once (observed when printing). */
  bulkStamp(rng: Rng): string;
}

/** @param from @param until first and last day, `YYYYMMDD` */
export function timeline(from: string, until: string): Timeline {
  const first = utcOf(from);
  const days = Math.max(1, Math.round((utcOf(until) - first) / DAY_MS) + 1);
  const dates = Array.from({ length: days + AHEAD }, (_, day) => dateText(first + day * DAY_MS));
  const date = (day: number) => dates[Math.min(Math.max(day, 0), dates.length - 1)] ?? from;
  const dayAt = (position: number) => Math.min(days - 1, Math.floor(position * days));
  const stampAt = (position: number) => {
    const day = dayAt(position);
    return date(day) + timeText(OPENING + Math.floor((position * days - day) * WORKING_SECONDS));
  };
  return {
    days,
    date,
    dayAt,
    stampAt,
    anyStamp: (rng) => stampAt(rng.int(1_000_000) / 1_000_000),
    bulkStamp: (rng) => `${date(Math.floor(((rng.int(6) + 1) * (days - 1)) / 6))}174500`,
  };
}

function utcOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
}

function dateText(utc: number): string {
  return new Date(utc).toISOString().slice(0, 10).replaceAll("-", "");
}

function timeText(second: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return two(Math.floor(second / 3600)) + two(Math.floor(second / 60) % 60) + two(second % 60);
}

/** MoneyWorks' period number: 100 × year index + period (manual). The year begins in April; March 2025 is 1312. */
export function periodOf(date: string): number {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(4, 6))];
  return month > 3 ? (year - 2011) * 100 + month - 3 : (year - 2012) * 100 + month + 9;
}

/** The twentieth of the month after: terms of -20. */
export function twentiethOfNextMonth(date: string): string {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(4, 6))];
  return month === 12 ? `${year + 1}0120` : `${year}${String(month + 1).padStart(2, "0")}20`;
}

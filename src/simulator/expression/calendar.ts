import type { Locale } from "./scope.ts";
import { BLANK_DATE } from "./value.ts";

const DAY_MS = 86_400_000;
/** MoneyWorks' blank date is the first day of its calendar, so numbers count from there (inferred). */
const EPOCH = Date.UTC(1904, 0, 1);
const LOCALE_DATE = /^\s*(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})\s*$/;

/** Days since 1904-01-01 of a `YYYYMMDD` date. */
export function dayNumber(date: string): number {
  return Math.round((utcOf(date) - EPOCH) / DAY_MS);
}

/** Seconds of local wall clock since 1904-01-01 of a `YYYYMMDDHHMMSS` timestamp. */
export function secondNumber(timestamp: string): number {
  return Math.round((utcOf(timestamp) - EPOCH) / 1000);
}

/** `YYYYMMDD` of a day number; a day outside the years 1904–9999 is the blank date. */
export function dateOfDay(day: number): string {
  return digitsOf(EPOCH + Math.trunc(day) * DAY_MS).slice(0, 8);
}

/** `YYYYMMDDHHMMSS` of a number of seconds since 1904-01-01. */
export function timestampOfSecond(second: number): string {
  return digitsOf(EPOCH + Math.trunc(second) * 1000);
}

/** `YYYYMMDDHHMMSS` of milliseconds since 1970, as UTC. */
export function digitsOf(utc: number): string {
  if (!(utc > EPOCH && utc < Date.UTC(10_000, 0, 1))) return `${BLANK_DATE}000000`;
  return new Date(utc).toISOString().replace(/[-:T]|\..*$/g, "");
}

/** Milliseconds since 1970 of 8 or 14 digits, as UTC. */
export function utcOf(digits: string): number {
  const part = (from: number, to: number) => Number(digits.slice(from, to) || 0);
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
}

/** Whether 8 or 14 digits name a real day and time. */
export function isRealTime(digits: string): boolean {
  return digits.length <= 14 && digitsRoundTrip(digits.padEnd(14, "0"));
}

function digitsRoundTrip(digits: string): boolean {
  return digits === `${BLANK_DATE}000000` || digitsOf(utcOf(digits)) === digits;
}

/**
 * Reads a date as the server's system settings write it: day first in New Zealand, year first in South Africa.
 * Two-digit years below 70 are in this century (inferred).
 * @returns `YYYYMMDD`, or null when it is no date
 */
export function parseLocaleDate(text: string, locale: Locale): string | null {
  const match = LOCALE_DATE.exec(text);
  if (match === null) return null;
  const [, first = "", month = "", last = ""] = match;
  const [year, day] = locale === "za" ? [first, last] : [last, first];
  const digits = `${fullYear(year)}${month.padStart(2, "0")}${day.padStart(2, "0")}`;
  return /^\d{8}$/.test(digits) && isRealTime(digits) ? digits : null;
}

function fullYear(year: string): string {
  if (year.length > 2) return year;
  const number = Number(year);
  return String(number < 70 ? 2000 + number : 1900 + number);
}

/** `24/09/11` or `2025/06/08` (observed); the blank date is empty (inferred). */
export function displayDate(date: string, locale: Locale): string {
  if (date === BLANK_DATE) return "";
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)];
  return locale === "za" ? `${year}/${month}/${day}` : `${day}/${month}/${year.slice(2)}`;
}

/** `24/09/11 7:44:58 PM` (observed, New Zealand) or `2025/06/08 19:44:58` (South Africa, inferred). */
export function displayTimestamp(timestamp: string, locale: Locale): string {
  const date = displayDate(timestamp.slice(0, 8), locale);
  if (date === "") return "";
  const [hour, minute, second] = [timestamp.slice(8, 10), timestamp.slice(10, 12), timestamp.slice(12, 14)];
  if (locale === "za") return `${date} ${hour}:${minute}:${second}`;
  return `${date} ${Number(hour) % 12 || 12}:${minute}:${second} ${Number(hour) < 12 ? "AM" : "PM"}`;
}

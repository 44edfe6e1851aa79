import { fail, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import { isModtime, type Modtime } from "../domain/ids.ts";
import type { ServerTime } from "../domain/ports/source.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { Client, TextAnswer } from "./client.ts";
import { LOCAL_TIME, LOCAL_TIME_ROW, TIMESTAMP_LOCAL, TIMESTAMP_UTC } from "./expressions.ts";
import { compare, fieldName } from "./search.ts";

/**
 * How this server tells the time, best first: `Timestamp()` in local time and UTC · `DateToText(Time(),-7)` and the HTTP
 * date · the same expression in an export of one record · the HTTP date alone.
 */
export type TimeMethod =
  | { readonly kind: "timestamp" | "datetotext" | "date" }
  | { readonly kind: "export"; readonly schema: TableSchema };

/** The clock that is furthest behind: UTC−12. */
const EARLIEST_ZONE_MS = 12 * 3_600_000;

/** @throws `moneyworks.no-clock` and what the client throws */
export async function readServerTime(client: Client, method: TimeMethod, signal: AbortSignal): Promise<ServerTime> {
  switch (method.kind) {
    case "timestamp":
      return fromTimestamp(client, signal);
    case "datetotext":
      return fromText(await client.evaluate(LOCAL_TIME, signal));
    case "export":
      return fromExport(client, method.schema, signal);
    case "date":
      return fromDate(await client.version(signal));
  }
}

/** Two questions; the UTC answer is set back by the time that passed between the two answers. */
async function fromTimestamp(client: Client, signal: AbortSignal): Promise<ServerTime> {
  const local = await client.evaluate(TIMESTAMP_LOCAL, signal);
  const utc = await client.evaluate(TIMESTAMP_UTC, signal);
  const modtime = parseTimestamp(local.text);
  const millis = parseUtc(utc.text);
  if (modtime === null || millis === null) throw noClock();
  return bracketed(local, modtime, millis - (utc.answeredMonotonic - local.answeredMonotonic));
}

async function fromExport(client: Client, schema: TableSchema, signal: AbortSignal): Promise<ServerTime> {
  const search = compare(fieldName(schema, "sequencenumber"), ">", 0);
  return fromText(await client.exportText({ schema, search, after: 0, limit: 1 }, LOCAL_TIME_ROW, signal));
}

function fromText(answer: TextAnswer): ServerTime {
  const local = answer.text.trim();
  if (!isModtime(local)) throw noClock();
  return bracketed(answer, local, answer.date);
}

/**
 * Without a local time, the earliest that any zone shows is used: a marker that is bounded by it may be up to 26 hours
 * too early and never too late, so records are read again but none is missed.
 */
function fromDate(answer: TextAnswer): ServerTime {
  if (answer.date === null) throw noClock();
  return bracketed(answer, modtimeOf(answer.date - EARLIEST_ZONE_MS), answer.date);
}

function bracketed({ askedAt, answeredAt }: TextAnswer, local: Modtime, utc: number | null): ServerTime {
  return { local, utc, askedAt, answeredAt };
}

/** `2021-10-07 15:23:27.708` → `20211007152327`; null for anything else. */
export function parseTimestamp(text: string): Modtime | null {
  const match = /^\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?\s*$/.exec(text);
  const digits = match?.slice(1).join("") ?? "";
  return isModtime(digits) ? digits : null;
}

/** `2021-10-07T02:23:27.707Z` in milliseconds since 1970; null for anything else, a time without a zone included. */
export function parseUtc(text: string): number | null {
  if (!/^\s*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\s*$/.test(text)) return null;
  const millis = Date.parse(text.trim());
  return Number.isNaN(millis) ? null : millis;
}

/** A wall clock reading, given as if it were UTC, in 14 digits. */
export function modtimeOf(millis: number): Modtime {
  return new Date(millis).toISOString().slice(0, 19).replace(/[-T:]/g, "") as Modtime;
}

/** Seconds from `a` to `b` on one wall clock, without zones. */
export function secondsBetween(a: Modtime, b: Modtime): number {
  return (wallMillis(b) - wallMillis(a)) / 1000;
}

function wallMillis(modtime: Modtime): number {
  const [year, month, day, hour, minute, second] = [0, 4, 6, 8, 10, 12].map((from, index) =>
    Number(modtime.slice(from, from + (index === 0 ? 4 : 2))),
  ) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function noClock(): TidemarkError {
  return fail("moneyworks.no-clock");
}

import { seconds } from "./arithmetic.ts";
import {
  digitsOf,
  displayDate,
  displayTimestamp,
  isRealTime,
  parseLocaleDate,
  timestampOfSecond,
  utcOf,
} from "./calendar.ts";
import { toNumber, toText } from "./convert.ts";
import { ExpressionError } from "./error.ts";
import type { CallContext, Dialect, FunctionSpec } from "./function-spec.ts";
import type { Moment, Scope } from "./scope.ts";
import { BLANK_DATE, dateValue, numberValue, textValue, timestampValue, type Value } from "./value.ts";

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const never = () => false;

/** Functions about time (manual). TSZ_UTC and TSF_ISO8601 arrive as texts of their own lower-case names. */
export const TIME_FUNCTIONS: readonly (readonly [string, FunctionSpec])[] = [
  ["today", { min: 0, max: 0, isConstant: never, call: (_, { scope }) => dateValue(scope.now().local.slice(0, 8)) }],
  ["time", { min: 0, max: 0, isConstant: never, call: (_, { scope }) => timestampValue(scope.now().local) }],
  ["timeadd", { min: 2, max: 2, isConstant: isTimeFirst, call: ([time, shift]) => timeAdd(time, shift) }],
  ["timediff", { min: 2, max: 2, isConstant: isTimeFirst, call: ([a, b]) => numberValue(secondsOf(a) - secondsOf(b)) }],
  ["timestamp", { min: 0, max: 2, isConstant: never, call: timestamp }],
  ["texttodate", { min: 1, max: 2, isConstant: isDigits, call: textToDate }],
  ["datetotext", { min: 1, max: 2, isConstant: never, call: dateToText }],
];

function isTimeFirst(args: readonly Value[]): boolean {
  return args[0]?.kind === "timestamp" || args[0]?.kind === "date";
}

function secondsOf(value: Value | undefined): number {
  return value === undefined ? 0 : seconds(value);
}

function timeAdd(time: Value | undefined, shift: Value | undefined): Value {
  return timestampValue(timestampOfSecond(secondsOf(time) + (shift === undefined ? 0 : toNumber(shift))));
}

/** `2021-10-07 15:23:27.708` local, `2021-10-07T02:23:27.707Z` for (TSZ_UTC, TSF_ISO8601) (manual). */
function timestamp(args: readonly Value[], { scope }: CallContext): Value {
  const names = args.map((arg) => toText(arg, scope.locale).toLowerCase());
  const [zone = "", format = ""] = names;
  if ((zone !== "" && zone !== "tsz_utc") || (format !== "" && format !== "tsf_iso8601")) {
    throw new ExpressionError(`Timestamp does not take "${names.join(", ")}"`);
  }
  const text = isoText(scope.now(), zone === "tsz_utc");
  return textValue(format === "" ? text.replace("T", " ").replace("Z", "") : text);
}

function isoText({ local, millis, utc }: Moment, inUtc: boolean): string {
  if (inUtc) return utc.toISOString();
  return `${isoOf(local)}.${String(millis).padStart(3, "0")}`;
}

function isoOf(digits: string): string {
  return new Date(utcOf(digits)).toISOString().slice(0, 19);
}

/** Eight or fourteen digits mean the same in every locale and need no zone. */
function isDigits(args: readonly Value[]): boolean {
  const [text] = args;
  return text?.kind === "text" && /^(\d{8}|\d{14})$/.test(text.value);
}

/**
 * Reads 14 digits, 8 digits, ISO 8601 (with a zone: converted to local) or a date in the server's locale. The form
 * constant of the second argument adds nothing to these and is ignored; a text that is no date is the blank date (inferred).
 */
function textToDate([value]: readonly Value[], { scope, dialect }: CallContext): Value {
  if (value?.kind === "date" || value?.kind === "timestamp") return value;
  const text = value === undefined ? "" : toText(value, scope.locale).trim();
  return (
    digitsToDate(text, dialect) ??
    isoToDate(text, scope) ??
    dateValue(parseLocaleDate(text, scope.locale) ?? BLANK_DATE)
  );
}

function digitsToDate(text: string, dialect: Dialect): Value | null {
  if (!/^(\d{8}|\d{14})$/.test(text) || !isRealTime(text)) return null;
  if (text.length === 8) return dateValue(text);
  return dialect.fourteenDigits ? timestampValue(text) : null;
}

function isoToDate(text: string, scope: Scope): Value | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year = "", month = "", day = "", hour, minute = "", second = "", zone] = match;
  const digits = `${year}${month}${day}${hour ?? ""}${minute}${second}`;
  if (!isRealTime(digits)) return null;
  if (hour === undefined) return dateValue(digits);
  return timestampValue(zone === undefined ? digits : toLocal(digits, zone, scope.now()));
}

/** The server's offset of now: a moment on the other side of a daylight saving change comes out an hour off. */
function toLocal(digits: string, zone: string, { local, utc }: Moment): string {
  const offset = utcOf(local) - Math.floor(utc.getTime() / 1000) * 1000;
  return digitsOf(utcOf(digits) - zoneMillis(zone) + offset);
}

function zoneMillis(zone: string): number {
  if (zone.length === 1) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Forms -7 `YYYYMMDDHHMMSS`, -8 `YYYYMMDD`, -9 ISO 8601 (manual); any other form as the locale displays it. */
function dateToText([value, form]: readonly Value[], { scope }: CallContext): Value {
  const digits = value?.kind === "date" || value?.kind === "timestamp" ? value.value : BLANK_DATE;
  switch (form === undefined ? 0 : toNumber(form)) {
    case -7:
      return textValue(digits.padEnd(14, "0"));
    case -8:
      return textValue(digits.slice(0, 8));
    case -9:
      return textValue(isoOf(digits).slice(0, digits.length === 8 ? 10 : 19));
    default:
      return textValue(
        digits.length === 8 ? displayDate(digits, scope.locale) : displayTimestamp(digits, scope.locale),
      );
  }
}

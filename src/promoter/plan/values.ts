import { restoreText } from "../../canonical/protect.ts";
import type { Reason, ReasonCode } from "../../domain/promotion.ts";
import type { FieldSchema } from "../../domain/schema/schema.ts";
import { decimalForm, type NumberParts, numberParts, placesOf } from "../write/numbers.ts";

/** Smallest and largest whole number by storage type. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  byte: [-128, 255],
  short: [-32_768, 32_767],
  long: [-2_147_483_648, 2_147_483_647],
};
/** Digits that a double holds exactly, whichever they are. */
const MOST_DIGITS = 15;
/** Short codes hold a character more than their type's name says (`CII` in a `char2`, observed). */
const CODE_SIZES: Readonly<Record<string, number>> = { char2: 3, char4: 4 };
/** The year of MoneyWorks' blank date: it knows none before. */
const FIRST_YEAR = 1904;
const NO_DATE = /^19040101(?:000000)?$/;

/** Why a value cannot be put into a field, as far as its type tells; null when it can. Blank always can. */
export function valueFault(field: FieldSchema, value: string | null, path: string): Reason | null {
  if (value === null) return null;
  switch (field.kind) {
    case "N":
      return numberFault(field, value, path);
    case "B":
      return /^(0|1|true|false)$/i.test(value) ? null : wrongType(path, "0 or 1");
    case "D":
      return isDay(value, 8) ? null : wrongType(path, "a date written YYYYMMDD");
    case "S":
      return isDay(value, 14) ? null : wrongType(path, "a time written YYYYMMDDHHMMSS");
    default:
      return lengthFault(field, value, path);
  }
}

function numberFault(field: FieldSchema, value: string, path: string): Reason | null {
  const parts = numberParts(value);
  if (parts === null) return wrongType(path, "a number such as 1234.50");
  const places = placesOf(field);
  if (parts.fraction.length > places)
    return wrongType(path, places === 0 ? "a whole number" : `at most ${places} decimals`);
  return rangeFault(field, parts, path);
}

function rangeFault({ type }: FieldSchema, { whole, fraction, isNegative }: NumberParts, path: string): Reason | null {
  if (whole.length + fraction.length > MOST_DIGITS) return wrongType(path, `at most ${MOST_DIGITS} digits`);
  const [least, most] = RANGES[type] ?? [-Infinity, Infinity];
  const number = Number(whole) * (isNegative ? -1 : 1);
  return number >= least && number <= most ? null : wrongType(path, `a number from ${least} to ${most}`);
}

function lengthFault(field: FieldSchema, value: string, path: string): Reason | null {
  const size = CODE_SIZES[field.type] ?? field.size;
  if (size === 0 || value.length <= size) return null;
  const length = characters(restoreText(value).replaceAll("\r\n", "\r"));
  if (length <= size) return null;
  return reason("too-long", path, `${path} has ${length} characters; the field holds ${size}.`);
}

/** Of the text as MoneyWorks gets it; a character beyond U+FFFF is one. */
function characters(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}

function isDay(text: string, length: 8 | 14): boolean {
  if (text.length !== length || !/^\d+$/.test(text)) return false;
  const part = (from: number, to: number) => Number(text.slice(from, to));
  const [year, month, day] = [part(0, 4), part(4, 6), part(6, 8)];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= FIRST_YEAR && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && (length === 8 || (part(8, 10) < 24 && part(10, 12) < 60 && part(12, 14) < 60));
}

/** Whether two values say the same in a field of this kind: `5000` and `5000.00`, line ends of either sort. */
export function sameValue(field: FieldSchema | undefined, a: string | null, b: string | null): boolean {
  return a === b || normalForm(field, a) === normalForm(field, b);
}

function normalForm(field: FieldSchema | undefined, value: string | null): string {
  if (value === null) return "";
  switch (field?.kind) {
    case "N":
      return decimalForm(value) ?? value;
    case "B":
      return /^(0|false)$/i.test(value) ? "" : /^(1|true)$/i.test(value) ? "1" : value;
    case "D":
    case "S":
      return NO_DATE.test(value) ? "" : value;
    default:
      return value.replace(/\r\n?/g, "\n");
  }
}

export function reason(code: ReasonCode, field: string | null, text: string): Reason {
  return { code, field, text };
}

function wrongType(path: string, expected: string): Reason {
  return reason("wrong-type", path, `${path} takes ${expected}.`);
}

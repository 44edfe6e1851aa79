import { dayNumber, displayDate, displayTimestamp, secondNumber } from "./calendar.ts";
import type { Locale } from "./scope.ts";
import type { Value } from "./value.ts";

/**
 * A value as text: what `evaluate` answers, what a custom format prints, and what a string operand turns the other
 * operand into. Numbers plain (`1+1` is `2`, observed), dates and timestamps in the server's locale (observed),
 * booleans `1` and `0` as in exports.
 */
export function toText(value: Value, locale: Locale): string {
  switch (value.kind) {
    case "text":
      return value.value;
    case "number":
      return plainNumber(value.value);
    case "date":
      return displayDate(value.value, locale);
    case "timestamp":
      return displayTimestamp(value.value, locale);
    case "boolean":
      return value.value ? "1" : "0";
  }
}

/** A value as a number: dates count days and timestamps seconds since 1904-01-01, text its leading number or 0 (inferred). */
export function toNumber(value: Value): number {
  switch (value.kind) {
    case "number":
      return value.value;
    case "boolean":
      return value.value ? 1 : 0;
    case "date":
      return dayNumber(value.value);
    case "timestamp":
      return secondNumber(value.value);
    case "text":
      return Number.parseFloat(value.value) || 0;
  }
}

/** Whether a value counts as true for `and`, `or`, `not` and as the result of a search. */
export function isTrue(value: Value): boolean {
  switch (value.kind) {
    case "boolean":
      return value.value;
    case "text":
      return value.value !== "";
    default:
      return toNumber(value) !== 0;
  }
}

/** Without exponent, without thousands separators, fifteen significant digits: 0.1+0.2 is `0.3`. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value) || value === 0) return "0";
  const rounded = Number(value.toPrecision(15));
  const text = String(Number.isFinite(rounded) ? rounded : value);
  return text.includes("e") ? withoutExponent(text) : text;
}

/** `1.5e-7` → `0.00000015`, `-1e+21` → `-1000000000000000000000`. */
function withoutExponent(text: string): string {
  const [mantissa = "", exponent = "0"] = text.split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  const shift = Number(exponent);
  return sign + (shift < 0 ? `0.${"0".repeat(-shift - 1)}${digits}` : digits.padEnd(shift + 1, "0"));
}

import { toNumber, toText } from "./convert.ts";
import type { Locale } from "./scope.ts";
import type { Value } from "./value.ts";
import { wildcardPattern } from "./wildcard.ts";

/** `=` takes `@` as a wildcard in its right operand, `==` does not (manual). */
export type Comparison = "=" | "==" | "<>" | "<" | "<=" | ">" | ">=";

/**
 * Compares with MoneyWorks' promotion (manual): a string operand turns the other into a string, as the server's
 * locale displays it, and strings compare without case; two dates or timestamps compare in time, a date counting as
 * midnight; everything else compares as numbers. A timestamp cannot be searched by equality (manual): `=` and `==`
 * with a timestamp on either side are false whatever the other side is, and `<>`, their negation, is true.
 */
export function compare(operator: Comparison, left: Value, right: Value, locale: Locale): boolean {
  switch (operator) {
    case "=":
      return equals(left, right, locale, true);
    case "==":
      return equals(left, right, locale, false);
    case "<>":
      return !equals(left, right, locale, true);
    case "<":
      return order(left, right, locale) < 0;
    case "<=":
      return order(left, right, locale) <= 0;
    case ">":
      return order(left, right, locale) > 0;
    case ">=":
      return order(left, right, locale) >= 0;
  }
}

function equals(left: Value, right: Value, locale: Locale, wildcards: boolean): boolean {
  if (left.kind === "timestamp" || right.kind === "timestamp") return false;
  if (wildcards && takesWildcards(left) && right.kind === "text" && right.value.includes("@")) {
    return wildcardPattern(right.value)(toText(left, locale));
  }
  return order(left, right, locale) === 0;
}

/** A field of type A cannot be searched with wildcards: `@` in the other operand stands for itself. */
function takesWildcards(value: Value): boolean {
  return value.kind !== "text" || value.wildcards !== false;
}

/** Negative, zero or positive, as for sorting. */
export function order(left: Value, right: Value, locale: Locale): number {
  if (left.kind === "text" || right.kind === "text") return orderText(toText(left, locale), toText(right, locale));
  if (isTime(left) && isTime(right)) return orderPlain(midnight(left.value), midnight(right.value));
  return orderPlain(toNumber(left), toNumber(right));
}

/** Case-insensitive order of two texts. */
export function orderText(left: string, right: string): number {
  return left === right ? 0 : orderPlain(left.toLowerCase(), right.toLowerCase());
}

function isTime(value: Value): value is Extract<Value, { kind: "date" | "timestamp" }> {
  return value.kind === "date" || value.kind === "timestamp";
}

function midnight(digits: string): string {
  return digits.length === 8 ? `${digits}000000` : digits;
}

function orderPlain<T extends string | number>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

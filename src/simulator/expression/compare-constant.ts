import { type Comparison, compare } from "./compare.ts";
import type { Locale } from "./scope.ts";
import type { Value } from "./value.ts";
import { wildcardPattern } from "./wildcard.ts";

/** Whether a value stands in the relation to the constant. */
export type Test = (value: Value, locale: Locale) => boolean;

/**
 * `compare` with a right operand that never changes, prepared for the kinds a field has most often: searches by
 * number, by modification time and by text pattern run over every record of a table.
 */
export function comparedWith(operator: Comparison, constant: Value): Test {
  const general: Test = (value, locale) => compare(operator, value, constant, locale);
  switch (constant.kind) {
    case "number":
      return withNumber(constant.value, numberTest(operator), general);
    case "timestamp":
      return withTimestamp(operator, constant.value, general);
    case "text":
      return withText(operator, constant.value, general);
    default:
      return general;
  }
}

function withNumber(number: number, test: (left: number, right: number) => boolean, general: Test): Test {
  return (value, locale) => (value.kind === "number" ? test(value.value, number) : general(value, locale));
}

function numberTest(operator: Comparison): (left: number, right: number) => boolean {
  switch (operator) {
    case "=":
    case "==":
      return (left, right) => left === right;
    case "<>":
      return (left, right) => left !== right;
    case "<":
      return (left, right) => left < right;
    case "<=":
      return (left, right) => left <= right;
    case ">":
      return (left, right) => left > right;
    case ">=":
      return (left, right) => left >= right;
  }
}

function withTimestamp(operator: Comparison, timestamp: string, general: Test): Test {
  switch (operator) {
    case ">=":
      return (value, locale) => (value.kind === "timestamp" ? value.value >= timestamp : general(value, locale));
    case ">":
      return (value, locale) => (value.kind === "timestamp" ? value.value > timestamp : general(value, locale));
    case "<":
      return (value, locale) => (value.kind === "timestamp" ? value.value < timestamp : general(value, locale));
    default:
      return general;
  }
}

function withText(operator: Comparison, text: string, general: Test): Test {
  if ((operator !== "=" && operator !== "<>") || !text.includes("@")) return general;
  const pattern = wildcardPattern(text);
  const wanted = operator === "=";
  return (value, locale) =>
    value.kind === "text" && value.wildcards !== false ? pattern(value.value) === wanted : general(value, locale);
}

import { dateOfDay, timestampOfSecond } from "./calendar.ts";
import { toNumber, toText } from "./convert.ts";
import type { Locale } from "./scope.ts";
import { dateValue, numberValue, textValue, timestampValue, type Value } from "./value.ts";

export type Operator = "+" | "-" | "*" | "/";

type Time = Extract<Value, { kind: "date" | "timestamp" }>;

/**
 * Date ± days is a date and text + anything is joined text (manual: a string operand turns the other into a string).
 * Inferred: timestamp ± seconds is a timestamp, the difference of two times is a number (days of two dates, else
 * seconds), `-`, `*` and `/` take a text's leading number, and division by zero gives 0.
 */
export function calculate(operator: Operator, left: Value, right: Value, locale: Locale): Value {
  if (operator === "+" && (left.kind === "text" || right.kind === "text")) {
    return textValue(toText(left, locale) + toText(right, locale));
  }
  if (isTime(left) && isTime(right)) return ofTwoTimes(operator, left, right);
  const result = combine(operator, toNumber(left), toNumber(right));
  if (isTime(left) && (operator === "+" || operator === "-")) return timeAt(left.kind, result);
  if (isTime(right) && operator === "+") return timeAt(right.kind, result);
  return numberValue(result);
}

function combine(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? 0 : left / right;
  }
}

function ofTwoTimes(operator: Operator, left: Time, right: Time): Value {
  const inDays = left.kind === "date" && right.kind === "date";
  const number = inDays ? toNumber : seconds;
  return numberValue(combine(operator, number(left), number(right)));
}

function timeAt(kind: Time["kind"], number: number): Value {
  return kind === "date" ? dateValue(dateOfDay(number)) : timestampValue(timestampOfSecond(number));
}

function isTime(value: Value): value is Time {
  return value.kind === "date" || value.kind === "timestamp";
}

/** A time as seconds since 1904-01-01, a date being its midnight; any other value as its number. */
export function seconds(value: Value): number {
  return value.kind === "date" ? toNumber(value) * 86_400 : toNumber(value);
}

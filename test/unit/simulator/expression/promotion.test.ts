import { describe, expect, test } from "bun:test";
import { evaluateText, parseExpression } from "../../../../src/simulator/expression/search.ts";
import type { ValueKind } from "../../../../src/simulator/expression/value.ts";
import { documentScope } from "../../../support/expression-scope.ts";

/** One value of each kind, as an expression. On this server the timestamp displays as `24/09/11 7:44:58 PM`. */
const OPERANDS: Readonly<Record<ValueKind, string>> = {
  number: "3",
  text: '"b"',
  date: 'TextToDate("20110924")',
  timestamp: 'TextToDate("20110924194458")',
  boolean: "(1=1)",
};

type Relation = "<" | "=" | ">";

/** How the value of the row stands to the value of the column, in the order of OPERANDS. */
const RELATIONS: Readonly<Record<ValueKind, readonly Relation[]>> = {
  number: ["=", "<", "<", "<", ">"],
  text: [">", "=", ">", ">", ">"],
  date: [">", "<", "=", "<", ">"],
  timestamp: [">", "<", ">", "=", ">"],
  boolean: ["<", "<", "<", "<", "="],
};

const OPERATORS: Readonly<Record<string, readonly Relation[]>> = {
  "=": ["="],
  "==": ["="],
  "<>": ["<", ">"],
  "!=": ["<", ">"],
  "<": ["<"],
  "<=": ["<", "="],
  ">": [">"],
  ">=": [">", "="],
};

const KINDS = Object.keys(OPERANDS) as ValueKind[];
const IS_EQUALITY: Readonly<Record<string, boolean>> = { "=": true, "==": true };
const IS_INEQUALITY: Readonly<Record<string, boolean>> = { "<>": true, "!=": true };

const CASES = KINDS.flatMap((left) =>
  KINDS.flatMap((right, column) =>
    Object.entries(OPERATORS).map(([operator, holds]) => {
      const hasTimestamp = left === "timestamp" || right === "timestamp";
      const plain = holds.includes(RELATIONS[left][column] ?? "=");
      const expected =
        hasTimestamp && IS_EQUALITY[operator] ? false : hasTimestamp && IS_INEQUALITY[operator] ? true : plain;
      return [left, operator, right, expected] as const;
    }),
  ),
);

describe("a comparison promotes its operands", () => {
  test.each(CASES)("%s %s %s is %p", (left, operator, right, expected) => {
    const expression = parseExpression(`${OPERANDS[left]} ${operator} ${OPERANDS[right]}`);
    expect(evaluateText(expression, documentScope())).toBe(expected ? "1" : "0");
  });
});

describe("a string operand turns the other into a string", () => {
  const cases: readonly (readonly [name: string, expression: string, expected: string])[] = [
    ["so a quoted number compares letter by letter", '10 < "9"', "1"],
    ["where plain numbers compare by size", "10 < 9", "0"],
    ["a number has no trailing zeros", '12.50 = "12.5"', "1"],
    ["a date has the server's form", 'TextToDate("20110924") = "24/09/11"', "1"],
    ["a date does not have the stored form", 'TextToDate("20110924") = "20110924"', "0"],
    ["+ joins", '"a" + 1 + 2', "a12"],
    ["+ joins from the left, so numbers before the text add up", '1 + 2 + "a"', "3a"],
  ];
  test.each(cases)("%s: %s", (_, text, expected) => {
    expect(evaluateText(parseExpression(text), documentScope())).toBe(expected);
  });
});

describe("arithmetic", () => {
  const cases: readonly (readonly [name: string, expression: string, expected: string])[] = [
    ["date plus days", "'28/02/24' + 2", "01/03/24"],
    ["days plus date", "2 + '28/02/24'", "01/03/24"],
    ["date less days", "'1/3/2024' - 1", "29/02/24"],
    ["date less date is days", "'1/3/2024' - '28/2/2024'", "2"],
    ["timestamp less date is seconds since its midnight", "TextToDate(\"20240301000130\") - '1/3/2024'", "90"],
    ["timestamp plus seconds", 'TextToDate("20240229235959") + 1', "01/03/24 12:00:00 AM"],
    ["no binary dust", "0.1 + 0.2", "0.3"],
    ["large numbers stay plain", "1000000 * 1000000 * 1000000 * 1000000", "1000000000000000000000000"],
    ["small numbers stay plain", "1 / 10000000", "0.0000001"],
    ["division by zero", "1 / 0", "0"],
    ["negative zero", "0 * -1", "0"],
  ];
  test.each(cases)("%s: %s", (_, text, expected) => {
    expect(evaluateText(parseExpression(text), documentScope())).toBe(expected);
  });
});

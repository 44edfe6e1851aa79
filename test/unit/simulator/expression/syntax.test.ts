import { describe, expect, test } from "bun:test";
import { ExpressionError } from "../../../../src/simulator/expression/error.ts";
import { evaluateText, parseExpression } from "../../../../src/simulator/expression/search.ts";
import { documentScope } from "../../../support/expression-scope.ts";

function evaluated(text: string): string {
  return evaluateText(parseExpression(text), documentScope());
}

describe("precedence", () => {
  const cases: readonly (readonly [expression: string, expected: string])[] = [
    ["1 + 2 * 3", "7"],
    ["(1 + 2) * 3", "9"],
    ["10 - 4 - 3", "3"],
    ["24 / 4 / 2", "3"],
    ["-2 * 3", "-6"],
    ["2 - -3", "5"],
    ["--2", "2"],
    ["1 + 1 = 2", "1"],
    ["1 < 2 and 2 < 1 or 1 = 1", "1"],
    ["1 = 1 or 1 = 1 and 1 = 2", "1"],
    ["(1 = 1 or 1 = 1) and 1 = 2", "0"],
    ["not 1 = 0", "1"],
    ["not (1 = 1)", "0"],
    ["!0", "1"],
    ["!0 = 1", "1"],
    ["not not 5", "1"],
  ];
  test.each(cases)("%s is %s", (text, expected) => {
    expect(evaluated(text)).toBe(expected);
  });
});

describe("spelling", () => {
  const cases: readonly (readonly [name: string, expression: string, expected: string])[] = [
    ["and, & and && are one", "(1 and 1) + (1 & 1) + (1 && 1)", "3"],
    ["or, | and || are one", "(0 or 1) + (0 | 1) + (0 || 1)", "3"],
    ["keywords and names in any letters", "1 AND NOT lEfT(\"abc\", 1) = 'X'".replaceAll("'", '"'), "0"],
    ["a hexadecimal number", "#8000 + #ff", "33023"],
    ["a decimal number", "1.50 + .5", "2"],
    ["white space of any kind", "1\n+\t1\r", "2"],
    ["text is compared without case", '"ÉCOLE" = "école"', "1"],
  ];
  test.each(cases)("%s", (_, text, expected) => {
    expect(evaluated(text)).toBe(expected);
  });
});

describe("text literals", () => {
  const cases: readonly (readonly [name: string, expression: string, expected: string])[] = [
    ["double quotes", '"it\'s `so`"', "it's `so`"],
    ["backticks", '`say "hi"`', 'say "hi"'],
    ["escaped double quote", '"say \\"hi\\""', 'say "hi"'],
    ["tab, line feed, return, backslash", '"\\t\\n\\r\\\\"', "\t\n\r\\"],
    ["escapes in backticks", "`a\\tb\\\\`", "a\tb\\"],
    ["a backslash before a closing backtick stands for itself", "`a\\`", "a\\"],
    ["an unknown escape stands for itself", '"\\q\\x41"', "\\q\\x41"],
    ["line breaks as they are", '"a\rb\nc"', "a\rb\nc"],
    ["empty", '""', ""],
    ["long", `"${"x".repeat(30_000)}"`, "x".repeat(30_000)],
  ];
  test.each(cases)("%s", (_, text, expected) => {
    expect(evaluated(text)).toBe(expected);
  });
});

describe("what MoneyWorks would not take", () => {
  const cases: readonly (readonly [name: string, expression: string])[] = [
    ["nothing", ""],
    ["only spaces", "   "],
    ["an open text", '"abc'],
    ["an open backtick text", "`abc"],
    ["a text ended by an escaped quote", '"abc\\"'],
    ["a backtick text that would go on after its backtick", "`a\\`b`"],
    ["an open date", "'1/1/2014"],
    ["a date that is none", "'31/31/2014'"],
    ["an open parenthesis", "(1 + 2"],
    ["a closing parenthesis", "1 + 2)"],
    ["a missing operand", "1 +"],
    ["a missing operator", "1 2"],
    ["an assignment sign alone", "="],
    ["a character of no token", "1 ; 2"],
    ["a letter outside ASCII", "naïve = 1"],
    ["an exponent", "1e5"],
    ["a hexadecimal number without digits", "#xyz"],
    ["exists()", 'exists("name")'],
    ["contains", '"abc" contains "b"'],
    ["an unknown function", "Foo(1)"],
    ["too few arguments", 'Left("abc")'],
    ["too many arguments", 'Left("abc", 1, 2)'],
    ["deep nesting", `${"(".repeat(5000)}1${")".repeat(5000)}`],
    ["a deep row of signs", `${"-".repeat(5000)}1`],
    ["very many operators", `1${"+1".repeat(5000)}`],
    ["a text beyond all measure", `"${"x".repeat(40_000)}"`],
  ];
  test.each(cases)("%s", (_, text) => {
    expect(() => parseExpression(text)).toThrow(ExpressionError);
  });

  test("an unknown name, in an evaluate request when it is evaluated", () => {
    const expression = parseExpression("1 = 2 or foo = 1");
    expect(() => evaluateText(expression, documentScope())).toThrow(ExpressionError);
  });
});

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { digitsOf, isRealTime, secondNumber, timestampOfSecond } from "../../src/simulator/expression/calendar.ts";
import { compare } from "../../src/simulator/expression/compare.ts";
import { comparedWith } from "../../src/simulator/expression/compare-constant.ts";
import { plainNumber } from "../../src/simulator/expression/convert.ts";
import { ExpressionError } from "../../src/simulator/expression/error.ts";
import { parseFormat, renderFormat } from "../../src/simulator/expression/format.ts";
import { parseSearch } from "../../src/simulator/expression/relational.ts";
import { evaluateText, parseExpression } from "../../src/simulator/expression/search.ts";
import {
  booleanValue,
  dateValue,
  numberValue,
  textValue,
  timestampValue,
} from "../../src/simulator/expression/value.ts";
import { wildcardPattern } from "../../src/simulator/expression/wildcard.ts";
import { documentScope, rowScope } from "../support/expression-scope.ts";

const SEEDED = { seed: 20250310, numRuns: 400 };
const ROW = rowScope("transaction", { sequencenumber: "7", gross: "12.50", lines: [{ account: "4000-" }, {}] });

/** Pieces from which real and broken expressions are put together. */
const piece = fc.constantFrom(
  ..."( ) , = == <> < >= + - * / ! & | and or not".split(" "),
  ...[
    "1",
    "#ff",
    '"a@"',
    "`b",
    "'1/1/2014'",
    "gross",
    "detail.account",
    "Left(",
    'Find("name",',
    "Today()",
    "\\",
    "@",
    "[",
    "]",
    " ",
  ],
  ...['TextToDate("20250310141502")', "TimeAdd(", "Timestamp(", "[Name:", "[!]", "^", "\u0000", "␛{B}", "é"],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(" ")),
  fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

/** @returns false when it was refused as MoneyWorks refuses; any other error is the test's */
function survives(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

describe("any text at all", () => {
  test("is evaluated or refused, as an expression", () => {
    let taken = 0;
    fc.assert(
      fc.property(text, (source) => {
        if (survives(() => evaluateText(parseExpression(source), documentScope()))) taken += 1;
        survives(() => evaluateText(parseExpression(source, { table: "transaction" }), ROW));
      }),
      SEEDED,
    );
    expect(taken).toBeGreaterThan(0);
  });

  test("is applied or refused, as a search", () => {
    fc.assert(
      fc.property(text, (source) => {
        survives(() => parseSearch(source, "transaction").prepare(documentScope())(ROW));
        survives(() => parseSearch(`[Transaction:${source}]`, "transaction").prepare(documentScope())(ROW));
      }),
      SEEDED,
    );
  });

  test("is printed or refused, as a format", () => {
    fc.assert(
      fc.property(text, (source) => {
        survives(() => renderFormat(parseFormat(source, { table: "transaction" }), ROW));
      }),
      SEEDED,
    );
  });

  test("comes back from a text literal once quotes and backslashes are escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (content) => {
        const literal = `"${content.replace(/["\\]/g, "\\$&")}"`;
        expect(evaluateText(parseExpression(literal), documentScope())).toBe(content);
      }),
      SEEDED,
    );
  });
});

describe("long bad input ends quickly", () => {
  const cases = ['"\\', "`\\a", "(", "not ", "-", "[", "1+", "a.", "'", "@", "[Name:", '[Name:"', "\\x", "Left("];
  test.each(cases)("30,000 characters of %s", (source) => {
    const long = source.repeat(Math.floor(30_000 / source.length));
    survives(() => evaluateText(parseExpression(long), documentScope()));
    survives(() => parseSearch(long, "name").prepare(documentScope()));
    survives(() => renderFormat(parseFormat(long), documentScope()));
  });
});

describe("wildcards", () => {
  test("match what the same regular expression matches", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "B", "@"), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (pattern, subject) => {
        const oracle = new RegExp(`^${pattern.replaceAll("@", ".*")}$`, "is");
        expect(wildcardPattern(pattern)(subject)).toBe(oracle.test(subject));
      }),
      SEEDED,
    );
  });
});

describe("comparisons", () => {
  const value = fc.oneof(
    fc.integer({ min: -5, max: 5 }).map(numberValue),
    fc.constantFrom("", "a", "A", "3", "-1", "01/04/25").map(textValue),
    fc.constantFrom("19040101", "20250401", "20250310").map(dateValue),
    fc.constantFrom("19040101000000", "20250401000000", "20250401090007").map(timestampValue),
    fc.boolean().map(booleanValue),
  );

  test("of two values: exactly one of <, same and > holds, and the operands can change sides", () => {
    fc.assert(
      fc.property(value, value, fc.constantFrom("nz", "za" as const), (left, right, locale) => {
        const less = compare("<", left, right, locale);
        const greater = compare(">", left, right, locale);
        expect(less && greater).toBe(false);
        expect(compare(">=", left, right, locale)).toBe(!less);
        expect(compare("<=", left, right, locale)).toBe(!greater);
        expect(compare(">", right, left, locale)).toBe(less);
        expect(compare("<>", left, right, locale)).toBe(!compare("=", left, right, locale));
      }),
      SEEDED,
    );
  });

  test("prepared for a constant give what compare gives", () => {
    const operator = fc.constantFrom("=", "==", "<>", "<", "<=", ">", ">=" as const);
    const constant = fc.oneof(value, fc.constantFrom("@", "a@", "1@", "@4@").map(textValue));
    fc.assert(
      fc.property(value, operator, constant, (left, sign, right) => {
        expect(comparedWith(sign, right)(left, "nz")).toBe(compare(sign, left, right, "nz"));
      }),
      SEEDED,
    );
  });
});

describe("numbers and times", () => {
  test("print without an exponent and read back", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (number) => {
        const printed = plainNumber(number);
        expect(printed).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(printed)).toBe(Number(number.toPrecision(15)) + 0);
      }),
      SEEDED,
    );
  });

  test("seconds and digits are two forms of one timestamp", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000_000_000 }), (second) => {
        const digits = timestampOfSecond(second);
        expect(isRealTime(digits)).toBe(true);
        expect(secondNumber(digits)).toBe(second);
        expect(digitsOf(Date.UTC(1904, 0, 1) + second * 1000)).toBe(digits);
      }),
      SEEDED,
    );
  });
});

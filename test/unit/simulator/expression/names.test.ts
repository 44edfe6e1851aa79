import { describe, expect, test } from "bun:test";
import { ExpressionError } from "../../../../src/simulator/expression/error.ts";
import { matches, parseExpression } from "../../../../src/simulator/expression/search.ts";
import { rowScope } from "../../../support/expression-scope.ts";

const TRANSACTION = {
  sequencenumber: "12",
  gross: "1150.00",
  lines: [
    { account: "4000-", gross: "690.00", flags: "0" },
    { account: "1500-", flags: "-32768" },
  ],
};

function found(search: string): boolean {
  return matches(parseExpression(search, { table: "transaction" }), rowScope("transaction", TRANSACTION));
}

describe("names in a search of a table", () => {
  const taken: readonly (readonly [table: string, search: string])[] = [
    ["name", 'Code="A"'],
    ["name", 'NAME.CODE="A"'],
    ["transaction", 'Detail.Account="4000-"'],
    ["detail", 'detail.account="4000-"'],
    ["detail", "detail.sequencenumber>5"],
    ["build", "sequencenumber>5"],
    ["build", "build.qty>5"],
    ["name", 'Version="9"'],
  ];
  test.each(taken)("%s takes %s", (table, search) => {
    expect(() => parseExpression(search, { table })).not.toThrow();
  });

  const refused: readonly (readonly [table: string, search: string])[] = [
    ["name", 'foo="A"'],
    ["name", 'account.code="A"'],
    ["name", 'detail.account="A"'],
    ["detail", 'account="4000-"'],
    ["transaction", 'detail.foo="A"'],
    ["nosuchtable", "1"],
  ];
  test.each(refused)("%s refuses %s before it sees a record", (table, search) => {
    expect(() => parseExpression(search, { table })).toThrow(ExpressionError);
  });
});

describe("a transaction search that names lines", () => {
  const cases: readonly (readonly [name: string, search: string, expected: boolean])[] = [
    ["matches when any line does", 'detail.account="1500@"', true],
    ["does not when none does", 'detail.account="9@"', false],
    ["<> also asks for any line", 'detail.account<>"4000-"', true],
    ["not asks for no line", 'not (detail.account="4000-")', false],
    ["a function is asked for each line", "TestFlags(detail.flags, #8000)", true],
    ["a calculation is made for each line", "detail.gross * 2 > 1300", true],
    ["a line stands against a header field", "detail.gross > gross", false],
    ["each comparison looks for its own line", 'detail.account="1500-" and detail.gross=690', true],
  ];
  test.each(cases)("%s", (_, search, expected) => {
    expect(found(search)).toBe(expected);
  });
});

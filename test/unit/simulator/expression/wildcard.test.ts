import { describe, expect, test } from "bun:test";
import { matches, parseExpression } from "../../../../src/simulator/expression/search.ts";
import { rowScope } from "../../../support/expression-scope.ts";

function found(search: string, code: string): boolean {
  return matches(parseExpression(search, { table: "name" }), rowScope("name", { code }));
}

describe("@ in a search for text", () => {
  const cases: readonly (readonly [search: string, code: string, expected: boolean])[] = [
    ['code="AB@"', "ABC", true],
    ['code="AB@"', "AB", true],
    ['code="AB@"', "XAB", false],
    ['code="@AB@"', "XABX", true],
    ['code="@AB@"', "AB", true],
    ['code="@AB@"', "AXB", false],
    ['code="@AB"', "XAB", true],
    ['code="@AB"', "ABX", false],
    ['code="A@B"', "AxxB", true],
    ['code="A@B"', "A", false],
    ['code="AA@AA"', "AAA", false],
    ['code="A@B@C"', "AxByC", true],
    ['code="A@B@C"', "AxCyB", false],
    ['code="@"', "", true],
    ['code="ab@"', "ABC", true],
    ['code<>"AB@"', "ABC", false],
    ['code!="AB@"', "XYZ", true],
    ['code=="AB@"', "ABC", false],
    ['code=="AB@"', "ab@", true],
    ['code="a.c"', "abc", false],
    ['code="É@"', "école", true],
  ];
  test.each(cases)("%s on %p is %p", (search, code, expected) => {
    expect(found(search, code)).toBe(expected);
  });

  test("stands for itself in the left operand", () => {
    expect(found('"AB@" = code', "ABC")).toBe(false);
  });

  test("stands for itself against a field of type A", () => {
    const account = rowScope("account", { code: "1000", type: "CA", description: "Cheque" });
    const search = (text: string) => matches(parseExpression(text, { table: "account" }), account);
    expect(search('type="C@"')).toBe(false);
    expect(search('type="ca"')).toBe(true);
    expect(search('description="C@"')).toBe(true);
  });
});

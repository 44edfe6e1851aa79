import { describe, expect, test } from "bun:test";
import type { Locale } from "../../../../src/simulator/expression/scope.ts";
import { matches, parseExpression } from "../../../../src/simulator/expression/search.ts";
import { rowScope } from "../../../support/expression-scope.ts";

const STAMP = "20110924194458";

function found(search: string, locale: Locale = "nz"): boolean {
  const scope = rowScope("transaction", { timeposted: STAMP, transdate: "20110924" }, { locale });
  return matches(parseExpression(search, { table: "transaction" }), scope);
}

describe("a timestamp", () => {
  const cases: readonly (readonly [name: string, search: string, expected: boolean])[] = [
    ["is never equal to itself", "timeposted = timeposted", false],
    ["is never equal to its very digits", `timeposted = TextToDate("${STAMP}")`, false],
    ["is never ==", `timeposted == TextToDate("${STAMP}")`, false],
    ["is never equal to its display form", 'timeposted = "24/09/11 7:44:58 PM"', false],
    ["is always unequal", `timeposted <> TextToDate("${STAMP}")`, true],
    [">= includes its own second", `timeposted >= TextToDate("${STAMP}")`, true],
    ["> excludes its own second", `timeposted > TextToDate("${STAMP}")`, false],
    ["> the second before", 'timeposted > TextToDate("20110924194457")', true],
    ["< the second after", 'timeposted < TextToDate("20110924194459")', true],
    ["> its date, which counts as midnight", "timeposted > '24/9/2011'", true],
    ["> its date as a field", "timeposted > transdate", true],
    ["< the next date", "timeposted < '25/9/2011'", true],
    ["compares as text with a string: 24/… is after 20110924…", 'timeposted >= "20110924194458"', true],
    ["compares as text with a string: 24/… is before 25/10/03", 'timeposted < "25/10/03"', true],
    ["compares as text with a string, wrong in time", 'timeposted > "01/01/2030"', true],
  ];
  test.each(cases)("%s", (_, search, expected) => {
    expect(found(search)).toBe(expected);
  });

  test("has another text form on another server", () => {
    expect(found('timeposted < "25/10/03"', "za")).toBe(true);
    expect(found('timeposted > "2011/09/24 19"', "za")).toBe(true);
    expect(found('timeposted > "2011/09/24 19"', "nz")).toBe(true);
    expect(found('timeposted > "2011/09/24 20"', "za")).toBe(false);
  });

  test("can be named with its table", () => {
    expect(found("transaction.timeposted > '1/1/2011'")).toBe(true);
  });
});

describe("a date literal follows the server's locale", () => {
  test("day first in New Zealand, year first in South Africa", () => {
    expect(found("transdate = '24/9/11'", "nz")).toBe(true);
    expect(found("transdate = '11/9/24'", "za")).toBe(true);
    expect(found("transdate = '11/9/24'", "nz")).toBe(false);
  });

  test("that is no date on this server fails when it is evaluated", () => {
    expect(() => found("transdate = '2011/09/24'", "nz")).toThrow("is no date on this server");
  });
});

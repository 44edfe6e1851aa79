import { describe, expect, test } from "bun:test";
import { ExpressionError } from "../../../../src/simulator/expression/error.ts";
import { evaluateText, parseExpression } from "../../../../src/simulator/expression/search.ts";
import { documentScope } from "../../../support/expression-scope.ts";

const TABLES = {
  name: [
    { code: "ROWAN", phone: "09 555 0101", comment: 'Find("name", comment)' },
    { code: "TUI", phone: "03 555 0102" },
    { code: "ASH" },
  ],
  detail: [{ account: "4000-", gross: "10.00" }],
};

function evaluated(text: string, locale: "nz" | "za" = "nz"): string {
  return evaluateText(parseExpression(text), documentScope({ tables: TABLES, locale }));
}

type Cases = readonly (readonly [expression: string, expected: string])[];

describe("text functions", () => {
  const cases: Cases = [
    ['Left("abcdef", 2)', "ab"],
    ['Left("ab", 9)', "ab"],
    ['Left("ab", -1)', ""],
    ['Right("abcdef", 2)', "ef"],
    ['Right("ab", 9)', "ab"],
    ['Mid("abcdef", 2, 3)', "bcd"],
    ['Mid("abc", 9, 3)', ""],
    ['PositionInText("abcdef", "CD")', "3"],
    ['PositionInText("abcdef", "x")', "0"],
    ['Length("abc")', "3"],
    ["Left(1150, 2)", "11"],
    ["TestFlags(-32760, #8)", "1"],
    ["TestFlags(-32760, #4)", "0"],
  ];
  test.each(cases)("%s is %p", (text, expected) => {
    expect(evaluated(text)).toBe(expected);
  });
});

describe("time functions", () => {
  const cases: Cases = [
    ["Today()", "01/04/25"],
    ["Time()", "01/04/25 9:00:07 AM"],
    ["Timestamp()", "2025-04-01 09:00:07.412"],
    ["Timestamp(TSZ_UTC)", "2025-03-31 20:00:07.412"],
    ["Timestamp(tsz_utc, tsf_iso8601)", "2025-03-31T20:00:07.412Z"],
    ["DateToText(Time(), -7)", "20250401090007"],
    ["DateToText(Today(), -7)", "20250401000000"],
    ["DateToText(Time(), -8)", "20250401"],
    ["DateToText(Time(), -9)", "2025-04-01T09:00:07"],
    ["DateToText(Today(), -9)", "2025-04-01"],
    ["DateToText(Today())", "01/04/25"],
    ['DateToText(TextToDate("20250310141502"), -7)', "20250310141502"],
    ['TextToDate("20250310")', "10/03/25"],
    ['TextToDate("2025-03-10")', "10/03/25"],
    ['TextToDate("2025-03-10T14:15:02")', "10/03/25 2:15:02 PM"],
    ['TextToDate("2025-03-10T01:15:02.5Z")', "10/03/25 2:15:02 PM"],
    ['TextToDate("2025-03-10T01:15:02+01:00")', "10/03/25 1:15:02 PM"],
    ['TextToDate("10/3/25", -7)', "10/03/25"],
    ['TextToDate("20251399")', ""],
    ['TextToDate("soon")', ""],
    ["DateToText(TimeAdd(Time(), -3600), -7)", "20250401080007"],
    ["TimeDiff(Time(), Today())", "32407"],
    ['TimeDiff(TextToDate("20250301000000"), TextToDate("20250228235930"))', "30"],
  ];
  test.each(cases)("%s is %p", (text, expected) => {
    expect(evaluated(text)).toBe(expected);
  });

  test("dates display year first on a South African server", () => {
    expect(evaluated("Today()", "za")).toBe("2025/04/01");
    expect(evaluated("Time()", "za")).toBe("2025/04/01 09:00:07");
  });

  test("noon and midnight", () => {
    expect(evaluated('TextToDate("20250401120000")')).toBe("01/04/25 12:00:00 PM");
    expect(evaluated('TextToDate("20250401000000")')).toBe("01/04/25 12:00:00 AM");
  });

  test("Timestamp refuses what it does not know", () => {
    expect(() => evaluated('Timestamp("mars")')).toThrow(ExpressionError);
  });
});

describe("functions that read the document", () => {
  const cases: Cases = [
    ['Lookup("rowan", "name.phone")', "09 555 0101"],
    ['Lookup("NOBODY", "name.phone")', ""],
    ['Find("name", "code>=`B`")', "2"],
    ['Find("name", "")', "3"],
    ['Find("name.code", "phone<>``", 0, ",")', "ROWAN,TUI"],
    ['Find("name.code", "", 0, ",", "code")', "ASH,ROWAN,TUI"],
    ['Find("name.code", "", 2, "/", "code-")', "TUI/ROWAN"],
    ['Find("name.left(code,1)", "", 0, "")', "RTA"],
    ['Find("detail.account", "detail.gross=10")', "4000-"],
    ["Left(GetDatabaseFiles(), 7)", "Account"],
    ['Left(GetDatabaseFields("name"), 14)', "sequencenumber"],
    ['PositionInText(GetDatabaseFields("detail"), "detail.account") > 0', "1"],
    ['GetDatabaseFieldSize("name.code")', "11"],
    ['GetDatabaseFieldSize("name", "lastmodifiedtime")', "TIME"],
    ['GetDatabaseFieldSize("transaction.gross")', "INT48"],
    ["Version", "9.2.1"],
  ];
  test.each(cases)("%s is %p", (text, expected) => {
    expect(evaluated(text)).toBe(expected);
  });

  test("an expression in a field that names itself comes to an end", () => {
    expect(() => evaluated('Find("name", Lookup("ROWAN", "name.comment"))')).toThrow(ExpressionError);
  });

  const refused = [
    'Find("nofile", "1")',
    'Find("name", "foo=1")',
    'Lookup("A", "name.foo")',
    'GetDatabaseFields("x")',
    'GetDatabaseFieldSize("name.x")',
  ];
  test.each(refused)("%s is refused", (text) => {
    expect(() => evaluated(text)).toThrow(ExpressionError);
  });
});

describe("an older MoneyWorks", () => {
  const dialect = { missing: new Set(["timestamp"]), fourteenDigits: false };

  test("does not know functions that came later", () => {
    expect(() => parseExpression("Timestamp()", { dialect })).toThrow('unknown function "timestamp"');
  });

  test("may not read fourteen digits", () => {
    const expression = parseExpression('DateToText(TextToDate("20250310141502"), -8)', { dialect });
    expect(evaluateText(expression, documentScope())).toBe("19040101");
  });
});

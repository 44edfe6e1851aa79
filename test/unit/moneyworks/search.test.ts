import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { countOf, manifestFormat } from "../../../src/moneyworks/expressions.ts";
import { packNumbers } from "../../../src/moneyworks/numbers.ts";
import {
  allOf,
  anyOf,
  between,
  compare,
  equalsText,
  fieldName,
  modifiedSince,
  quote,
} from "../../../src/moneyworks/search.ts";

const schema = (table: string) => SCHEMA.get(table as TableName) as TableSchema;
const seq = fieldName(schema("name"), "sequencenumber");
const stamp = fieldName(schema("name"), "lastmodifiedtime");

describe("search expressions", () => {
  test("spell fields of transaction lines with their prefix, and exceptions without", () => {
    expect(fieldName(schema("detail"), "parentseq") as string).toBe("detail.parentseq");
    expect(fieldName(schema("build"), "sequencenumber") as string).toBe("sequencenumber");
  });

  test("refuse fields that the table does not have", () => {
    expect(() => fieldName(schema("name"), "1=1 or code")).toThrow("field of name");
  });

  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuse the number %p", (number) => {
    expect(() => compare(seq, ">", number)).toThrow("number in a search");
  });

  test("compare texts without wildcards", () => {
    expect(equalsText(fieldName(schema("name"), "code"), "A@B") as string).toBe('code=="A@B"');
  });

  const since = "20250310141502" as Modtime;
  test("ask for a modtime by 14 digits or by seconds before the server's now", () => {
    expect(modifiedSince(stamp, { kind: "texttodate", from: since }) as string).toBe(
      'lastmodifiedtime>=TextToDate("20250310141502")',
    );
    expect(modifiedSince(stamp, { kind: "timeadd", seconds: -3600 }) as string).toBe(
      "lastmodifiedtime>=TimeAdd(Time(),-3600)",
    );
  });

  test("combine terms with and, ranges and or in brackets", () => {
    expect(allOf(compare(seq, ">", 7), anyOf(between(seq, 8, 9), between(seq, 12, 12))) as string).toBe(
      "sequencenumber>7 and ((sequencenumber>=8 and sequencenumber<=9) or sequencenumber=12)",
    );
  });

  test("refuse a search over 254 bytes", () => {
    const code = fieldName(schema("name"), "code");
    expect(equalsText(code, "x".repeat(246)).length).toBe(254);
    expect(() => equalsText(code, "x".repeat(247))).toThrow("255 bytes");
    expect(() => equalsText(code, "é".repeat(124))).toThrow("256 bytes");
  });

  const literals: readonly [name: string, value: string, literal: string][] = [
    ["a quote", 'a"b', '"a\\"b"'],
    ["a backtick", "a`b", '"a`b"'],
    ["a backslash", "a\\b", '"a\\\\b"'],
    ["line breaks and tabs", "a\r\n\tb", '"a\\r\\n\\tb"'],
    ["an attempt to break out", '" or 1=1 or code="', '"\\" or 1=1 or code=\\""'],
  ];
  test.each(literals)("quote %s", (_name, value, literal) => {
    expect(quote(value)).toBe(literal);
  });

  test.each(["a\0b", "\ud800"])("refuse %j in a text", (value) => {
    expect(() => quote(value)).toThrow("cannot be searched for");
  });

  test("nest a search in a counting expression", () => {
    expect(countOf(schema("name"), equalsText(fieldName(schema("name"), "code"), 'A"B')) as string).toBe(
      'Find("name","code==\\"A\\\\\\"B\\"")',
    );
  });

  test("list numbers and modtimes in a custom format", () => {
    expect(manifestFormat(schema("detail"), "parentseq") as string).toBe(
      "[detail.sequencenumber]\\t[DateToText(detail.lastmodifiedtime,-7)]\\t[detail.parentseq]\\n",
    );
  });
});

describe("lists of numbers", () => {
  const pack = (numbers: readonly number[], limit = 1000) =>
    packNumbers(seq, numbers, limit).map(({ search, span, lowest }) => [search as string, span, lowest]);

  test("nothing to ask for is no search", () => {
    expect(pack([])).toEqual([]);
  });

  test("read small gaps along", () => {
    expect(pack([3, 1, 2, 3, 11])).toEqual([["(sequencenumber>=1 and sequencenumber<=11)", 11, 1]]);
  });

  test("leave large gaps out", () => {
    expect(pack([1, 2, 12])).toEqual([["((sequencenumber>=1 and sequencenumber<=2) or sequencenumber=12)", 3, 1]]);
  });

  test("stop at the limit of records and at the length of a search", () => {
    expect(pack([1, 2, 3, 4, 5], 3).map(([, span]) => span)).toEqual([3, 2]);
    const scattered = Array.from({ length: 100 }, (_, index) => 1_000_000 + index * 20);
    const packed = packNumbers(seq, scattered, 1000);
    expect(packed.every(({ search }) => search.length <= 254)).toBe(true);
    expect(packed.reduce((sum, { span }) => sum + span, 0)).toBe(100);
  });
});

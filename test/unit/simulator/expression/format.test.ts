import { describe, expect, test } from "bun:test";
import { ExpressionError } from "../../../../src/simulator/expression/error.ts";
import { parseFormat, renderFormat } from "../../../../src/simulator/expression/format.ts";
import { rowScope } from "../../../support/expression-scope.ts";

const ROW = {
  sequencenumber: "1042",
  lastmodifiedtime: "20250310141502",
  gross: "1150.00",
  description: "a]b",
  lines: [{ account: "4000-" }, { account: "1500-" }],
};

function rendered(format: string): string {
  return renderFormat(parseFormat(format, { table: "transaction" }), rowScope("transaction", ROW));
}

describe("a custom format", () => {
  const cases: readonly (readonly [name: string, format: string, expected: string])[] = [
    ["prints literal text", "plain", "plain"],
    ["adds nothing", "[SequenceNumber]", "1042"],
    ["knows tab, return, line feed and backslash", "\\t\\r\\n\\\\", "\t\r\n\\"],
    ["knows hexadecimal characters", "\\x41\\x0a", "A\n"],
    ["leaves other backslashes alone", "\\q\\xZZ\\", "\\q\\xZZ\\"],
    ["is a cheap key sweep", "[SequenceNumber]\\t[DateToText(LastModifiedTime,-7)]\\n", "1042\t20250310141502\n"],
    ["prints numbers plainly", "[gross]", "1150"],
    ["prints times in the server's locale", "[LastModifiedTime]", "10/03/25 2:15:02 PM"],
    ["steps over brackets in texts", '[Left("]x", 1)][Left(`]y`, 2)]', "]]y"],
    ["prints a line field once for each line", "[sequencenumber] [Detail:Account]\\n", "1042 4000-\n1042 1500-\n"],
    ["takes the dotted spelling too", "[detail.account],", "4000-,1500-,"],
    ["is empty for an empty format", "", ""],
  ];
  test.each(cases)("%s", (_, format, expected) => {
    expect(rendered(format)).toBe(expected);
  });

  test("prints nothing for a line field without lines", () => {
    const format = parseFormat("[detail.account]\\n", { table: "transaction" });
    expect(renderFormat(format, rowScope("transaction", {}))).toBe("");
  });

  const refused = ["[code", "[]", "[foo]", '["]', "[1;2]"];
  test.each(refused)("refuses %s", (format) => {
    expect(() => rendered(format)).toThrow(ExpressionError);
  });
});

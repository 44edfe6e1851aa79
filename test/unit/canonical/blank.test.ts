import { describe, expect, test } from "bun:test";
import { blankTest } from "../../../src/canonical/blank.ts";
import { schemaOf } from "../../support/canonical-tools.ts";

const cases: readonly [table: string, field: string, blank: readonly string[], kept: readonly string[]][] = [
  [
    "transaction",
    "gross",
    ["", "0", "0.00", "0.000000", "-0.00", "+0", "00", "0.", ".0"],
    ["0.01", "-1", "1", ".", "-", "0,00", " 0", "0x0", "0e0", "0.0.0"],
  ],
  ["transaction", "duedate", ["", "19040101"], ["19040102", "20250310", "0", "19040101000001"]],
  ["transaction", "timeposted", ["", "19040101000000"], ["19040101120000", "20250310141502"]],
  ["transaction", "description", [""], ["0", " ", "  ", "0.00", "19040101", "false"]],
  ["account", "system", [""], ["  ", "BK"]],
];

describe.each(cases)("%s.%s", (table, field, blank, kept) => {
  const isBlank = blankTest(schemaOf(table).field.get(field));
  test.each(blank)("%j is blank", (value) => expect(isBlank(value)).toBe(true));
  test.each(kept)("%j is kept", (value) => expect(isBlank(value)).toBe(false));
});

describe("a boolean", () => {
  const boolean = [...schemaOf("assetcat").fields].find((field) => field.kind === "B");
  test.each(["", "0", "false", "False"])("%j is blank", (value) => expect(blankTest(boolean)(value)).toBe(true));
  test.each(["1", "true", "-1", "x"])("%j is kept", (value) => expect(blankTest(boolean)(value)).toBe(false));
});

test("a field that the schema does not know is blank only when it is empty", () => {
  expect(["", "0", "0.00", "19040101", " "].map(blankTest(undefined))).toEqual([true, false, false, false, false]);
});

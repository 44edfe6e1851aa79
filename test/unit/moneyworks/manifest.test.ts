import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import type { MwRecord } from "../../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import type { XmlExport } from "../../../src/moneyworks/client.ts";
import { joinManifest, type ManifestRow, parseManifest, withSequenceNumber } from "../../../src/moneyworks/manifest.ts";

const PAYMENTS = SCHEMA.get("payments" as TableName) as TableSchema;
const T = "20250310141502" as Modtime;
const LATER = "20250310141503" as Modtime;

const row = (seq: number, modtime = T): ManifestRow => ({ seq, modtime, numbers: [] });

describe("a list of records in a custom format", () => {
  test("has a number and a modtime a line, LF or CRLF, and further numbers", () => {
    expect(parseManifest(`7\t${T}\r\n12\t${LATER}\r\n`, 0)).toEqual([row(7), row(12, LATER)]);
    expect(parseManifest(`7\t${T}\t42\n`, 1)).toEqual([{ ...row(7), numbers: [42] }]);
    expect(parseManifest("", 0)).toEqual([]);
  });

  const WRONG: readonly [name: string, text: string][] = [
    ["a cut last line", `7\t${T}\n12\t2025`],
    ["no line end", `7\t${T}`],
    ["a format that was not evaluated", "[sequencenumber]\t[DateToText(lastmodifiedtime,-7)]\n"],
    ["numbers with separators", `1,234\t${T}\n`],
    ["times in the server's locale", "7\t24/09/11 7:44:58 PM\n"],
    ["too many columns", `7\t${T}\t5\n`],
    ["an empty line", `7\t${T}\n\n8\t${T}\n`],
    ["an error text", "Malformed REST request\n"],
  ];
  test.each(WRONG)("with %s is none", (_name, text) => {
    expect(parseManifest(text, 0)).toBeNull();
  });
});

const record = (amount: string): MwRecord => ({
  element: "payments",
  fields: [
    { name: "amount", value: amount, system: false },
    { name: "tag", value: "x", system: false },
  ],
  subfiles: [],
});

function xml(...modtimes: Modtime[]): XmlExport {
  const records = modtimes.map((modtime, index) => ({ seq: null, modtime, record: record(`${index}.00`) }));
  return { records, fields: [], found: records.length, replaced: 0, bytes: 1 };
}

describe("records without numbers", () => {
  test("get theirs when the lists before and after agree with them", () => {
    const rows = [row(7), row(12, LATER)];
    const joined = joinManifest(rows, xml(T, LATER), rows);
    expect(joined?.map(({ seq, modtime, record: { fields } }) => [seq, modtime, fields[0]?.value])).toEqual([
      [7, T, "0.00"],
      [12, LATER, "1.00"],
    ]);
  });

  const CHANGES: readonly [name: string, before: ManifestRow[], xml: XmlExport, after: ManifestRow[]][] = [
    ["one was added before the records were read", [row(7)], xml(T, T), [row(7), row(8)]],
    ["one was added after they were read", [row(7)], xml(T), [row(7), row(8)]],
    ["one was deleted", [row(7), row(8)], xml(T), [row(8)]],
    ["one was deleted and the next page moved in, all with one modtime", [row(7), row(8)], xml(T, T), [row(8), row(9)]],
    ["one was changed", [row(7)], xml(LATER), [row(7, LATER)]],
    ["one was changed after it was read", [row(7)], xml(T), [row(7, LATER)]],
    ["the list is not in order", [row(8), row(7)], xml(T, T), [row(8), row(7)]],
  ];
  test.each(CHANGES)("stay without when %s", (_name, before, given, after) => {
    expect(joinManifest(before, given, after)).toBeNull();
  });

  test("carry the number as a system field in its place", () => {
    const { fields } = withSequenceNumber(PAYMENTS, { seq: 7, modtime: T, record: record("1.00") }).record;
    expect(fields.map(({ name, value, system }) => [name, value, system])).toEqual([
      ["amount", "1.00", false],
      ["sequencenumber", "7", true],
      ["tag", "x", false],
    ]);
  });
});

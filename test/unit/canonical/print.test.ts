import { describe, expect, test } from "bun:test";
import { parseRecord } from "../../../src/canonical/parse-record.ts";
import { printRecord, recordBytes } from "../../../src/canonical/print.ts";
import type { MwRecord } from "../../../src/domain/record.ts";
import { codeOf, field, nameRecord, utf8 } from "../../support/canonical-tools.ts";

const LINES: MwRecord = {
  element: "transaction",
  fields: [field("gross", "1150.00"), field("sequencenumber!", "1042")],
  subfiles: [
    {
      name: "Detail",
      element: "detail",
      rows: [
        { system: false, fields: [field("detail.account", "4000-"), field("detail.sort!", "1")] },
        { system: true, fields: [field("detail.account", "1500-"), field("detail.sort!", "2")] },
      ],
    },
  ],
};

describe("printRecord", () => {
  test("prints one field a line, rows inside their subfile", () => {
    expect(printRecord(LINES)).toBe(
      `<transaction>
  <gross>1150.00</gross>
  <sequencenumber system="true">1042</sequencenumber>
  <subfile name="Detail">
    <detail>
      <detail.account>4000-</detail.account>
      <detail.sort system="true">1</detail.sort>
    </detail>
    <detail system="true">
      <detail.account>1500-</detail.account>
      <detail.sort system="true">2</detail.sort>
    </detail>
  </subfile>
</transaction>
`,
    );
  });

  const texts: readonly [name: string, value: string, printed: string][] = [
    ["escapes what Canonical XML escapes", "<a> & \"b\" 'c'", "&lt;a&gt; &amp; \"b\" 'c'"],
    ["keeps a carriage return as a reference", "a\rb\r\nc", "a&#xD;b&#xD;\nc"],
    ["writes tabs and line feeds as they are", "a\tb\nc", "a\tb\nc"],
    ["writes what is not ASCII as it is", "é漢😀\u00A0\u0085\u2028", "é漢😀\u00A0\u0085\u2028"],
    ["keeps spaces", "  ", "  "],
  ];
  test.each(texts)("%s", (_name, value, printed) => {
    const record = nameRecord({ comment: value });
    expect(printRecord(record)).toBe(`<name>\n  <comment>${printed}</comment>\n</name>\n`);
    expect(parseRecord(recordBytes(record))).toEqual(record);
  });

  test("prints a record without a field in two lines", () => {
    expect(printRecord(nameRecord({}))).toBe("<name>\n</name>\n");
  });
});

describe("parseRecord", () => {
  test.each([
    ["a record with rows", LINES],
    ["a record without a field", nameRecord({})],
  ])("reads %s back", (_name, record) => {
    expect(parseRecord(recordBytes(record))).toEqual(record);
  });

  test("reads a zero back, because a file does not know types", () => {
    const record = nameRecord({ novelty: "0" });
    expect(parseRecord(recordBytes(record))).toEqual(record);
  });

  const others: readonly [name: string, text: string, line: number][] = [
    ["another indentation", "<name>\n\t<code>A</code>\n</name>\n", 2],
    ["no final newline", "<name>\n  <code>A</code>\n</name>", 3],
    ["two final newlines", "<name>\n  <code>A</code>\n</name>\n\n", 4],
    ["CRLF line ends", "<name>\r\n  <code>A</code>\r\n</name>\r\n", 1],
    ["a declaration", '<?xml version="1.0"?>\n<name>\n  <code>A</code>\n</name>\n', 1],
    ["a byte order mark", "\uFEFF<name>\n  <code>A</code>\n</name>\n", 1],
    ["fields out of order", "<name>\n  <phone>1</phone>\n  <code>A</code>\n</name>\n", 2],
    ["an empty field", "<name>\n  <code>A</code>\n  <phone></phone>\n</name>\n", 3],
    ["a modification time", "<name>\n  <lastmodifiedtime>20250310141502</lastmodifiedtime>\n</name>\n", 2],
    ["a name in capitals", "<Name>\n  <code>A</code>\n</Name>\n", 1],
    ["another attribute", '<name>\n  <code x="1">A</code>\n</name>\n', 2],
    ["a system mark that says false", '<name>\n  <code system="false">A</code>\n</name>\n', 2],
    ["a system mark on the record", '<name system="true">\n  <code>A</code>\n</name>\n', 1],
    ["a reference that is not needed", "<name>\n  <code>&#65;</code>\n</name>\n", 2],
    ["a comment", "<name>\n  <!-- A -->\n</name>\n", 2],
    ["a CDATA section", "<name>\n  <code><![CDATA[A]]></code>\n</name>\n", 2],
    ["a document type", '<!DOCTYPE name [<!ENTITY e "A">]>\n<name>\n  <code>&e;</code>\n</name>\n', 1],
    [
      "rows out of order",
      '<name>\n  <subfile name="D">\n    <d>\n      <sort>2</sort>\n    </d>\n    <d>\n      <sort>1</sort>\n    </d>\n  </subfile>\n</name>\n',
      4,
    ],
    ["an empty subfile", '<name>\n  <subfile name="D">\n  </subfile>\n</name>\n', 2],
    ["a mark that marks nothing", "<name>\n  <code>a</code>\n  <comment>␛{41}</comment>\n</name>\n", 3],
  ];
  test.each(others)("refuses %s, naming the line", (_name, text, line) => {
    expect(() => parseRecord(utf8(text))).toThrow(`first seen in line ${line}.`);
  });

  test("refuses bytes that are not UTF-8", () => {
    expect(codeOf(() => parseRecord(Uint8Array.of(0x3c, 0xff)))).toBe("canonical.not-canonical");
  });

  test.each([
    ["a field twice", "<name>\n  <code>A</code>\n  <code>B</code>\n</name>\n"],
    ["an element in a field", "<name>\n  <code><b>A</b></code>\n</name>\n"],
    ["a name that is none", "<name>\n  <a-b>A</a-b>\n</name>\n"],
    ["a forbidden character", "<name>\n  <code>\u000B</code>\n</name>\n"],
  ])("refuses %s as a fault of the file", (_name, text) => {
    expect(codeOf(() => parseRecord(utf8(text)))).toBe("canonical.not-canonical");
  });

  test("refuses a file that was cut off at any byte", () => {
    const bytes = recordBytes(LINES);
    for (let length = 0; length < bytes.length; length++) {
      expect(codeOf(() => parseRecord(bytes.subarray(0, length)))).toBe("canonical.not-canonical");
    }
  });
});

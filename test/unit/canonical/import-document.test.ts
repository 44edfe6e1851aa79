import { describe, expect, test } from "bun:test";
import { buildImport, type ImportRequest } from "../../../src/canonical/import-document.ts";
import { codeOf } from "../../support/canonical-tools.ts";

function importOf(value: string): string {
  return buildImport({ table: "Name", element: "name", content: [{ name: "comment", value }] });
}

describe("buildImport", () => {
  test("writes an update as the manual shows it", () => {
    const request: ImportRequest = {
      table: "Name",
      attributes: { update: "true" },
      element: "name",
      content: [
        { name: "code", value: "ROWAN" },
        { name: "comment", value: "Call first\rUse side gate" },
        { name: "phone", value: "" },
      ],
    };
    expect(buildImport(request)).toBe(`<?xml version="1.0"?>
<table name="Name" update="true">
	<name>
		<code>ROWAN</code>
		<comment>Call first&#13;Use side gate</comment>
		<phone/>
	</name>
</table>
`);
  });

  test("keeps the order, expressions and rows between the fields", () => {
    const request: ImportRequest = {
      table: "Transaction",
      attributes: { return_seq: "true" },
      element: "transaction",
      content: [
        { name: "type", value: "DII" },
        { name: "ourref", workItOut: true },
        {
          subfile: "Detail",
          element: "detail",
          rows: [
            [
              { name: "detail.stockcode", value: "W" },
              { name: "detail.gross", calculated: 'detail.net * 2 > "1"' },
            ],
            [{ name: "detail.account", value: "4000" }],
          ],
        },
        { name: "gross", workItOut: true },
      ],
    };
    expect(buildImport(request)).toBe(`<?xml version="1.0"?>
<table name="Transaction" return_seq="true">
	<transaction>
		<type>DII</type>
		<ourref work-it-out="true"/>
		<subfile name="Detail">
			<detail>
				<detail.stockcode>W</detail.stockcode>
				<detail.gross calculated="true">detail.net * 2 &gt; "1"</detail.gross>
			</detail>
			<detail>
				<detail.account>4000</detail.account>
			</detail>
		</subfile>
		<gross work-it-out="true"/>
	</transaction>
</table>
`);
  });

  const values: readonly [name: string, value: string, sent?: string][] = [
    ["markup", "</comment><code>X</code>"],
    ["what ends like a tag", "a />"],
    ["an ampersand and references", "&amp; &#13; &"],
    ["quotes", "\"'`"],
    ["spaces around", "  x  "],
    ["spaces alone", "   "],
    ["tabs and line feeds", "\ta\nb\t"],
    ["carriage returns and both", "a\rb\r\nc"],
    ["a CDATA end", "]]>"],
    ["what is not ASCII", "é漢😀\u0085\u2028\u00A0"],
    ["a number with zeros", "0010.500"],
    ["a replacement pattern", "$& $1 $$"],
    ["the sign of protected text", "a␛{241B}b", "a␛b"],
  ];
  test.each(values)("a parser reads %s back exactly", (_name, value, sent = value) => {
    expect(Bun.XML.parse(importOf(value))).toEqual({ table: { "@name": "Name", name: { comment: sent } } });
  });

  test("a parser reads an attribute back exactly", () => {
    const document = buildImport({ table: "Name", attributes: { x: "a\"b'<&>\t\n\r" }, element: "name", content: [] });
    expect(Bun.XML.parse(document)).toEqual({ table: { "@name": "Name", "@x": "a\"b'<&>\t\n\r", name: "" } });
  });

  test.each([
    ["a vertical tab", "a␛{B}b", "U+000B"],
    ["NUL", "␛{241B}␛{0}", "U+0000"],
    ["half a surrogate pair", "␛{D83D}", "U+D83D"],
    ["a raw forbidden character", "\u000B", "U+000B"],
    ["a byte whose character is not known", "caf␛{=E9}", "byte E9"],
  ])("refuses %s, naming field and character", (_name, value, character) => {
    expect(codeOf(() => importOf(value))).toBe("canonical.unsendable");
    expect(() => importOf(value)).toThrow(`'comment' holds the character ${character}`);
  });

  test.each([
    ["a field", { table: "Name", element: "name", content: [{ name: "a><b", value: "" }] }],
    ["a record", { table: "Name", element: "name x='1'", content: [] }],
    ["a table", { table: 'Name" update="true', element: "name", content: [] }],
    ["a subfile", { table: "Name", element: "name", content: [{ subfile: "a b", element: "d", rows: [] }] }],
    ["an attribute", { table: "Name", attributes: { "a b": "" }, element: "name", content: [] }],
  ] satisfies [string, ImportRequest][])("refuses the name of %s that would break out", (_name, request) => {
    expect(codeOf(() => buildImport(request))).toBe("canonical.bad-name");
  });
});

import { expect, test } from "bun:test";
import { readXml, type XmlElement } from "../../../../src/simulator/import/xml-reader.ts";

/** `name(child child)=text` */
function shape({ name, children, text }: XmlElement): string {
  return `${name}${children.length > 0 ? `(${children.map(shape).join(" ")})` : `=${text}`}`;
}

test.each([
  ["keeps the order of elements", "<a><b>1</b><c>2</c><b>3</b></a>", "a(b=1 c=2 b=3)"],
  ["resolves entities and references", "<a>&lt;&amp;&gt;&quot;&apos;&#13;&#x1F411;</a>", "a=<&>\"'\r🐑"],
  ["takes CDATA as it is", "<a><![CDATA[<b>&amp;]]></a>", "a=<b>&amp;"],
  [
    "skips the declaration, comments and instructions",
    '<?xml version="1.0"?><!-- <x> --><a><?p?><!--y-->1</a>\n',
    "a=1",
  ],
  ["takes a BOM", "\uFEFF<a/>", "a="],
  ["makes one line end of CR LF", "<a>1\r\n2</a>", "a=1\n2"],
  ["takes whitespace in tags", "<a ><b\n/></a\t>", "a(b=)"],
])("%s", (_title, source, expected) => {
  expect(shape(readXml(source))).toBe(expected);
});

test("reads attributes in either quotes, their names in any letter case", () => {
  expect([...readXml(`<a Name='x&amp;"y' return_seq = "true"/>`).attributes]).toEqual([
    ["name", 'x&"y'],
    ["return_seq", "true"],
  ]);
});

test.each([
  "",
  "text",
  "<a>",
  "</a>",
  "<a></b>",
  "<a/><b/>",
  "<a>&nope;</a>",
  "<a>&#x110000;</a>",
  "<a x=1/>",
  "<a>x<",
  "<a><!-- </a>",
  `${"<a>".repeat(30)}`,
])("refuses %p", (source) => {
  expect(() => readXml(source)).toThrow("XML parsing failed");
});

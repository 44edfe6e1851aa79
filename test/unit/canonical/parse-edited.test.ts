import { describe, expect, test } from "bun:test";
import { parseEdited } from "../../../src/canonical/parse-edited.ts";
import { codeOf, field, utf8 } from "../../support/canonical-tools.ts";

function fieldsIn(xml: string, blanks?: "typed" | "empty") {
  return parseEdited(utf8(xml), blanks).fields;
}

function commentOf(markup: string): string | undefined {
  return fieldsIn(`<name><comment>${markup}</comment></name>`)[0]?.value;
}

describe("an edited file", () => {
  test("is read in any layout and order, MoneyWorks' marks kept", () => {
    expect(
      fieldsIn('\n<Name><phone x="1">1</phone>\r\n<dbalance system="true">5</dbalance><code>A</code></Name>'),
    ).toEqual([field("code", "A"), field("dbalance!", "5"), field("phone", "1")]);
  });

  test.each([
    ["references", "&#65;&#x42;&amp;&lt;&gt;&quot;&apos;", "AB&<>\"'"],
    ["CDATA, a DOCTYPE in it too", "<![CDATA[<!DOCTYPE html>]]>&amp;", "<!DOCTYPE html>&"],
    ["comments inside", "a<!-- b -->c", "ac"],
    ["raw line ends as XML reads them", "a\r\nb\rc", "a\nb\nc"],
    ["referenced line ends as they are", "a&#13;&#10;b&#xD;c", "a\r\nb\rc"],
    ["white space", "  a\t ", "  a\t "],
    ["marks of protected text", "␛{B}␛{=E9}␛{241B}", "␛{B}␛{=E9}␛{241B}"],
    ["a byte order mark inside", "a\uFEFF", "a\uFEFF"],
  ])("%s", (_name, markup, value) => {
    expect(commentOf(markup)).toBe(value);
  });

  test("leaves out what is blank by its type, or only what is empty", () => {
    const xml =
      "<job><code>A</code><quote>0.00</quote><startdate>19040101</startdate><comment/><foo>0</foo><lastmodifiedtime>20250101000000</lastmodifiedtime></job>";
    expect(fieldsIn(xml).map(({ name }) => name)).toEqual(["code", "foo"]);
    expect(fieldsIn(xml, "empty").map(({ name }) => name)).toEqual(["code", "foo", "quote", "startdate"]);
  });

  test("keeps lines in the order in which they stand", () => {
    const line = (sort: string, sum: string) =>
      `<detail><detail.sort>${sort}</detail.sort><detail.net>${sum}</detail.net></detail>`;
    const xml = `<transaction><subfile name="Detail">${line("2", "20")}${line("1", "10")}<detail><net>0</net></detail></subfile></transaction>`;
    const [subfile] = parseEdited(utf8(xml)).subfiles;
    expect(subfile?.rows.map((row) => row.fields.find(({ name }) => name === "detail.net")?.value)).toEqual([
      "20",
      "10",
      undefined,
    ]);
    expect(subfile?.rows).toHaveLength(3);
  });

  test.each([
    ["in UTF-8", '<?xml version="1.0" encoding="UTF-8"?><name><code>é</code></name>'],
    ["in ASCII, whatever it declares", '<?xml version="1.0" encoding="UTF-16"?><name><code>e</code></name>'],
    ["with a byte order mark", "\uFEFF<name><code>é</code></name>"],
  ])("is taken %s", (_name, xml) => {
    expect(fieldsIn(xml)).toHaveLength(1);
  });

  test("of thousands of lines is read at once", () => {
    const line = `<detail><detail.account>4000-</detail.account><detail.description>${"x".repeat(200)}</detail.description></detail>`;
    const xml = `<transaction><subfile name="Detail">${line.repeat(20_000)}</subfile></transaction>`;
    expect(parseEdited(utf8(xml)).subfiles[0]?.rows).toHaveLength(20_000);
  });
});

describe("an edited file is refused", () => {
  test.each([
    [
      "that declares another encoding than it has",
      '<?xml version="1.0" encoding="latin1"?><name><code>é</code></name>',
      "canonical.encoding",
    ],
    ["with a DOCTYPE", "\n<!-- x --><?y?> <!DOCTYPE name><name/>", "canonical.doctype"],
    [
      "with a DOCTYPE behind a comment that begins like an end",
      "<!---> x --><!DOCTYPE name><name/>",
      "canonical.doctype",
    ],
    ["with a comment that does not end", "<!-- <name/>", "canonical.malformed-xml"],
    ["with the sign of protected text by itself", "<name><code>␛</code></name>", "canonical.bad-value"],
    [
      "with such a sign in a line",
      '<x><subfile name="A"><y><y.a>␛{0041}</y.a></y></subfile></x>',
      "canonical.bad-value",
    ],
    [
      "with a subfile in a line",
      '<x><subfile name="A"><y><subfile name="B"><z/></subfile></y></subfile></x>',
      "canonical.unexpected-element",
    ],
    [
      "with two kinds of rows in a subfile",
      '<x><subfile name="A"><y/><z/></subfile></x>',
      "canonical.unexpected-element",
    ],
    ["with nothing in it", "", "canonical.malformed-xml"],
  ])("%s", (_name, xml, code) => {
    expect(codeOf(() => parseEdited(utf8(xml)))).toBe(code);
  });

  test("that is not UTF-8", () => {
    expect(codeOf(() => parseEdited(Uint8Array.of(0xff, 0xfe, 0x3c, 0x00)))).toBe("canonical.malformed-xml");
    expect(() => parseEdited(Uint8Array.of(0xc3))).toThrow("it is not UTF-8");
  });
});

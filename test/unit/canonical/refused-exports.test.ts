import { describe, expect, test } from "bun:test";
import { XMLValidator } from "fast-xml-parser";
import { parseExport } from "../../../src/canonical/parse-export.ts";
import { codeOf, schemaOf, utf8 } from "../../support/canonical-tools.ts";

const NAME = schemaOf("name");
const WHOLE =
  '<?xml version="1.0"?>\n<table name="Name" count="1" start="0" found="1">\n\t<name>\n\t\t<code system="true">A</code>\n\t\t<comment>é &amp; &#13;</comment>\n\t</name>\n</table>';

function inside(record: string): string {
  return `<table name="Name"><name>${record}</name></table>`;
}

describe("what is not well-formed is refused", () => {
  const malformed: readonly [name: string, xml: string][] = [
    ["nothing", ""],
    ["white space", " \n"],
    ["an error text", "could not understand the request"],
    ["a mismatched end tag", inside("<code>A</phone>")],
    ["an unclosed field", inside("<code>A")],
    ["two roots", `${inside("")}<table name="Name"/>`],
    ["text after the root", `${inside("")}x`],
    ["a bare ampersand", inside("<code>A & B</code>")],
    ["an undeclared entity", inside("<code>&nbsp;</code>")],
    ["a duplicate attribute", inside('<code system="true" system="true">A</code>')],
    ["an attribute without quotes", inside("<code system=true>A</code>")],
    ["a less-than sign in a text", inside("<code>a<b</code>")],
    ["a name that begins with a digit", inside("<1code>A</1code>")],
    ["a reference beyond Unicode", inside("<code>&#1114112;</code>")],
    ["an unended comment", inside("<!-- ")],
    ["an unended CDATA section", inside("<code><![CDATA[A</code>")],
    ["a forbidden character in a tag", inside("<co\u000Bde>A</code>")],
    ["a declaration in the middle", inside('<?xml version="1.0"?>')],
  ];
  test.each(malformed)("%s", (_name, xml) => {
    expect(codeOf(() => parseExport(utf8(xml), NAME))).toBe("canonical.malformed-xml");
  });

  test("an answer cut off at any byte", () => {
    const bytes = utf8(WHOLE);
    expect(parseExport(bytes, NAME).records).toHaveLength(1);
    for (let length = 0; length < bytes.length; length++) {
      const code = codeOf(() => parseExport(bytes.subarray(0, length), NAME));
      expect([length, code]).toEqual([length, "canonical.malformed-xml"]);
    }
  });

  test("the message does not quote a field's value", () => {
    let message = "";
    try {
      parseExport(utf8(inside("<comment>secret & 'hidden' &private;</comment>")), NAME);
    } catch (error) {
      message = Bun.inspect(error);
    }
    expect(message).toContain("not well-formed");
    expect(message).not.toMatch(/secret|hidden|private/);
  });

  test("fast-xml-parser's validator agrees, except where it does not look", () => {
    const unseen = malformed.filter(([, xml]) => XMLValidator.validate(xml) === true).map(([name]) => name);
    expect(unseen).toEqual([
      "two roots",
      "an undeclared entity",
      "a reference beyond Unicode",
      "a declaration in the middle",
    ]);
  });
});

describe("what is well-formed and not an export of the table is refused", () => {
  const cases: readonly [name: string, xml: string, code: string][] = [
    ["another root", "<documents/>", "canonical.wrong-root"],
    ["a root in capitals", '<TABLE name="Name"/>', "canonical.wrong-root"],
    ["an error page", "<html><body/></html>", "canonical.wrong-root"],
    ["another table", '<table name="Product"/>', "canonical.wrong-table"],
    ["a table without a name", "<table/>", "canonical.wrong-table"],
    ["a count that is no number", '<table name="Name" count="many"/>', "canonical.bad-attribute"],
    ["a negative start", '<table name="Name" start="-1"/>', "canonical.bad-attribute"],
    ["an empty found", '<table name="Name" found=""/>', "canonical.bad-attribute"],
    ["text between the records", '<table name="Name">x<name/></table>', "canonical.unexpected-text"],
    ["text instead of records", '<table name="Name">busy</table>', "canonical.unexpected-text"],
    ["another table's record", '<table name="Name"><product/></table>', "canonical.unexpected-element"],
    ["text in a record", inside("x<code>A</code>"), "canonical.unexpected-text"],
    ["a record that is only text", inside("x"), "canonical.unexpected-text"],
    ["a field that holds an element", inside("<code><b>A</b></code>"), "canonical.unexpected-element"],
    [
      "a field with an element among its text",
      inside('<code system="true">A<b/></code>'),
      "canonical.unexpected-element",
    ],
    ["a field twice", inside("<code>A</code><code>B</code>"), "canonical.duplicate-field"],
    ["a field twice, once blank", inside("<code>A</code><code/>"), "canonical.duplicate-field"],
    ["a field twice in different capitals", inside("<code>A</code><Code>B</Code>"), "canonical.duplicate-field"],
    ["a field twice in different capitals, once blank", inside("<code>A</code><Code/>"), "canonical.duplicate-field"],
    ["a name with a hyphen", inside("<a-b>A</a-b>"), "canonical.bad-name"],
    ["a name with a colon", inside("<x:a>A</x:a>"), "canonical.bad-name"],
    ["a name with an accent", inside("<é>A</é>"), "canonical.bad-name"],
    ["a name that folds to ASCII", inside("<\u212Aind>A</\u212Aind>"), "canonical.bad-name"],
    ["the name __proto__", inside("<__proto__>A</__proto__>"), "canonical.bad-name"],
    ["a name of 81 letters", inside(`<${"a".repeat(81)}>A</${"a".repeat(81)}>`), "canonical.bad-name"],
    ["a sequence number that is none", inside("<sequencenumber>12a</sequencenumber>"), "canonical.bad-value"],
    ["a sequence number beyond 32 bits", inside("<sequencenumber>4294967296</sequencenumber>"), "canonical.bad-value"],
    ["sequence number zero", inside("<sequencenumber>0</sequencenumber>"), "canonical.bad-value"],
    ["a time that is none", inside("<lastmodifiedtime>2025-03-10</lastmodifiedtime>"), "canonical.bad-value"],
    ["a subfile without a name", inside("<subfile><detail/></subfile>"), "canonical.bad-name"],
    ["a subfile's name that would break out", inside("<subfile name='a\"b'><detail/></subfile>"), "canonical.bad-name"],
    ["a subfile of two kinds of rows", inside('<subfile name="D"><a/><b/></subfile>'), "canonical.unexpected-element"],
    ["a subfile with text", inside('<subfile name="D">x<a/></subfile>'), "canonical.unexpected-text"],
    [
      "two subfiles of one name",
      inside('<subfile name="D"><a><b>1</b></a></subfile><subfile name="D"><a/></subfile>'),
      "canonical.duplicate-field",
    ],
    [
      "a subfile in a row",
      inside('<subfile name="D"><a><subfile name="E"/></a></subfile>'),
      "canonical.unexpected-element",
    ],
  ];
  test.each(cases)("%s", (_name, xml, code) => {
    expect(codeOf(() => parseExport(utf8(xml), NAME))).toBe(code);
  });
});

describe("what a parser would take and MoneyWorks never sends is refused", () => {
  const cases: readonly [name: string, bytes: Uint8Array, code: string][] = [
    ["a document type", utf8(`<!DOCTYPE table>${inside("")}`), "canonical.doctype"],
    [
      "one with an entity",
      utf8(`<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE table [<!ENTITY e "x">]>${inside("<code>&e;</code>")}`),
      "canonical.doctype",
    ],
    [
      "one after a comment that mentions one",
      utf8(`<!-- <!DOCTYPE --><!DOCTYPE table>${inside("")}`),
      "canonical.doctype",
    ],
    ["one after a byte order mark", utf8(`\uFEFF<!DOCTYPE table>${inside("")}`), "canonical.doctype"],
    [
      "a declared encoding that is not UTF-8",
      utf8(`<?xml version="1.0" encoding="ISO-8859-1"?>${inside("")}`),
      "canonical.encoding",
    ],
    [
      "the same far to the right",
      utf8(`<?xml version="1.0"${" ".repeat(500)}encoding='UTF-16'?>${inside("")}`),
      "canonical.encoding",
    ],
    ["UTF-16 with a byte order mark", Buffer.from(`\uFEFF${inside("")}`, "utf16le"), "canonical.encoding"],
    ["UTF-16 without one", Buffer.from(inside(""), "utf16le"), "canonical.encoding"],
  ];
  test.each(cases)("%s", (_name, bytes, code) => {
    expect(codeOf(() => parseExport(bytes, NAME))).toBe(code);
  });

  test("a document type in a page that has to be protected as well", () => {
    const body = utf8(`<!--\u000B--><!DOCTYPE table [<!ENTITY e "x">]>${inside("<code>&e;</code>")}`);
    expect(codeOf(() => parseExport(body, NAME))).toBe("canonical.doctype");
  });

  test("many comments before a text with DOCTYPE in CDATA take no time", () => {
    const body = `${"<!-- a --> <?p q?>".repeat(2000)}${inside("<code><![CDATA[<!DOCTYPE]]></code>")}`;
    expect(parseExport(utf8(body), NAME).records).toHaveLength(1);
  });
});

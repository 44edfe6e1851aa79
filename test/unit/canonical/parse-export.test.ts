import { describe, expect, test } from "bun:test";
import { type ParsedExport, parseExport } from "../../../src/canonical/parse-export.ts";
import { printRecord } from "../../../src/canonical/print.ts";
import { field, schemaOf, utf8 } from "../../support/canonical-tools.ts";

function names(records: string, attributes = 'count="1" start="0" found="1"'): ParsedExport {
  return parseExport(
    utf8(`<?xml version="1.0"?>\n<table name="Name" ${attributes}>${records}</table>\n`),
    schemaOf("name"),
  );
}

function readValue(markup: string): string | undefined {
  const [parsed] = names(`<name><comment>${markup}</comment></name>`).records;
  return parsed?.record.fields[0]?.value;
}

describe("the frame", () => {
  test("tells what the server says of the answer", () => {
    const { name, count, start, found, records } = names("<name/><name/>", 'count="2" start="4" found="60"');
    expect({ name, count, start, found, records: records.length }).toEqual({
      name: "Name",
      count: 2,
      start: 4,
      found: 60,
      records: 2,
    });
  });

  test("takes an answer without numbers", () => {
    const { count, start, found } = names("", "");
    expect([count, start, found]).toEqual([null, null, null]);
  });

  test.each(["", "\n", "\r\n\t ", "<!-- nothing -->"])("an empty answer with %j inside has no records", (inside) => {
    expect(names(inside, 'count="0" start="0" found="0"').records).toEqual([]);
  });

  test("takes a byte order mark, an encoding that says UTF-8, CRLF layout and no final newline", () => {
    const body =
      '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<table name="Name">\r\n\t<name>\r\n\t\t<code>A</code>\r\n\t</name>\r\n</table>';
    expect(parseExport(utf8(body), schemaOf("name")).records[0]?.record.fields).toEqual([field("code", "A")]);
  });

  test("knows the table whatever its capitals", () => {
    expect(parseExport(utf8('<table name="taxRATE"/>'), schemaOf("taxrate")).name).toBe("taxRATE");
  });
});

describe("a record", () => {
  test("has its number and its time beside it, the time not inside", () => {
    const [parsed] = names(
      '<name><sequencenumber system="true">12</sequencenumber><lastmodifiedtime system="true">20250310141502</lastmodifiedtime><code>A</code></name>',
    ).records;
    expect(parsed?.seq).toBe(12);
    expect(String(parsed?.modtime)).toBe("20250310141502");
    expect(parsed?.record).toEqual({
      element: "name",
      fields: [field("code", "A"), field("sequencenumber!", "12")],
      subfiles: [],
    });
  });

  test("without number and time says so with null", () => {
    const [parsed] = names("<name><code>A</code></name>").records;
    expect([parsed?.seq, parsed?.modtime]).toEqual([null, null]);
  });

  test("may hold a field of its own name", () => {
    const [parsed] = names("<name><name>Rowan</name></name>").records;
    expect(parsed?.record.fields).toEqual([field("name", "Rowan")]);
  });

  test("of a table with prefixed fields is read by the names behind the prefix", () => {
    const body =
      '<table name="Detail"><detail><detail.sequencenumber>7</detail.sequencenumber><detail.lastmodifiedtime>20250310141440</detail.lastmodifiedtime><detail.gross>0.00</detail.gross><detail.account>4000-</detail.account></detail></table>';
    const [parsed] = parseExport(utf8(body), schemaOf("detail")).records;
    expect([parsed?.seq, String(parsed?.modtime)]).toEqual([7, "20250310141440"]);
    expect(parsed?.record.fields).toEqual([field("detail.account", "4000-"), field("detail.sequencenumber", "7")]);
  });

  test("loses its blank fields, marked or not, and keeps the rest sorted", () => {
    const [parsed] = names(
      '<name><phone></phone><d90plus system="true">0.00</d90plus><dcurrent system="true">1150.00</dcurrent><dateoflastsale system="true">19040101</dateoflastsale><code>A</code><salutation/></name>',
    ).records;
    expect(parsed?.record.fields).toEqual([field("code", "A"), field("dcurrent!", "1150.00")]);
  });

  test("keeps what the schema does not know, unless it is empty", () => {
    const [parsed] = names("<name><novelty>0</novelty><other></other></name>").records;
    expect(parsed?.record.fields).toEqual([field("novelty", "0")]);
  });

  test("gives the same bytes whatever the order and the capitals of its fields", () => {
    const [a] = names("<name><code>A</code><phone>1</phone></name>").records;
    const [b] = names("<Name><PHONE>1</PHONE><Code>A</Code></Name>").records;
    expect(a && printRecord(a.record)).toBe(b && printRecord(b.record));
  });

  test("takes names that mean something to JavaScript as plain names", () => {
    const [parsed] = names("<name><constructor>a</constructor><tostring>b</tostring></name>").records;
    expect(parsed?.record.fields).toEqual([field("constructor", "a"), field("tostring", "b")]);
  });

  test("ignores attributes other than system, and system with another value", () => {
    const [parsed] = names('<name x="1"><code y="2" system="false">A</code></name>').records;
    expect(parsed?.record.fields).toEqual([field("code", "A")]);
  });
});

describe("a value", () => {
  const exact: readonly [name: string, markup: string, value: string][] = [
    ["of two spaces", "  ", "  "],
    ["with spaces around", " x ", " x "],
    ["of a tab", "\t", "\t"],
    ["of a line feed", "\n", "\n"],
    ["with a raw CRLF, which XML reads as a line feed", "a\r\nb\rc", "a\nb\nc"],
    ["with a carriage return as a reference", "a&#13;b&#xD;c", "a\rb\rc"],
    ["of CR and LF as references", "&#13;&#10;", "\r\n"],
    ["with entities", "&lt;&gt;&amp;&quot;&apos;", "<>&\"'"],
    ["that looks like a number", "007", "007"],
    ["in CDATA", "<![CDATA[ <b>&amp; ]]>", " <b>&amp; "],
    ["around a comment", "a<!-- c -->b", "ab"],
    ["with a DOCTYPE in CDATA", "<![CDATA[<!DOCTYPE a>]]>", "<!DOCTYPE a>"],
    ["of astral characters", "😀&#x1F600;", "😀😀"],
    ["with a forbidden character", "a\u000Bb", "a␛{B}b"],
    ["with a forbidden reference", "a&#11;b", "a␛{B}b"],
    ["with the sign of protected text", "a␛b", "a␛{241B}b"],
    ["with the sign as a decimal reference", "a&#9243;", "a␛{241B}"],
    ["with the sign as a hexadecimal reference", "a&#x241B;", "a␛{241B}"],
    ["with the same in small letters", "a&#x0241b;", "a␛{241B}"],
    ["with a DOCTYPE in CDATA beside a forbidden character", "\u000B<![CDATA[<!DOCTYPE a>]]>", "␛{B}<!DOCTYPE a>"],
  ];
  test.each(exact)("%s is kept", (_name, markup, value) => {
    expect(readValue(markup)).toBe(value);
  });

  test("of two spaces is kept on a system field too", () => {
    const [parsed] = names('<name><kind system="true">  </kind><phone system="true"/></name>').records;
    expect(parsed?.record.fields).toEqual([field("kind!", "  ")]);
  });

  test("in bytes that are not UTF-8 does not stop the page, and is counted", () => {
    const body = Buffer.from('<table name="Name"><name><comment>caf\xE9 \x0B</comment></name></table>', "latin1");
    const parsed = parseExport(body, schemaOf("name"));
    expect(parsed.records[0]?.record.fields).toEqual([field("comment", "caf␛{=E9} ␛{B}")]);
    expect(parsed.replaced).toBe(2);
  });
});

describe("a subfile", () => {
  function transaction(inside: string) {
    const body = `<table name="Transaction"><transaction>${inside}</transaction></table>`;
    return parseExport(utf8(body), schemaOf("transaction")).records[0]?.record.subfiles;
  }

  test("has one shape for one row and for several", () => {
    const row = "<detail><detail.account>4000-</detail.account></detail>";
    const expected = { fields: [field("detail.account", "4000-")], system: false };
    expect(transaction(`<subfile name="Detail">${row}</subfile>`)).toEqual([
      { name: "Detail", element: "detail", rows: [expected] },
    ]);
    expect(transaction(`<subfile name="Detail">\n${row}\n${row}</subfile>`)?.[0]?.rows).toEqual([expected, expected]);
  });

  test("orders its rows by sort as numbers, then by sequence number", () => {
    const row = (sort: number, seq: number) =>
      `<detail><detail.sort>${sort}</detail.sort><detail.sequencenumber>${seq}</detail.sequencenumber></detail>`;
    const rows = transaction(`<subfile name="Detail">${row(10, 1)}${row(2, 9)}${row(2, 8)}</subfile>`)?.[0]?.rows;
    expect(rows?.map((one) => one.fields.map((f) => f.value))).toEqual([
      ["8", "2"],
      ["9", "2"],
      ["1", "10"],
    ]);
  });

  test("drops blanks and times inside its rows and keeps the marks of rows and fields", () => {
    const rows = transaction(
      '<subfile name="Detail"><detail system="true"><detail.lastmodifiedtime system="true">20250310141440</detail.lastmodifiedtime><detail.gross>0.00</detail.gross><detail.debit system="true">1150.00</detail.debit><detail.flags>-32768</detail.flags></detail></subfile>',
    )?.[0]?.rows;
    expect(rows).toEqual([
      { system: true, fields: [field("detail.debit!", "1150.00"), field("detail.flags", "-32768")] },
    ]);
  });

  test.each(['<subfile name="Detail"/>', '<subfile name="Detail">\n</subfile>'])(
    "without rows is left out: %j",
    (empty) => {
      expect(transaction(empty)).toEqual([]);
    },
  );

  test("of a kind nobody knows is taken, the subfiles sorted by name", () => {
    const subfiles = transaction(
      '<subfile name="Zebra"><stripe><n>0</n></stripe></subfile><subfile name="Ant"><leg><n>1</n></leg></subfile>',
    );
    expect(subfiles?.map(({ name, rows }) => [name, rows[0]?.fields[0]?.value])).toEqual([
      ["Ant", "1"],
      ["Zebra", "0"],
    ]);
  });
});

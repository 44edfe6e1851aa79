import { describe, expect, test } from "bun:test";
import { Balance, hashRecord } from "../../../anonymizer/audit/balance.ts";
import { Classes } from "../../../anonymizer/audit/classes.ts";
import { eachJsonPiece } from "../../../anonymizer/audit/json.ts";
import { eachPiece, type PieceReader } from "../../../anonymizer/audit/markup.ts";
import {
  exportShape,
  LINE_SHAPE,
  NO_SHAPE,
  type RecordShape,
  RecordSplitter,
} from "../../../anonymizer/audit/split.ts";
import { Tally } from "../../../anonymizer/audit/tally.ts";
import { decodeText } from "../../../anonymizer/audit/text-encoding.ts";
import type { TableName } from "../../../src/domain/ids.ts";

function piecesIn(text: string, read: PieceReader = eachPiece): string[] {
  const all: string[] = [];
  read(text, ({ text: said, field, parent, row }) =>
    all.push(`${parent}.${field}${row === 0 ? "" : `[${row}]`}=${said.trim()}`),
  );
  return all;
}

describe("pieces of markup", () => {
  test("fields with their record, rows counted over subfiles", () => {
    const rows = '<detail><net>1</net></detail><detail system="true"><net>2</net></detail>';
    const text = `<transaction><gross>3</gross><note></note><subfile name="Detail">${rows}</subfile><user1>4</user1></transaction>`;
    expect(piecesIn(text)).toEqual([
      "transaction.gross=3",
      'transaction.attribute of subfile=name="Detail"',
      "detail.net[1]=1",
      "detail.net[2]=2",
      "transaction.user1=4",
    ]);
  });

  const broken: readonly [what: string, text: string, piece: string][] = [
    ["a comment", "<a><!-- Rowan --></a>", "a.XML comment=Rowan"],
    ["a comment without an end", "<a><!-- Rowan", "a.XML comment=Rowan"],
    ["CDATA", "<a><b><![CDATA[R&amp;D <x>]]></b></a>", "a.b=R&amp;D <x>"],
    ["a declaration", "<?note Rowan?>", ".declaration=note Rowan"],
    ["an entity's declaration", '<!ENTITY x "Rowan">', '.declaration=ENTITY x "Rowan"'],
    ["an attribute", '<a note="x > Rowan">', '.attribute of a=note="x > Rowan"'],
    ["an attribute without quotes", "<a note=Rowan/>", ".attribute of a=note=Rowan"],
    ["a tag without an end", "<a><b Rowan", "b Rowan"],
    ["an end tag that closes nothing", "</Rowan Joinery>", ".=</Rowan Joinery"],
    ["text outside of all", "Rowan", ".=Rowan"],
    ["references", "<a><b>&#82;&#x6F;wan &amp; &lt;S&gt;</b></a>", "a.b=Rowan & <S>"],
    ["references without an end", "<a><b>&#82owan</b></a>", "a.b=Rowan"],
  ];
  test.each(broken)("%s", (_, text, piece) => {
    const all = piecesIn(text);
    if (piece.includes("=")) expect(all).toContain(piece);
    else expect(all.join()).toContain("b Rowan");
  });

  test("JSON: values with their names, names themselves, escapes, rows", () => {
    const line =
      '{"table":"transaction","seq":1,"fields":{"tofrom":"R\\u006fwan \\"x\\""},"lines":[{"seq":2,"fields":{"net":"1"}}]}';
    const all = piecesIn(line, eachJsonPiece);
    expect(all).toContain('transaction.tofrom=Rowan "x"');
    expect(all).toContain("detail.net[1]=1");
    expect(all).toContain("transaction.name of a value=tofrom");
    expect(piecesIn('{"a": "Rowan', eachJsonPiece)).toContain(".a=Rowan");
  });
});

test("text is read as what it is", () => {
  const utf16 = Buffer.from("\ufeffRöwan", "utf16le");
  expect(decodeText(utf16)).toContain("Röwan");
  expect(decodeText(Buffer.from(utf16).swap16())).toContain("Röwan");
  expect(decodeText(Buffer.from("Röwan"))).toBe("Röwan");
  expect(decodeText(Buffer.from("Röwan", "latin1"))).toBe("Röwan");
});

describe("files are cut into records and the rest, and no byte is lost", () => {
  const one = "\t<name>\n\t\t<code>A</code>\n\t</name>\n";
  const two = "\t<name>\n\t\t<code>B</code>\n\t</name>\n";
  const files: readonly [what: string, shape: RecordShape, text: string, expected: string[]][] = [
    [
      "an export",
      exportShape("name"),
      `<table>\n${one}${two}</table>\n`,
      ["- 0 <table>\n", `r 8 ${one}`, `r 42 ${two}`, "- 76 </table>\n"],
    ],
    [
      "one with something between",
      exportShape("name"),
      `${one}<!-- x -->\n${two}`,
      [`r 0 ${one}`, "- 34 <!-- x -->\n", `r 45 ${two}`],
    ],
    ["one with none", exportShape("name"), "<table>\n</table>\n", ["- 0 <table>\n</table>\n"]],
    ["lines", LINE_SHAPE, "a\nb\nc", ["r 0 a\n", "r 2 b\n", "- 4 c"]],
    ["anything", NO_SHAPE, "a\nb", ["- 0 a\nb"]],
  ];
  test.each(files)("%s", (_, shape, text, expected) => {
    for (const size of [1, 3, 1000]) {
      const seen: string[] = [];
      const note = (kind: string) => (bytes: Uint8Array, offset: number) => {
        seen.push(`${kind} ${offset} ${Buffer.from(bytes).toString()}`);
      };
      const splitter = new RecordSplitter(shape, { record: note("r"), between: note("-") });
      for (let at = 0; at < text.length; at += size) splitter.push(Buffer.from(text.slice(at, at + size)));
      splitter.end();
      expect(seen).toEqual(expected);
    }
  });

  test("what is no record is given in pieces that overlap", () => {
    const lengths: number[] = [];
    const offsets: number[] = [];
    const between = (bytes: Uint8Array, offset: number): void => {
      lengths.push(bytes.length);
      offsets.push(offset);
    };
    const splitter = new RecordSplitter(NO_SHAPE, { record: () => {}, between });
    for (let i = 0; i < 9; i++) splitter.push(new Uint8Array(1 << 20));
    splitter.end();
    expect([lengths, offsets]).toEqual([
      [1 << 23, (1 << 20) + 256],
      [0, (1 << 23) - 256],
    ]);
  });
});

test("the balance is even for the same records in any order, and says where it is not", () => {
  const hashes = ["a", "b", "c", "c"].map((text) => hashRecord("name", null, Buffer.from(text)));
  const balance = new Balance(new ArrayBuffer(1 << 12));
  for (const hash of hashes) balance.made(hash);
  for (const hash of hashes.slice(1).toReversed()) balance.found(hash);
  const [first = 0n, second = 0n] = hashes;
  expect([balance.isEven(), balance.isOpen(first), balance.isOpen(second)]).toEqual([false, true, false]);
  balance.found(first);
  expect(balance.isEven()).toBe(true);
  balance.found(first);
  expect(balance.isEven()).toBe(false);
});

test("a record is another one in another table or file", () => {
  const bytes = Buffer.from("x");
  const all = [
    hashRecord("name", null, bytes),
    hashRecord("job", null, bytes),
    hashRecord("name", "name/x.xml", bytes),
  ];
  expect(new Set(all).size).toBe(3);
});

test("a tally counts up to its bound, and what it knows beyond it", () => {
  const tally = new Tally(2000);
  for (let round = 0; round < 2; round++) for (let i = 0; i < 3000; i++) tally.add(i * 0x1_0000_0001);
  expect([tally.size, tally.isFull, tally.counts().every((count) => count === 2)]).toEqual([2000, true, true]);
});

test("k-anonymity: the smallest class, and who is in few", () => {
  const classes = new Classes("name" as TableName, ["state", "kind"]);
  const add = (state: string, kind: string, times: number): void => {
    const values = new Map([["state", state], ...(kind === "" ? [] : [["kind", kind] as const])]);
    for (let i = 0; i < times; i++) classes.add(values);
  };
  add("NSW", "1", 6);
  add("NSW", "", 3);
  add("VIC", "1", 1);
  add("VIC", "2", 1);
  expect(classes.result()).toEqual({
    table: "name" as TableName,
    fields: ["state", "kind"],
    records: 11,
    classes: 4,
    smallest: 1,
    alone: 2,
    belowFive: 5,
    isPart: false,
  });
});

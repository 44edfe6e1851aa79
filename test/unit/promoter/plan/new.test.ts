import { describe, expect, test } from "bun:test";
import type { NewOrder } from "../../../../src/promoter/plan/plan-types.ts";
import { codesOf, orderOf, type PlanOptions, planOne } from "../../../support/planning.ts";

function planNew(path: string, theirs: string, options: PlanOptions = {}) {
  return planOne(path, { base: null, theirs }, options);
}

function documentOf(path: string, theirs: string, options: PlanOptions = {}): string {
  return orderOf(planNew(path, theirs, options)).document;
}

const NAME = "<name><phone>1</phone><code>FIR</code></name>";
const HEADER = "<namecode>ROWAN</namecode><type>DI</type>";

function invoice(header: string, ...lines: readonly string[]): string {
  const rows = lines.map((line) => `<detail>${line}</detail>`).join("");
  return `<transaction>${HEADER}${header}<subfile name="Detail">${rows}</subfile></transaction>`;
}

function amounts(net: string, tax: string, gross: string): string {
  return `<detail.account>4000</detail.account><detail.net>${net}</detail.net><detail.tax>${tax}</detail.tax><detail.gross>${gross}</detail.gross>`;
}

describe("a new name", () => {
  test("is sent with its code first and our id, and without update: a code that exists must not be changed", () => {
    expect(documentOf("new/name/fir-1.xml", NAME)).toBe(
      '<?xml version="1.0"?>\n<table name="Name">\n\t<name>\n\t\t<code>FIR</code>\n\t\t<phone>1</phone>\n\t\t<usertext>tidemark:fir-1</usertext>\n\t</name>\n</table>\n',
    );
  });

  test("is looked for by its id and its code", () => {
    const { kind, id, code, clientId, expected } = orderOf(planNew("new/name/fir-1.xml", NAME)) as NewOrder;
    expect({ kind, id, code, clientId }).toEqual({
      kind: "new",
      id: { field: "usertext", value: "tidemark:fir-1" },
      code: "FIR",
      clientId: "fir-1",
    });
    expect([expected.fields.get("usertext"), expected.lines]).toEqual(["tidemark:fir-1", null]);
  });

  test("has a short id where the field is short, the same one each time", () => {
    const options = { idFields: { name: "custom3" } };
    const id = (path: string) => (orderOf(planNew(path, NAME, options)) as NewOrder).id;
    expect(id("new/name/a.xml")).toEqual({ field: "custom3", value: "tidemark:a" });
    const long = id("new/name/a-long-name.xml").value;
    expect(long).toMatch(/^tm-[0-9a-hj-np-z]{12}$/);
    expect([id("new/name/a-long-name.xml").value, id("new/name/a-long-nome.xml").value === long]).toEqual([
      long,
      false,
    ]);
  });

  test("may come from an export of another one: what is blank and MoneyWorks' own is left out", () => {
    const theirs =
      '<name><code>FIR</code><dbalance system="true">0.00</dbalance><lastmodifiedtime system="true">20250101000000</lastmodifiedtime><flags>0</flags><taxcode/><discount>0.00</discount></name>';
    const { document, expected } = orderOf(planNew("new/name/fir.xml", theirs));
    expect(document).not.toMatch(/dbalance|lastmodifiedtime|flags|taxcode/);
    expect([...expected.fields.keys()]).toEqual(["code", "discount", "usertext"]);
  });
});

describe("a new transaction", () => {
  test("leaves to MoneyWorks what it does not say, each behind what it follows from", () => {
    const line = "<detail.stockqty>2</detail.stockqty><detail.stockcode>W</detail.stockcode>";
    const names = [
      ...documentOf("new/transaction/inv-7.xml", invoice("<transdate>20250312</transdate>", line)).matchAll(
        /<([a-z.]+)( work-it-out="true"\/)?>/g,
      ),
    ].map(([, name, works]) => `${name}${works === undefined ? "" : "?"}`);
    expect(names).toEqual([
      "transaction",
      "type",
      "ourref?",
      "namecode",
      "transdate",
      "duedate?",
      "usertext",
      "detail",
      "detail.stockcode",
      "detail.stockqty",
      "detail.account?",
      "detail.description?",
      "detail.unitprice?",
      "detail.taxcode?",
      "detail.saleunit?",
      "detail.net?",
      "detail.tax?",
      "detail.gross?",
      "gross?",
    ]);
  });

  test("without a product has no price to be worked out", () => {
    const document = documentOf(
      "new/transaction/inv-7.xml",
      invoice("", "<detail.account>4000</detail.account><detail.net>10</detail.net>"),
    );
    expect(document).not.toMatch(/unitprice|saleunit|detail\.description/);
    expect(document).toContain('<detail.tax work-it-out="true"/>');
  });

  test("asks for zeros that it says", () => {
    const order = orderOf(planNew("new/transaction/z.xml", invoice("<gross>0.00</gross>", amounts("0", "0.00", "-0"))));
    expect(order.document).toContain("<detail.tax>0.00</detail.tax>");
    expect(order.document).toContain("<detail.gross>0</detail.gross>");
    expect(order.document).toContain("<gross>0.00</gross>");
    expect(order.expected.lines?.[0]?.path).toBe("detail[1].");
  });

  test("is told line by line", () => {
    const { fields } = planNew("new/transaction/t.xml", invoice("", amounts("10", "1.5", "11.5")));
    expect(fields.map(({ field }) => field)).toEqual([
      "namecode",
      "type",
      "detail[1].account",
      "detail[1].gross",
      "detail[1].net",
      "detail[1].tax",
    ]);
    expect(
      fields.every(({ base, moneyworks, state }) => base === null && moneyworks === null && state === "asked"),
    ).toBe(true);
  });

  test.each(["DI", "DII", "CI", "CII", "CR", "CP", "SO", "SOI", "PO", "QU"])("may be a %s", (type) => {
    const theirs = invoice("", amounts("10", "1.5", "11.5")).replace(">DI<", `>${type}<`);
    expect(planNew("new/transaction/t.xml", theirs).reasons).toEqual([]);
  });

  test.each([
    [
      "all amounts of which are left out",
      "",
      ["<detail.account>4000</detail.account><detail.stockqty>1</detail.stockqty>"],
    ],
    ["whose gross follows from its lines", "", [amounts("100", "15", "115")]],
    [
      "whose lines come to its gross",
      "<gross>126.50</gross>",
      [amounts("100", "15", "115"), amounts("10", "1.5", "11.50")],
    ],
    ["with cents that a binary fraction cannot hold", "<gross>0.30</gross>", [amounts("0.1", "0.2", "0.3")]],
    ["with a line against it", "<gross>0</gross>", [amounts("100", "15", "115"), amounts("-100", "-15", "-115")]],
    [
      "where one line is open",
      "<gross>1</gross>",
      [amounts("100", "15", "115"), "<detail.account>4000</detail.account>"],
    ],
    [
      "of net and tax alone",
      "<gross>115</gross>",
      ["<detail.account>4</detail.account><detail.net>100</detail.net><detail.tax>15</detail.tax>"],
    ],
    [
      "of the largest amounts",
      "<gross>9999999999999.99</gross>",
      [amounts("9999999999999.98", "0.01", "9999999999999.99")],
    ],
  ] as const)("adds up: one %s", (_name, header, lines) => {
    expect(planNew("new/transaction/t.xml", invoice(header, ...lines)).reasons).toEqual([]);
  });

  test.each([
    [
      "with lines that do not come to its gross",
      "<gross>126.51</gross>",
      [amounts("100", "15", "115"), amounts("10", "1.5", "11.5")],
      ["does-not-balance gross"],
    ],
    [
      "with two lines that do not add up",
      "",
      [amounts("100", "15", "116"), amounts("10", "1.5", "11")],
      ["does-not-balance detail[1].gross", "does-not-balance detail[2].gross"],
    ],
    [
      "of net and tax that do not come to its gross",
      "<gross>116</gross>",
      ["<detail.account>4</detail.account><detail.net>100</detail.net><detail.tax>15</detail.tax>"],
      ["does-not-balance gross"],
    ],
    ["with zero for its gross", "<gross>0</gross>", [amounts("100", "15", "115")], ["does-not-balance gross"]],
    [
      "of a cent in the largest amounts",
      "<gross>9999999999999.99</gross>",
      [amounts("9999999999999.98", "0.02", "9999999999999.99")],
      ["does-not-balance detail[1].gross"],
    ],
  ] as const)("does not add up: one %s", (_name, header, lines, codes) => {
    const { reasons, order } = planNew("new/transaction/t.xml", invoice(header, ...lines));
    expect([codesOf(reasons), order]).toEqual([[...codes], null]);
    expect(reasons.map(({ text }) => text).join()).not.toMatch(/\d{2}/);
  });
});

describe("a new record is refused", () => {
  const one = invoice("", amounts("10", "1.5", "11.5"));
  test.each([
    ["without a code", "name", "<name><phone>1</phone></name>", ["missing-field code"]],
    ["with a blank code", "name", "<name><code/><phone>1</phone></name>", ["missing-field code"]],
    ["with Tidemark's id", "name", "<name><code>F</code><usertext>tidemark:x</usertext></name>", ["id-field usertext"]],
    [
      "with a field of MoneyWorks",
      "name",
      "<name><code>F</code><dbalance>5</dbalance></name>",
      ["system-field dbalance"],
    ],
    [
      "with a number",
      "name",
      "<name><code>F</code><sequencenumber>9</sequencenumber></name>",
      ["system-field sequencenumber"],
    ],
    ["with a field that nobody knows, even a zero", "name", "<name><code>F</code><x>0</x></name>", ["unknown-field x"]],
    [
      "with a field that no import takes",
      "name",
      "<name><code>F</code><taxcode>G</taxcode></name>",
      ["not-importable taxcode"],
    ],
    ["with a code that is too long", "name", `<name><code>${"F".repeat(12)}</code></name>`, ["too-long code"]],
    ["with a word for a boolean", "name", "<name><code>F</code><hold>no</hold></name>", ["wrong-type hold"]],
    [
      "with a subfile",
      "name",
      '<name><code>F</code><subfile name="Contacts"><contacts><x>1</x></contacts></subfile></name>',
      ["unknown-field Contacts"],
    ],
    [
      "with lines, where there are none",
      "name",
      '<name><code>F</code><subfile name="Detail"><detail><detail.net>1</detail.net></detail></subfile></name>',
      ["unknown-field Detail"],
    ],
    ["of another kind than its folder", "name", "<job><code>F</code></job>", ["path-mismatch -"]],
    ["without a type", "transaction", one.replace("<type>DI</type>", ""), ["missing-field type"]],
    ["of a type in small letters", "transaction", one.replace("DI", "di"), ["transaction-type type"]],
    ["that is a journal", "transaction", one.replace("DI", "JN"), ["transaction-type type"]],
    ["that is a payment of an invoice", "transaction", one.replace("DI", "CRD"), ["transaction-type type"]],
    ["that is paid already", "transaction", one.replace("DI", "DIC"), ["transaction-type type"]],
    ["that is nobody's", "transaction", one.replace("<namecode>ROWAN</namecode>", ""), ["missing-field namecode"]],
    ["without lines", "transaction", "<transaction><type>CR</type></transaction>", ["missing-field detail"]],
    [
      "with a line on no account",
      "transaction",
      invoice("", "<detail.net>1</detail.net>"),
      ["missing-field detail[1].account"],
    ],
    [
      "with a line of MoneyWorks",
      "transaction",
      one.replace("<detail>", '<detail system="true">'),
      ["system-field detail"],
    ],
    [
      "with a line that has a number",
      "transaction",
      invoice("", `${amounts("1", "0", "1")}<detail.sequencenumber>1</detail.sequencenumber>`),
      ["system-field detail[1].sequencenumber"],
    ],
    [
      "with a line's field twice",
      "transaction",
      invoice("", `${amounts("1", "0", "1")}<net>1</net>`),
      ["bad-xml detail[1]"],
    ],
    [
      "with rows that are no lines",
      "transaction",
      one.replace(
        "</transaction>",
        '<subfile name="Memo"><memo><memo.text>1</memo.text></memo></subfile></transaction>',
      ),
      ["unknown-field Memo"],
    ],
    ["that is posted", "transaction", one.replace("<type>", "<status>P</status><type>"), ["system-field status"]],
  ] as const)("%s", (_name, table, theirs, codes) => {
    const { reasons, order } = planNew(`new/${table}/x.xml`, theirs);
    expect([codesOf(reasons), order]).toEqual([[...codes], null]);
  });

  test.each([
    ["new/account/x.xml", "not-writable -"],
    ["new/detail/x.xml", "not-writable -"],
    ["new/login/x.xml", "not-writable -"],
    ["new/name/A.xml", "bad-client-id -"],
    ["new/name/a b.xml", "bad-client-id -"],
    ["new/name/..xml", "bad-client-id -"],
    ["new/name/.a.xml", "bad-client-id -"],
    ["new/name/a-.xml", "bad-client-id -"],
    ["new/name/é.xml", "bad-client-id -"],
    ["new/name/a\n.xml", "bad-client-id -"],
    [`new/name/${"a".repeat(65)}.xml`, "bad-client-id -"],
    ["new/name/sub/a.xml", "foreign-path -"],
    ["new/name/../name/a.xml", "foreign-path -"],
    ["new/Name/a.xml", "foreign-path -"],
    ["new/__proto__/a.xml", "foreign-path -"],
    ["new/constructor/a.xml", "foreign-path -"],
    ["new/name/a.XML", "foreign-path -"],
    ["new/name/a", "foreign-path -"],
    ["new/name.xml", "foreign-path -"],
    ["new/name/.xml", "foreign-path -"],
    ["new//a.xml", "foreign-path -"],
    ["New/name/a.xml", "foreign-path -"],
  ])("at %j", (path, code) => {
    expect(codesOf(planNew(path, NAME).reasons)).toEqual([code]);
  });

  test.each(["a", "7", "inv-7", "a.b_c-d", "con", "a".repeat(64)])("but not called %s", (clientId) => {
    expect(planNew(`new/name/${clientId}.xml`, NAME).reasons).toEqual([]);
  });

  test("as a link", () => {
    const { reasons } = planOne("new/name/a.xml", { base: null, theirs: NAME, mode: "120000" });
    expect(codesOf(reasons)).toEqual(["not-a-file -"]);
  });

  test("of a table that is not mirrored", () => {
    expect(codesOf(planNew("new/name/a.xml", NAME, { tables: ["job"] }).reasons)).toEqual(["not-writable -"]);
  });

  test("that an accepted commit made, with where it is", () => {
    const sides = { base: NAME, theirs: NAME.replace(">1<", ">2<"), ours: null };
    const known = planOne("new/name/a.xml", sides, { madeBy: () => "name/00/00/FIR.xml" });
    expect(codesOf(known.reasons)).toEqual(["already-created -"]);
    expect(known.reasons[0]?.text).toContain("name/00/00/FIR.xml");
    expect(planOne("new/name/a.xml", sides).reasons[0]?.text).toContain("edit its file there");
  });
});

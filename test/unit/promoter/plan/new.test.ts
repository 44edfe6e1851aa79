import { describe, expect, test } from "bun:test";
import type { NewOrder } from "../../../../src/promoter/plan/plan-types.ts";
import { amounts, newInvoice } from "../../../support/invoice-edits.ts";
import { codesOf, orderOf, type PlanOptions, planOne } from "../../../support/planning.ts";

function planNew(path: string, theirs: string, options: PlanOptions = {}) {
  return planOne(path, { base: null, theirs }, options);
}

function documentOf(path: string, theirs: string, options: PlanOptions = {}): string {
  return orderOf(planNew(path, theirs, options)).document;
}

const NAME = "<name><phone>1</phone><code>FIR</code></name>";
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
      ...documentOf("new/transaction/inv-7.xml", newInvoice("<transdate>20250312</transdate>", line)).matchAll(
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
      newInvoice("", "<detail.account>4000</detail.account><detail.net>10</detail.net>"),
    );
    expect(document).not.toMatch(/unitprice|saleunit|detail\.description/);
    expect(document).toContain('<detail.tax work-it-out="true"/>');
  });

  test("asks for zeros that it says", () => {
    const order = orderOf(
      planNew("new/transaction/z.xml", newInvoice("<gross>0.00</gross>", amounts("0", "0.00", "-0"))),
    );
    expect(order.document).toContain("<detail.tax>0.00</detail.tax>");
    expect(order.document).toContain("<detail.gross>0</detail.gross>");
    expect(order.document).toContain("<gross>0.00</gross>");
    expect(order.expected.lines?.[0]?.path).toBe("detail[1].");
  });

  test("is told line by line", () => {
    const { fields } = planNew("new/transaction/t.xml", newInvoice("", amounts("10", "1.5", "11.5")));
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
    const theirs = newInvoice("", amounts("10", "1.5", "11.5")).replace(">DI<", `>${type}<`);
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
    expect(planNew("new/transaction/t.xml", newInvoice(header, ...lines)).reasons).toEqual([]);
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
    const { reasons, order } = planNew("new/transaction/t.xml", newInvoice(header, ...lines));
    expect([codesOf(reasons), order]).toEqual([[...codes], null]);
    expect(reasons.map(({ text }) => text).join()).not.toMatch(/\d{2}/);
  });
});

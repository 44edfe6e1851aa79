import { describe, expect, test } from "bun:test";
import { amounts, newInvoice } from "../../../support/invoice-edits.ts";
import { codesOf, type PlanOptions, planOne } from "../../../support/planning.ts";

function planNew(path: string, theirs: string, options: PlanOptions = {}) {
  return planOne(path, { base: null, theirs }, options);
}

const NAME = "<name><phone>1</phone><code>FIR</code></name>";
describe("a new record is refused", () => {
  const one = newInvoice("", amounts("10", "1.5", "11.5"));
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
      newInvoice("", "<detail.net>1</detail.net>"),
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
      newInvoice("", `${amounts("1", "0", "1")}<detail.sequencenumber>1</detail.sequencenumber>`),
      ["system-field detail[1].sequencenumber"],
    ],
    [
      "with a line's field twice",
      "transaction",
      newInvoice("", `${amounts("1", "0", "1")}<net>1</net>`),
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

import { describe, expect, test } from "bun:test";
import { parseEdited } from "../../../src/canonical/parse-edited.ts";
import type { PromotedField } from "../../../src/domain/promotion.ts";
import { verify } from "../../../src/promoter/verify.ts";
import { utf8 } from "../../support/canonical-tools.ts";
import { edit, INVOICE, INVOICE_PATH, orderOf, planOne, ROWAN, ROWAN_PATH } from "../../support/planning.ts";

type Pair = readonly [from: string, to: string];

/** What comes of an edit of a file when MoneyWorks then holds `held`. */
function verified(path: string, base: string | null, sides: { readonly theirs: string; readonly held: string }) {
  const order = orderOf(planOne(path, { base, theirs: sides.theirs }));
  return verify(order, parseEdited(utf8(sides.held)));
}

function ofName(asked: Pair, held: Pair) {
  return verified(ROWAN_PATH, ROWAN, { theirs: edit(ROWAN, asked), held: edit(ROWAN, held) });
}

function ofInvoice(asked: readonly Pair[], held: readonly Pair[]) {
  return verified(INVOICE_PATH, INVOICE, { theirs: edit(INVOICE, ...asked), held: edit(INVOICE, ...held) });
}

function states(fields: readonly PromotedField[]): readonly string[] {
  return fields.map(({ field, state }) => `${field} ${state}`);
}

describe("a name that was asked for", () => {
  test.each([
    ["as asked", ["0100", "0199"], ["0100", "0199"], "phone applied"],
    ["in another spelling of a number", ["5.00<", "7.5<"], ["5.00<", "7.50<"], "discount applied"],
    ["with other line ends", ["Call first&#xD;", "Call\n"], ["Call first", "Call"], "comment applied"],
    ["as a blank", ["09 555 0100", ""], ["  <phone>09 555 0100</phone>\n", ""], "phone applied"],
    ["cut", ["09 555 0100", "09 666 0199"], ["09 555 0100", "09 666"], "phone truncated"],
    ["cut to what is shorter than before", ["09 555 0100", "09 555 0199"], ["09 555 0100", "09 55"], "phone truncated"],
    ["in other letters", ["09 555 0100", "abc"], ["09 555 0100", "ABC"], "phone case"],
  ] as const)("is held %s", (_name, asked, held, state) => {
    const { fields, isAsAsked } = ofName(asked, held);
    expect([isAsAsked, states(fields)]).toEqual([true, [state]]);
  });

  test.each([
    ["what it held before", ["0100", "0199"], ["0100", "0100"]],
    ["what it held before, where the edit only added to it", ["09 555 0100", "09 555 0100 ext 7"], ["0100", "0100"]],
    ["something else", ["0100", "0199"], ["0100", "0177"]],
    ["nothing", ["0100", "0199"], ["  <phone>09 555 0100</phone>\n", ""]],
    ["something where it was to be blank", ["09 555 0100", ""], ["0100", "0177"]],
    ["something longer", ["0100", "0199"], ["0100", "01991"]],
  ] as const)("is not as asked when MoneyWorks holds %s", (_name, asked, held) => {
    const { fields, isAsAsked } = ofName(asked, held);
    expect([isAsAsked, states(fields)]).toEqual([false, ["phone different"]]);
  });

  test("is not as asked when a change of letters alone was not taken", () => {
    expect(ofName(["Rowan &amp;", "ROWAN &amp;"], ["0100", "0100"]).isAsAsked).toBe(false);
  });

  test("is not as asked when a field differs of which nobody knows that an import sets it", () => {
    const theirs = edit(ROWAN, ["<phone>", "<colour>3</colour><phone>"]);
    const held = edit(ROWAN, ["<phone>", "<colour>4</colour><phone>"]);
    expect(verified(ROWAN_PATH, ROWAN, { theirs, held }).isAsAsked).toBe(false);
  });

  test("is told with all three values, and MoneyWorks' edits of other fields are not looked at", () => {
    const theirs = edit(ROWAN, ["0100", "0199"]);
    const held = edit(ROWAN, ["09 555 0100", "09 555"], ["5.00<", "9.00<"], ["120.50", "0.00"]);
    expect(verified(ROWAN_PATH, ROWAN, { theirs, held }).fields).toEqual([
      { field: "phone", state: "truncated", base: "09 555 0100", theirs: "09 555 0199", moneyworks: "09 555" },
    ]);
  });

  test("keeps in its report what MoneyWorks had so before", () => {
    const theirs = edit(ROWAN, ["0100", "0199"], ["5.00<", "7.50<"]);
    const ours = edit(ROWAN, ["5.00<", "7.50<"]);
    const order = orderOf(planOne(ROWAN_PATH, { base: ROWAN, theirs, ours }));
    const { fields, isAsAsked } = verify(order, parseEdited(utf8(theirs)));
    expect([isAsAsked, states(fields)]).toEqual([true, ["discount held", "phone applied"]]);
  });
});

describe("an invoice that was replaced", () => {
  const WORD: readonly Pair[] = [["Widgets", "Gadgets"]];

  test("is told by what the commit changed alone", () => {
    expect(ofInvoice(WORD, WORD)).toEqual({
      fields: [{ field: "description", state: "applied", base: "Widgets", theirs: "Gadgets", moneyworks: "Gadgets" }],
      isAsAsked: true,
    });
  });

  test.each([
    ["an amount was moved by two cents", [">345.00<", ">345.02<"], "gross recomputed"],
    ["a line's amount was moved by a cent", ["gross>230.00<", "gross>230.01<"], "detail[1].gross recomputed"],
    ["an account lost its hyphen", [">4000-<", ">4000<"], "detail[1].account recomputed"],
  ] as const)("is as asked when %s, which is told", (_name, held, state) => {
    const { fields, isAsAsked } = ofInvoice(WORD, [...WORD, held]);
    expect([isAsAsked, states(fields)]).toEqual([true, ["description applied", state]]);
  });

  test.each([
    ["the edit was not taken", [], "description different"],
    ["another text that nobody edited is gone", [["  <ourref>2203</ourref>\n", ""]], "ourref different"],
    ["an amount differs by three cents", [[">345.00<", ">345.03<"]], "gross different"],
    ["a date was moved", [["20250420", "20250421"]], "duedate different"],
    ["a line says something else", [["Pine widget", "Fir widget"]], "detail[2].description different"],
    ["a line is on another account", [[">4010-<", ">4011-<"]], "detail[2].account different"],
  ] as const)("is not as asked when %s", (_name, held, state) => {
    const pairs = held.length === 0 ? [] : [...WORD, ...held];
    const { fields, isAsAsked } = ofInvoice(WORD, pairs);
    expect([isAsAsked, states(fields).at(-1)]).toEqual([false, state]);
  });

  test("may have a blank filled in again by MoneyWorks", () => {
    const { fields, isAsAsked } = ofInvoice([["  <tofrom>Rowan &amp; Sons</tofrom>\n", ""]], []);
    expect([isAsAsked, states(fields)]).toEqual([true, ["tofrom recomputed"]]);
  });

  test.each([
    ["what no import gives", ["<tofrom>", "<printed>1</printed><tofrom>"], "printed"],
    ["a colour", ["<tofrom>", "<colour>1</colour><tofrom>"], "colour"],
    ["a cost", ["<detail.gross>", "<detail.costprice>3.5</detail.costprice><detail.gross>"], "detail[1].costprice"],
  ] as const)("may have %s changed by MoneyWorks", (_name, pair, field) => {
    const base = edit(INVOICE, pair);
    const theirs = edit(base, ["Widgets", "Gadgets"]);
    const held = edit(INVOICE, ["Widgets", "Gadgets"]);
    const { fields, isAsAsked } = verified(INVOICE_PATH, base, { theirs, held });
    expect([isAsAsked, states(fields)]).toEqual([true, ["description applied", `${field} recomputed`]]);
  });

  test("is not as asked with a line too many or too few", () => {
    const lines = INVOICE.split(/(?=^ {4}<detail)/m);
    const less = [lines[0], lines[1], lines[3]].join("");
    const { fields, isAsAsked } = verified(INVOICE_PATH, INVOICE, { theirs: edit(INVOICE, ...WORD), held: less });
    expect(isAsAsked).toBe(false);
    expect(fields.at(-1)).toEqual({ field: "detail", state: "different", base: null, theirs: "2", moneyworks: "1" });
    expect(states(fields)).toContain("detail[2].description different");
  });

  test("is not as asked with a line that nobody asked for", () => {
    const [head = "", oak = "", ...rest] = INVOICE.split(/(?=^ {4}<detail)/m);
    const held = edit([head, oak, ...rest.slice(0, -1), oak, ...rest.slice(-1)].join(""), ...WORD);
    const { fields, isAsAsked } = verified(INVOICE_PATH, INVOICE, { theirs: edit(INVOICE, ...WORD), held });
    expect([isAsAsked, states(fields)]).toEqual([false, ["description applied", "detail different"]]);
  });

  test("tells a line that is gone field by field", () => {
    const [head = "", oak = "", pine = "", rest = ""] = INVOICE.split(/(?=^ {4}<detail)/m);
    const theirs = edit(head + oak + rest, ["345.00", "230.00"]);
    const there = verified(INVOICE_PATH, INVOICE, { theirs, held: theirs });
    expect([there.isAsAsked, states(there.fields)]).toEqual([
      true,
      [
        "gross applied",
        ...["account", "description", "gross", "net", "tax", "taxcode"].map((name) => `detail[2].${name} applied`),
      ],
    ]);
    const still = verified(INVOICE_PATH, INVOICE, { theirs, held: head + oak + pine + rest });
    expect(still.isAsAsked).toBe(false);
    expect(states(still.fields)).toContain("detail[2].net different");
  });
});

describe("a new transaction", () => {
  const theirs =
    '<transaction><type>DI</type><namecode>ROWAN</namecode><gross>0</gross><subfile name="Detail"><detail><detail.account>4000</detail.account><detail.net>0</detail.net></detail></subfile></transaction>';
  const held = (type: string, account: string) =>
    `<transaction><type>${type}</type><namecode>ROWAN</namecode><ourref>7</ourref><usertext>tidemark:inv-7</usertext><subfile name="Detail"><detail><detail.account>${account}</detail.account></detail></subfile></transaction>`;
  const outcome = (type: string, account: string) =>
    verified("new/transaction/inv-7.xml", null, { theirs, held: held(type, account) });

  test("has its type and its accounts in MoneyWorks' own form, which is told", () => {
    const { fields, isAsAsked } = outcome("DII", "4000-");
    expect([isAsAsked, states(fields)]).toEqual([
      true,
      ["namecode applied", "type recomputed", "detail[1].account recomputed"],
    ]);
  });

  test.each([
    ["of another type", "CII", "4000-", "type different"],
    ["on the account of a department", "DII", "4000-SYD", "detail[1].account different"],
    ["on a shorter account", "DII", "400", "detail[1].account different"],
  ])("is not as asked %s", (_name, type, account, state) => {
    const { fields, isAsAsked } = outcome(type, account);
    expect([isAsAsked, states(fields).includes(state)]).toEqual([false, true]);
  });

  test("without our id is told so", () => {
    const order = orderOf(planOne("new/transaction/inv-7.xml", { base: null, theirs }));
    const bare = held("DII", "4000-").replace(/<usertext>.*<\/usertext>/, "");
    const { fields, isAsAsked } = verify(order, parseEdited(utf8(bare)));
    expect([isAsAsked, states(fields).at(-1)]).toEqual([false, "usertext different"]);
  });
});

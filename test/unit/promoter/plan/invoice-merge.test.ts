import { describe, expect, test } from "bun:test";
import { FIR, invoiceOf, OAK, PINE, planInvoice, sentInvoice } from "../../../support/invoice-edits.ts";
import { codesOf, edit, INVOICE } from "../../../support/planning.ts";

describe("lines that both sides changed", () => {
  const theirs = edit(INVOICE, ["Oak widget", "Oak wodget"]);

  test("in different fields of one line keep both", () => {
    const ours = edit(INVOICE, [
      "      <detail.gross>230.00",
      "      <detail.jobcode>J1</detail.jobcode>\n      <detail.gross>230.00",
    ]);
    const [first = []] = sentInvoice({ base: INVOICE, theirs, ours }).lines;
    expect(first).toContain("description=Oak wodget");
    expect(first).toContain("jobcode=J1");
  });

  test("in different lines keep both", () => {
    const ours = edit(INVOICE, ["Pine widget", "Pine wodget"]);
    const all = sentInvoice({ base: INVOICE, theirs, ours }).lines.map((fields) => fields[1]);
    expect(all).toEqual(["description=Oak wodget", "description=Pine wodget"]);
  });

  test("in one field differently have a conflict there", () => {
    const ours = edit(INVOICE, ["Oak widget", "Oak wudget"]);
    expect(codesOf(planInvoice({ base: INVOICE, theirs, ours }).reasons)).toEqual(["conflict detail[1].description"]);
  });

  test("in the same way ask for nothing", () => {
    expect(planInvoice({ base: INVOICE, theirs, ours: theirs })).toMatchObject({ reasons: [], order: null });
    const more = edit(theirs, ["Pine widget", "Pine wodget"]);
    const { fields, order, reasons } = planInvoice({ base: INVOICE, theirs, ours: more });
    expect([order, reasons, fields.map(({ state }) => state)]).toEqual([null, [], ["held"]]);
  });

  test("in which there are have a conflict as a whole", () => {
    const ours = edit(
      invoiceOf(OAK, edit(FIR, ["<detail>", "<detail><detail.sequencenumber>950</detail.sequencenumber>"])),
      ["345.00", "241.50"],
    );
    expect(codesOf(planInvoice({ base: INVOICE, theirs, ours }).reasons)).toEqual(["conflict detail"]);
  });

  test("are left alone on a server that numbers none: nobody knows which is which", () => {
    const bare = (xml: string) => xml.replace(/ *<detail\.(?:sequencenumber|sort) .*\n/g, "");
    const sides = { base: bare(INVOICE), theirs: bare(theirs) };
    expect(codesOf(planInvoice(sides).reasons)).toEqual([
      "system-field detail[1].credit",
      "system-field detail[2].credit",
    ]);
    const ours = bare(edit(INVOICE, ["Pine widget", "Pine wodget"]));
    expect(codesOf(planInvoice({ ...sides, ours }).reasons)).toEqual(["conflict detail"]);
  });

  test("where MoneyWorks' own lines moved on do not stand in the way", () => {
    const ours = edit(INVOICE, ["-32768", "-32760"], [">903<", ">955<"]);
    expect(sentInvoice({ base: INVOICE, theirs, ours }).lines[0]?.[1]).toBe("description=Oak wodget");
  });
});

describe("an invoice that an interrupted turn has replaced, its lines numbered anew,", () => {
  const renumbered = (xml: string) =>
    xml.replace(/(sequencenumber system="true">)(90\d)</g, (_all, start, id) => `${start}${Number(id) + 50}<`);
  const nothing = (theirs: string, ours: string) => {
    const { order, reasons, fields } = planInvoice({ base: INVOICE, theirs, ours: renumbered(ours) });
    expect([order, reasons]).toEqual([null, []]);
    return fields;
  };

  test("asks for nothing more where the edit is there", () => {
    const theirs = edit(INVOICE, ["Oak widget", "Oak wodget"], ["Widgets", "Gadgets"]);
    expect(nothing(theirs, theirs).map(({ field, state }) => [field, state])).toEqual([
      ["description", "held"],
      ["detail[1].description", "held"],
    ]);
  });

  test("whatever MoneyWorks' own edits beside", () => {
    const theirs = edit(INVOICE, ["Oak widget", "Oak wodget"]);
    nothing(theirs, edit(theirs, ["Pine widget", "Pine wodget"]));
  });

  test("also with a line more, in the form that MoneyWorks gives it", () => {
    const added = FIR.replace("4020-", "4020");
    const stored = edit(FIR, [
      "<detail>",
      "<detail><detail.sequencenumber>959</detail.sequencenumber><detail.costprice>3</detail.costprice>",
    ]);
    const total = ["345.00", "356.50"] as const;
    nothing(edit(invoiceOf(OAK, added, PINE), total), edit(invoiceOf(OAK, stored, PINE), total));
  });

  test("also with a line less, and tells nothing of MoneyWorks' own", () => {
    const less = edit(invoiceOf(PINE), ["345.00", "115.00"]);
    const names = nothing(less, less).map(({ field }) => field);
    expect(names).toContain("detail[1].account");
    expect(names.filter((name) => /sequencenumber|sort|credit/.test(name))).toEqual([]);
  });

  test.each([
    ["another value", edit(INVOICE, ["Oak widget", "Oak wodget"]), edit(INVOICE, ["Oak widget", "Oak wudget"])],
    ["another order", invoiceOf(PINE, OAK), invoiceOf(OAK, PINE)],
    ["another number of lines", edit(invoiceOf(OAK), ["345.00", "230.00"]), invoiceOf(OAK, PINE)],
    [
      "a value that was to go with a line",
      edit(invoiceOf(PINE), ["345.00", "115.00"], ["      <detail.description>Pine widget</detail.description>\n", ""]),
      edit(invoiceOf(PINE), ["345.00", "115.00"]),
    ],
  ])("is in conflict where it holds %s", (_name, theirs, ours) => {
    expect(codesOf(planInvoice({ base: INVOICE, theirs, ours: renumbered(ours) }).reasons)).toContain(
      "conflict detail",
    );
  });
});

import { describe, expect, test } from "bun:test";
import { readXml, type XmlElement } from "../../../../src/simulator/import/xml-reader.ts";
import { codesOf, edit, INVOICE, INVOICE_PATH, orderOf, planOne, type Sides } from "../../../support/planning.ts";

type Pair = readonly [from: string, to: string];

const [HEAD = "", OAK = "", PINE = "", REST = ""] = INVOICE.split(/(?=^ {4}<detail)/m);

function invoiceOf(...lines: readonly string[]): string {
  return HEAD + lines.join("") + REST;
}

function line(fields: Readonly<Record<string, string>>): string {
  const inside = Object.entries(fields).map(([name, value]) => `<detail.${name}>${value}</detail.${name}>`);
  return `    <detail>${inside.join("")}</detail>\n`;
}

const FIR = line({
  account: "4020-",
  description: "Fir widget",
  gross: "11.50",
  net: "10.00",
  tax: "1.50",
  taxcode: "G",
});

function plan(sides: Sides) {
  return planOne(INVOICE_PATH, sides);
}

/** `description=Widgets` of the header, then of each line. */
function sent(sides: Sides): { readonly header: readonly string[]; readonly lines: readonly (readonly string[])[] } {
  const record = readXml(orderOf(plan(sides)).document).children[0] as XmlElement;
  const text = ({ name, text: value }: XmlElement) => `${name.replace("detail.", "")}=${value}`;
  const subfile = record.children.find(({ name }) => name === "subfile");
  const header = record.children.filter((child) => child !== subfile).map(text);
  return { header, lines: (subfile?.children ?? []).map(({ children }) => children.map(text)) };
}

const edited = (...pairs: readonly Pair[]): Sides => ({ base: INVOICE, theirs: edit(INVOICE, ...pairs) });

describe("an edited invoice", () => {
  test("is sent as a whole, in MoneyWorks' order, without what is MoneyWorks' own", () => {
    const sides = edited(["Widgets", "Gadgets"]);
    expect(sent(sides)).toEqual({
      header: [
        "type=DII",
        "ourref=2203",
        "namecode=ROWAN",
        "transdate=20250310",
        "duedate=20250420",
        "description=Gadgets",
        "contra=1500",
        "tofrom=Rowan & Sons",
        "gross=345.00",
      ],
      lines: [
        ["account=4000-", "description=Oak widget", "taxcode=G", "net=200.00", "tax=30.00", "gross=230.00"],
        ["account=4010-", "description=Pine widget", "taxcode=G", "net=100.00", "tax=15.00", "gross=115.00"],
      ],
    });
    const { document } = orderOf(plan(sides));
    expect(document).toContain('<table name="Transaction" update="true" seqnum="1042">');
    expect(document).not.toContain("work-it-out");
    expect(document.trimEnd()).toEndWith("<gross>345.00</gross>\n\t</transaction>\n</table>");
    expect(plan(sides).fields.map(({ field }) => field)).toEqual(["description"]);
  });

  test("sends a header field that was taken away as blank, and expects it to be so", () => {
    const sides = edited(["  <tofrom>Rowan &amp; Sons</tofrom>\n", ""], ["  <duedate>20250420</duedate>\n", ""]);
    expect(sent(sides).header).toContain("tofrom=");
    expect(sent(sides).header).toContain("duedate=19040101");
    expect(orderOf(plan(sides)).expected.fields.get("tofrom")).toBeNull();
  });

  test("sends a line's field that was taken away as blank", () => {
    const sides = edited(["      <detail.description>Pine widget</detail.description>\n", ""]);
    expect(sent(sides).lines[1]).toContain("description=");
    expect(orderOf(plan(sides)).expected.lines?.[1]?.fields.get("description")).toBeNull();
    expect(plan(sides).fields).toEqual([
      {
        field: "detail[2].description",
        state: "asked",
        base: "Pine widget",
        theirs: null,
        moneyworks: "Pine widget",
      },
    ]);
  });

  test("changes header and lines at once, amounts that add up included", () => {
    const sides = edited(
      ["345.00<", "460<"],
      [">115.00<", ">230<"],
      [">100.00</detail.net", ">200</detail.net"],
      [">15.00<", ">30<"],
    );
    expect(sent(sides).header.at(-1)).toBe("gross=460");
    expect(sent(sides).lines[1]?.slice(-3)).toEqual(["net=200", "tax=30", "gross=230"]);
    expect(plan(sides).fields.map(({ field }) => field)).toEqual([
      "gross",
      "detail[2].gross",
      "detail[2].net",
      "detail[2].tax",
    ]);
  });

  test("may have a new line between two others, without number and place", () => {
    const theirs = edit(invoiceOf(OAK, FIR, PINE), ["345.00", "356.50"]);
    expect(sent({ base: INVOICE, theirs }).lines.map((fields) => fields[1])).toEqual([
      "description=Oak widget",
      "description=Fir widget",
      "description=Pine widget",
    ]);
    const added = plan({ base: INVOICE, theirs }).fields.filter(({ field }) => field.startsWith("detail[2]"));
    expect(added).toHaveLength(6);
    expect(added.every(({ base, state }) => base === null && state === "asked")).toBe(true);
  });

  test("may lose a line, which the report tells field by field", () => {
    const theirs = edit(invoiceOf(OAK), ["345.00", "230.00"]);
    expect(sent({ base: INVOICE, theirs }).lines).toHaveLength(1);
    const { fields } = plan({ base: INVOICE, theirs });
    expect(fields.filter(({ theirs: value }) => value === null).map(({ field }) => field)).toEqual([
      "detail[2].account",
      "detail[2].description",
      "detail[2].gross",
      "detail[2].net",
      "detail[2].tax",
      "detail[2].taxcode",
    ]);
  });

  test("may have its lines in another order", () => {
    expect(sent({ base: INVOICE, theirs: invoiceOf(PINE, OAK) }).lines.map((fields) => fields[1])).toEqual([
      "description=Pine widget",
      "description=Oak widget",
    ]);
  });

  test("keeps a line that says account for detail.account", () => {
    const plain = FIR.replaceAll("detail.", "");
    const theirs = edit(invoiceOf(OAK, PINE, plain), ["345.00", "356.50"]);
    expect(sent({ base: INVOICE, theirs }).lines[2]?.[0]).toBe("account=4020-");
  });
});

describe("an edited invoice is refused", () => {
  test.each([
    ["that does not add up", edited(["345.00", "345.01"]), ["does-not-balance gross"]],
    ["with a line that does not", edited([">30.00<", ">31.00<"]), ["does-not-balance detail[1].gross"]],
    ["with a control line changed", edited(["-32768", "-32760"]), ["system-field detail"]],
    [
      "with a control line taken away",
      { base: INVOICE, theirs: invoiceOf(OAK, PINE).replace(/ {4}<detail system[\s\S]*?<\/detail>\n/, "") },
      ["system-field detail"],
    ],
    [
      "with a line made MoneyWorks' own",
      edited(["    <detail>", '    <detail system="true">']),
      ["system-field detail"],
    ],
    [
      "with a control line made the user's",
      edited(['<detail system="true">', "<detail>"]),
      ["system-field detail", "system-field detail[3].debit"],
    ],
    [
      "with another place given to a line",
      edited(['sort system="true">1<', 'sort system="true">5<']),
      ["system-field detail[1].sort"],
    ],
    [
      "with another number given to a line",
      edited([">901<", ">999<"]),
      ["system-field detail[1].sequencenumber", "system-field detail[1].credit"],
    ],
    ["with one number given to two lines", edited([">902<", ">901<"]), ["system-field detail[2].sequencenumber"]],
    [
      "with a field that no import is known to take",
      edited(["<detail.gross>", "<detail.dept>X</detail.dept><detail.gross>"]),
      ["not-importable detail[1].dept"],
    ],
    [
      "with a field of a line that nobody knows",
      edited(["<detail.gross>", "<detail.x>X</detail.x><detail.gross>"]),
      ["unknown-field detail[1].x"],
    ],
    ["with a line's field that is too long", edited([">G<", ">GGGGGG<"]), ["too-long detail[1].taxcode"]],
    [
      "with a field that stands in a line with and without prefix",
      edited(["<detail.gross>", "<account>4000-</account><detail.gross>"]),
      ["bad-xml detail[1]"],
    ],
    [
      "with a line that has no account, although it names a product",
      { base: INVOICE, theirs: invoiceOf(OAK, PINE, line({ stockcode: "W", gross: "0" })) },
      ["missing-field detail[3].account"],
    ],
    ["without lines", { base: INVOICE, theirs: invoiceOf() }, ["missing-field detail"]],
    [
      "with rows that are no lines",
      edited(["  <subfile", '  <subfile name="Memo"><memo><memo.text>x</memo.text></memo></subfile><subfile']),
      ["not-importable Memo"],
    ],
    [
      "with two subfiles of lines",
      edited([
        "</transaction>",
        '<subfile name="DETAIL"><detail><detail.account>1</detail.account></detail></subfile></transaction>',
      ]),
      ["bad-xml detail"],
    ],
  ] as readonly (readonly [string, Sides, readonly string[]])[])("%s", (_name, sides, codes) => {
    const { reasons, order } = plan(sides);
    expect(order).toBeNull();
    for (const code of codes) expect(codesOf(reasons)).toContain(code);
  });

  test("and the texts about amounts quote none", () => {
    const { reasons } = plan(edited(["345.00", "777.77"]));
    expect(reasons).toEqual([
      {
        code: "does-not-balance",
        field: "gross",
        text: "The lines do not come to the gross of the transaction.",
      },
    ]);
  });

  test("where MoneyWorks keeps more with it than an import can give back", () => {
    const base = edit(INVOICE, [
      "</transaction>",
      '<subfile name="Memo"><memo><memo.text>x</memo.text></memo></subfile></transaction>',
    ]);
    expect(codesOf(plan({ base, theirs: edit(base, ["Widgets", "Gadgets"]) }).reasons)).toEqual([
      "not-importable Memo",
    ]);
    expect(plan({ base, theirs: base.replaceAll("\n", "") })).toMatchObject({ reasons: [], order: null });
  });
});

describe("lines that both sides changed", () => {
  const theirs = edit(INVOICE, ["Oak widget", "Oak wodget"]);

  test("in different fields of one line keep both", () => {
    const ours = edit(INVOICE, [
      "      <detail.gross>230.00",
      "      <detail.jobcode>J1</detail.jobcode>\n      <detail.gross>230.00",
    ]);
    const [first = []] = sent({ base: INVOICE, theirs, ours }).lines;
    expect(first).toContain("description=Oak wodget");
    expect(first).toContain("jobcode=J1");
  });

  test("in different lines keep both", () => {
    const ours = edit(INVOICE, ["Pine widget", "Pine wodget"]);
    const all = sent({ base: INVOICE, theirs, ours }).lines.map((fields) => fields[1]);
    expect(all).toEqual(["description=Oak wodget", "description=Pine wodget"]);
  });

  test("in one field differently have a conflict there", () => {
    const ours = edit(INVOICE, ["Oak widget", "Oak wudget"]);
    expect(codesOf(plan({ base: INVOICE, theirs, ours }).reasons)).toEqual(["conflict detail[1].description"]);
  });

  test("in the same way ask for nothing", () => {
    expect(plan({ base: INVOICE, theirs, ours: theirs })).toMatchObject({ reasons: [], order: null });
    const more = edit(theirs, ["Pine widget", "Pine wodget"]);
    const { fields, order, reasons } = plan({ base: INVOICE, theirs, ours: more });
    expect([order, reasons, fields.map(({ state }) => state)]).toEqual([null, [], ["held"]]);
  });

  test("in which there are have a conflict as a whole", () => {
    const ours = edit(
      invoiceOf(OAK, edit(FIR, ["<detail>", "<detail><detail.sequencenumber>950</detail.sequencenumber>"])),
      ["345.00", "241.50"],
    );
    expect(codesOf(plan({ base: INVOICE, theirs, ours }).reasons)).toEqual(["conflict detail"]);
  });

  test("where MoneyWorks' own lines moved on do not stand in the way", () => {
    const ours = edit(INVOICE, ["-32768", "-32760"], [">903<", ">955<"]);
    expect(sent({ base: INVOICE, theirs, ours }).lines[0]?.[1]).toBe("description=Oak wodget");
  });
});

describe("an invoice that an interrupted turn has replaced, its lines numbered anew,", () => {
  const renumbered = (xml: string) =>
    xml.replace(/(sequencenumber system="true">)(90\d)</g, (_all, start, id) => `${start}${Number(id) + 50}<`);
  const nothing = (theirs: string, ours: string) => {
    const { order, reasons, fields } = plan({ base: INVOICE, theirs, ours: renumbered(ours) });
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

  test("also with a line less", () => {
    nothing(edit(invoiceOf(PINE), ["345.00", "115.00"]), edit(invoiceOf(PINE), ["345.00", "115.00"]));
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
    expect(codesOf(plan({ base: INVOICE, theirs, ours: renumbered(ours) }).reasons)).toContain("conflict detail");
  });
});

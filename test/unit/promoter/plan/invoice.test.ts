import { describe, expect, test } from "bun:test";
import {
  editedInvoice,
  FIR,
  invoiceOf,
  lineOf,
  OAK,
  PINE,
  planInvoice,
  sentInvoice,
} from "../../../support/invoice-edits.ts";
import { codesOf, edit, INVOICE, orderOf, type Sides } from "../../../support/planning.ts";

describe("an edited invoice", () => {
  test("is sent as a whole, in MoneyWorks' order, without what is MoneyWorks' own", () => {
    const sides = editedInvoice(["Widgets", "Gadgets"]);
    expect(sentInvoice(sides)).toEqual({
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
    const { document } = orderOf(planInvoice(sides));
    expect(document).toContain('<table name="Transaction" update="true" seqnum="1042">');
    expect(document).not.toContain("work-it-out");
    expect(document.trimEnd()).toEndWith("<gross>345.00</gross>\n\t</transaction>\n</table>");
    expect(planInvoice(sides).fields.map(({ field }) => field)).toEqual(["description"]);
  });

  test("sends a header field that was taken away as blank, and expects it to be so", () => {
    const sides = editedInvoice(["  <tofrom>Rowan &amp; Sons</tofrom>\n", ""], ["  <duedate>20250420</duedate>\n", ""]);
    expect(sentInvoice(sides).header).toContain("tofrom=");
    expect(sentInvoice(sides).header).toContain("duedate=19040101");
    expect(orderOf(planInvoice(sides)).expected.fields.get("tofrom")).toBeNull();
  });

  test("does not send what the server marks as its own, whatever the schema says", () => {
    const base = edit(INVOICE, ["<contra>", '<contra system="true">']);
    const sides = { base, theirs: edit(base, ["Widgets", "Gadgets"]) };
    expect(sentInvoice(sides).header.join()).not.toContain("contra");
  });

  test("sends a line's field that was taken away as blank", () => {
    const sides = editedInvoice(["      <detail.description>Pine widget</detail.description>\n", ""]);
    expect(sentInvoice(sides).lines[1]).toContain("description=");
    expect(orderOf(planInvoice(sides)).expected.lines?.[1]?.fields.get("description")).toBeNull();
    expect(planInvoice(sides).fields).toEqual([
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
    const sides = editedInvoice(
      ["345.00<", "460<"],
      [">115.00<", ">230<"],
      [">100.00</detail.net", ">200</detail.net"],
      [">15.00<", ">30<"],
    );
    expect(sentInvoice(sides).header.at(-1)).toBe("gross=460");
    expect(sentInvoice(sides).lines[1]?.slice(-3)).toEqual(["net=200", "tax=30", "gross=230"]);
    expect(planInvoice(sides).fields.map(({ field }) => field)).toEqual([
      "gross",
      "detail[2].gross",
      "detail[2].net",
      "detail[2].tax",
    ]);
  });

  test("may have a new line between two others, without number and place", () => {
    const theirs = edit(invoiceOf(OAK, FIR, PINE), ["345.00", "356.50"]);
    expect(sentInvoice({ base: INVOICE, theirs }).lines.map((fields) => fields[1])).toEqual([
      "description=Oak widget",
      "description=Fir widget",
      "description=Pine widget",
    ]);
    const added = planInvoice({ base: INVOICE, theirs }).fields.filter(({ field }) => field.startsWith("detail[2]"));
    expect(added).toHaveLength(6);
    expect(added.every(({ base, state }) => base === null && state === "asked")).toBe(true);
  });

  test("may lose a line, which the report tells field by field", () => {
    const theirs = edit(invoiceOf(OAK), ["345.00", "230.00"]);
    expect(sentInvoice({ base: INVOICE, theirs }).lines).toHaveLength(1);
    const { fields } = planInvoice({ base: INVOICE, theirs });
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
    expect(sentInvoice({ base: INVOICE, theirs: invoiceOf(PINE, OAK) }).lines.map((fields) => fields[1])).toEqual([
      "description=Pine widget",
      "description=Oak widget",
    ]);
  });

  test("keeps a line that says account for detail.account", () => {
    const plain = FIR.replaceAll("detail.", "");
    const theirs = edit(invoiceOf(OAK, PINE, plain), ["345.00", "356.50"]);
    expect(sentInvoice({ base: INVOICE, theirs }).lines[2]?.[0]).toBe("account=4020-");
  });
});

describe("an edited invoice is refused", () => {
  test.each([
    ["that does not add up", editedInvoice(["345.00", "345.01"]), ["does-not-balance gross"]],
    ["with a line that does not", editedInvoice([">30.00<", ">31.00<"]), ["does-not-balance detail[1].gross"]],
    ["whose gross was taken away", editedInvoice(["  <gross>345.00</gross>\n", ""]), ["does-not-balance gross"]],
    [
      "with a new line that leaves its net open",
      { base: INVOICE, theirs: edit(invoiceOf(OAK, PINE, lineOf({ account: "4", gross: "1" })), ["345.00", "346.00"]) },
      ["does-not-balance detail[3].gross"],
    ],
    ["with a control line changed", editedInvoice(["-32768", "-32760"]), ["system-field detail"]],
    [
      "with a control line taken away",
      { base: INVOICE, theirs: invoiceOf(OAK, PINE).replace(/ {4}<detail system[\s\S]*?<\/detail>\n/, "") },
      ["system-field detail"],
    ],
    [
      "with a line made MoneyWorks' own",
      editedInvoice(["    <detail>", '    <detail system="true">']),
      ["system-field detail"],
    ],
    [
      "with a control line made the user's",
      editedInvoice(['<detail system="true">', "<detail>"]),
      ["system-field detail", "system-field detail[3].debit"],
    ],
    [
      "with another place given to a line",
      editedInvoice(['sort system="true">1<', 'sort system="true">5<']),
      ["system-field detail[1].sort"],
    ],
    [
      "with another number given to a line",
      editedInvoice([">901<", ">999<"]),
      ["system-field detail[1].sequencenumber", "system-field detail[1].credit"],
    ],
    [
      "with one number given to two lines",
      editedInvoice([">902<", ">901<"]),
      ["system-field detail[2].sequencenumber"],
    ],
    [
      "with a field that no import is known to take",
      editedInvoice(["<detail.gross>", "<detail.dept>X</detail.dept><detail.gross>"]),
      ["not-importable detail[1].dept"],
    ],
    [
      "with a field of a line that nobody knows",
      editedInvoice(["<detail.gross>", "<detail.x>X</detail.x><detail.gross>"]),
      ["unknown-field detail[1].x"],
    ],
    ["with a line's field that is too long", editedInvoice([">G<", ">GGGGGG<"]), ["too-long detail[1].taxcode"]],
    [
      "with a field that stands in a line with and without prefix",
      editedInvoice(["<detail.gross>", "<account>4000-</account><detail.gross>"]),
      ["bad-xml detail[1]"],
    ],
    [
      "with a line that has no account, although it names a product",
      { base: INVOICE, theirs: invoiceOf(OAK, PINE, lineOf({ stockcode: "W", gross: "0" })) },
      ["missing-field detail[3].account"],
    ],
    ["made a bill", editedInvoice([">DII<", ">CII<"]), ["transaction-type type"]],
    ["made a credit note", editedInvoice([">DII<", ">DIC<"]), ["transaction-type type"]],
    ["made an order", editedInvoice([">DII<", ">SOI<"]), ["transaction-type type"]],
    ["given the short form of its type", editedInvoice([">DII<", ">DI<"]), ["transaction-type type"]],
    ["whose type was taken away", editedInvoice(["  <type>DII</type>\n", ""]), ["transaction-type type"]],
    [
      "whose date was taken away",
      editedInvoice(["  <transdate>20250310</transdate>\n", ""]),
      ["missing-field transdate"],
    ],
    ["whose date was set to none", editedInvoice([">20250310<", ">19040101<"]), ["missing-field transdate"]],
    ["without lines", { base: INVOICE, theirs: invoiceOf() }, ["missing-field detail"]],
    [
      "with rows that are no lines",
      editedInvoice(["  <subfile", '  <subfile name="Memo"><memo><memo.text>x</memo.text></memo></subfile><subfile']),
      ["not-importable Memo"],
    ],
    [
      "with two subfiles of lines",
      editedInvoice([
        "</transaction>",
        '<subfile name="DETAIL"><detail><detail.account>1</detail.account></detail></subfile></transaction>',
      ]),
      ["bad-xml detail"],
    ],
  ] as readonly (readonly [string, Sides, readonly string[]])[])("%s", (_name, sides, codes) => {
    const { reasons, order } = planInvoice(sides);
    expect(order).toBeNull();
    for (const code of codes) expect(codesOf(reasons)).toContain(code);
  });

  test.each([
    [
      "it holds a field that nobody knows",
      "  <contra>",
      "  <loyalty>gold</loyalty>\n  <contra>",
      ["not-importable loyalty"],
    ],
    [
      "a line holds one",
      "      <detail.gross>115",
      "      <detail.colour>red</detail.colour>\n      <detail.gross>115",
      ["not-importable detail[2].colour"],
    ],
    ["MoneyWorks keeps such a field itself", "  <contra>", '  <loyalty system="true">gold</loyalty>\n  <contra>', []],
  ] as const)("where %s, which the new version would lose", (_name, from, to, codes) => {
    const base = edit(INVOICE, [from, to]);
    expect(codesOf(planInvoice({ base, theirs: edit(base, ["Widgets", "Gadgets"]) }).reasons)).toEqual([...codes]);
    expect(planInvoice({ base, theirs: base.replaceAll("\n", "") })).toMatchObject({ reasons: [], order: null });
  });

  test("and the texts about amounts quote none", () => {
    const { reasons } = planInvoice(editedInvoice(["345.00", "777.77"]));
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
    expect(codesOf(planInvoice({ base, theirs: edit(base, ["Widgets", "Gadgets"]) }).reasons)).toEqual([
      "not-importable Memo",
    ]);
    expect(planInvoice({ base, theirs: base.replaceAll("\n", "") })).toMatchObject({ reasons: [], order: null });
  });
});

import { describe, expect, test } from "bun:test";
import { codesOf, edit, orderOf, planOne, ROWAN, ROWAN_PATH } from "../../../support/planning.ts";

/** Elements of a document's record, in order: `code=ROWAN`. */
function sentIn(document: string): readonly string[] {
  const { table } = Bun.XML.parse(document) as { table: { name: Record<string, string> } };
  return Object.entries(table.name).map(([name, value]) => `${name}=${value}`);
}

function planEdit(...pairs: readonly (readonly [string, string])[]) {
  return planOne(ROWAN_PATH, { base: ROWAN, theirs: edit(ROWAN, ...pairs) });
}

describe("an edited name", () => {
  test("sends its code and the changed field alone", () => {
    const planned = planEdit(["09 555 0100", "09 555 0199"]);
    const order = orderOf(planned);
    expect(sentIn(order.document)).toEqual(["code=ROWAN", "phone=09 555 0199"]);
    expect(order.document).toContain('<table name="Name" update="true">');
    expect([planned.kind, planned.seq, planned.key as string | null, order.kind]).toEqual([
      "update",
      12,
      "ROWAN",
      "update",
    ]);
    expect(planned.fields).toEqual([
      { field: "phone", state: "asked", base: "09 555 0100", theirs: "09 555 0199", moneyworks: "09 555 0100" },
    ]);
    expect(planned.reasons).toEqual([]);
  });

  test.each([
    ["a text empty", ["  <phone>09 555 0100</phone>\n", ""], "phone="],
    ["a number zero", ["  <creditlimit>5000</creditlimit>\n", ""], "creditlimit=0"],
    ["a number zero that the file says is zero", ["5000<", "0<"], "creditlimit=0"],
    ["a boolean false", ["  <hold>1</hold>\n", ""], "hold=0"],
    ["a boolean false that the file says in words", ["<hold>1", "<hold>false"], "hold=0"],
    ["a field that the file has empty", ["09 555 0100", ""], "phone="],
  ] as const)("sends a field that was taken away: %s", (_name, pair, sent) => {
    const planned = planEdit(pair);
    expect(sentIn(orderOf(planned).document)).toEqual(["code=ROWAN", sent]);
    expect(planned.fields[0]?.theirs).toBeNull();
    expect([...orderOf(planned).expected.fields.values()]).toEqual([null]);
  });

  test.each([
    ["a new field", "<phone>", "<email>a@b</email><phone>", "email=a@b"],
    ["line ends as MoneyWorks has them", "Call first&#xD;Use", "Call\nUse", "comment=Call\rUse side gate"],
    ["a number without what is odd about it", "5.00<", "+07.50<", "discount=7.5"],
    ["markup in a text", "09 555 0100", "&lt;b&gt; &amp;amp; ]]&gt;", "phone=<b> &amp; ]]>"],
    ["a sign of protected text", "09 555 0100", "␛{241B}", "phone=␛"],
  ])("sends %s", (_name, from, to, sent) => {
    const last = edit(ROWAN, [from, to]);
    expect(sentIn(orderOf(planOne(ROWAN_PATH, { base: ROWAN, theirs: last })).document)).toEqual(["code=ROWAN", sent]);
  });

  test("keeps MoneyWorks' line feeds where it has some", () => {
    const base = edit(ROWAN, ["Call first&#xD;Use", "Call first\nUse"]);
    const planned = planOne(ROWAN_PATH, { base, theirs: edit(base, ["Call", "Ring"]) });
    expect(sentIn(orderOf(planned).document)).toEqual(["code=ROWAN", "comment=Ring first\nUse side gate"]);
  });
});

describe("an edit and MoneyWorks", () => {
  const sides = (theirs: readonly [string, string], ours: readonly [string, string]) =>
    planOne(ROWAN_PATH, { base: ROWAN, theirs: edit(ROWAN, theirs), ours: edit(ROWAN, ours) });

  test("that changed different fields both survive", () => {
    const planned = sides(["0100", "0199"], ["Rowan &amp;", "Rowan and"]);
    expect(sentIn(orderOf(planned).document)).toEqual(["code=ROWAN", "phone=09 555 0199"]);
  });

  test("that made the same change agree, whatever the spelling", () => {
    const planned = sides(["5.00<", "7.5<"], ["5.00<", "7.50<"]);
    expect([planned.order, planned.reasons]).toEqual([null, []]);
    expect(planned.fields).toEqual([
      { field: "discount", state: "held", base: "5.00", theirs: "7.5", moneyworks: "7.50" },
    ]);
  });

  test("that changed one field in two ways have a conflict with all three values in the report, and none in its text", () => {
    const planned = sides(["0100", "0199"], ["0100", "0177"]);
    expect(planned.order).toBeNull();
    expect(planned.reasons).toEqual([
      { code: "conflict", field: "phone", text: "MoneyWorks and the commit both changed phone." },
    ]);
    expect(planned.fields).toEqual([
      {
        field: "phone",
        state: "conflict",
        base: "09 555 0100",
        theirs: "09 555 0199",
        moneyworks: "09 555 0177",
      },
    ]);
  });

  test("conflict where one took away what the other changed", () => {
    const gone = ["  <phone>09 555 0100</phone>\n", ""] as const;
    expect(codesOf(sides(gone, ["0100", "0199"]).reasons)).toEqual(["conflict phone"]);
    expect(codesOf(sides(["0100", "0199"], gone).reasons)).toEqual(["conflict phone"]);
    expect(sides(gone, gone).reasons).toEqual([]);
  });

  test("that MoneyWorks' own fields moved on asks for nothing more", () => {
    const planned = sides(["0100", "0199"], ["120.50", "99.00"]);
    expect(sentIn(orderOf(planned).document)).toEqual(["code=ROWAN", "phone=09 555 0199"]);
  });

  test("that added the record on both sides are compared field by field", () => {
    const held = planOne(ROWAN_PATH, { base: null, theirs: ROWAN, ours: ROWAN });
    expect([held.order, held.reasons]).toEqual([null, []]);
    const other = planOne(ROWAN_PATH, { base: null, theirs: edit(ROWAN, ["0100", "0199"]), ours: ROWAN });
    expect(codesOf(other.reasons)).toEqual(["conflict phone"]);
  });

  test("whose histories crossed change a field only where every beginning is as MoneyWorks has it", () => {
    const [one, other] = [ROWAN, edit(ROWAN, ["0100", "0111"])];
    const theirs = edit(ROWAN, ["0100", "0199"], ["5.00<", "7.50<"]);
    const planned = planOne(ROWAN_PATH, { bases: [one, other], theirs, ours: ROWAN });
    expect(codesOf(planned.reasons)).toEqual(["conflict phone"]);
    expect(planned.fields.map(({ field, state }) => [field, state])).toEqual([
      ["discount", "asked"],
      ["phone", "conflict"],
    ]);
  });
});

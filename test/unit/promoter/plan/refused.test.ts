import { describe, expect, test } from "bun:test";
import {
  codesOf,
  edit,
  INVOICE,
  INVOICE_PATH,
  pathOf,
  planOf,
  planOne,
  ROWAN,
  ROWAN_PATH,
  type Sides,
} from "../../../support/planning.ts";

const HERON = edit(ROWAN, ["ROWAN", "HERON"], ['"true">12<', '"true">13<']);

function refused(name: string, path: string, sides: Sides, ...codes: readonly string[]) {
  test(name, () => {
    const { reasons, order } = planOne(path, sides);
    expect(order).toBeNull();
    expect(codesOf(reasons)).toEqual(codes);
  });
}

/** An edit of the name ROWAN. */
function edited(...pairs: readonly (readonly [string, string])[]): Sides {
  return { base: ROWAN, theirs: edit(ROWAN, ...pairs) };
}

describe("a field is refused", () => {
  refused("that MoneyWorks marks as its own", ROWAN_PATH, edited(["120.50", "0.00"]), "system-field dbalance");
  refused(
    "that MoneyWorks owns, with its mark taken away",
    ROWAN_PATH,
    edited(['<dbalance system="true">120.50', "<dbalance>99.00"]),
    "system-field dbalance",
  );
  refused(
    "that MoneyWorks owns, taken away",
    ROWAN_PATH,
    edited(['  <dbalance system="true">120.50</dbalance>\n', ""]),
    "system-field dbalance",
  );
  refused(
    "that the edit itself marks as MoneyWorks' own",
    ROWAN_PATH,
    edited(["<phone>09 555 0100", '<phone system="true">1']),
    "system-field phone",
  );
  refused("that nobody knows", ROWAN_PATH, edited(["<phone>", "<fone>1</fone><phone>"]), "unknown-field fone");
  refused(
    "that is called like a part of every object",
    ROWAN_PATH,
    edited(["<phone>", "<constructor>1</constructor><tostring>2</tostring><phone>"]),
    "unknown-field constructor",
    "unknown-field tostring",
  );
  refused(
    "that nobody knows, taken away",
    ROWAN_PATH,
    { base: edit(ROWAN, ["<phone>", "<loyalty>0</loyalty><phone>"]), theirs: ROWAN },
    "unknown-field loyalty",
  );
  refused(
    "of which nobody knows whether an import takes it",
    ROWAN_PATH,
    edited(["<phone>", "<taxcode>G</taxcode><phone>"]),
    "not-importable taxcode",
  );
  refused("that carries Tidemark's id", ROWAN_PATH, edited(["tidemark:rowan", "mine"]), "id-field usertext");
  refused("that is too long", ROWAN_PATH, edited(["09 555 0100", "x".repeat(20)]), "too-long phone");
  refused("of the wrong type", ROWAN_PATH, edited(["5.00<", "five<"]), "wrong-type discount");
  refused("that XML cannot carry", ROWAN_PATH, edited(["09 555", "09␛{B}555"]), "unsendable phone");
  refused("with a byte that nobody can read", ROWAN_PATH, edited(["09 555", "09␛{=E9}555"]), "unsendable phone");

  test("each for a reason of its own, and conflicts beside", () => {
    const theirs = edit(ROWAN, ["120.50", "1"], ["5.00<", "five<"], ["0100", "0199"], ["<phone>", "<x>1</x><phone>"]);
    const { reasons } = planOne(ROWAN_PATH, { base: ROWAN, theirs, ours: edit(ROWAN, ["0100", "0177"]) });
    expect(codesOf(reasons)).toEqual([
      "system-field dbalance",
      "wrong-type discount",
      "conflict phone",
      "unknown-field x",
    ]);
  });

  test("and the texts quote no value", () => {
    const theirs = edit(ROWAN, ["120.50", "SECRET"], ["5.00<", "SECRET<"], ["0100", "SECRETSECRETSECRET"]);
    const { reasons } = planOne(ROWAN_PATH, { base: ROWAN, theirs });
    expect(codesOf(reasons)).toEqual(["system-field dbalance", "wrong-type discount", "too-long phone"]);
    expect(JSON.stringify(reasons)).not.toContain("SECRET");
  });
});

describe("a subfile is refused", () => {
  const subfile = (...values: readonly string[]) =>
    `<subfile name="Contacts">${values.map((value) => `<contacts><contact>${value}</contact></contacts>`).join("")}</subfile>`;
  const base = edit(ROWAN, ["<phone>", `${subfile("Ada")}<phone>`]);

  refused("that the commit adds", ROWAN_PATH, { base: ROWAN, theirs: base }, "not-importable Contacts");
  refused("that the commit takes away", ROWAN_PATH, { base, theirs: ROWAN }, "not-importable Contacts");
  refused(
    "with another value in it",
    ROWAN_PATH,
    { base, theirs: edit(base, ["Ada", "Bob"]) },
    "not-importable Contacts",
  );
  refused(
    "with a row made MoneyWorks' own",
    ROWAN_PATH,
    { base, theirs: edit(base, ["<contacts>", '<contacts system="true">']) },
    "not-importable Contacts",
  );
  refused(
    "with another row in it",
    ROWAN_PATH,
    { base, theirs: edit(ROWAN, ["<phone>", `${subfile("Ada", "Bob")}<phone>`]) },
    "not-importable Contacts",
  );

  test("but not one that stays, or that MoneyWorks has so by now", () => {
    expect(planOne(ROWAN_PATH, { base, theirs: edit(base, ["0100", "0199"]) }).reasons).toEqual([]);
    expect(planOne(ROWAN_PATH, { base, theirs: ROWAN, ours: ROWAN }).reasons).toEqual([]);
  });
});

describe("a file is refused", () => {
  const place = (path: string) => ({ base: null, theirs: path === "" ? null : ROWAN });
  refused("that is deleted", ROWAN_PATH, { base: ROWAN, theirs: null }, "delete -");
  refused("that holds another code", ROWAN_PATH, edited(["ROWAN<", "HERON<"]), "path-mismatch code");
  refused("that holds its code in other letters", ROWAN_PATH, edited(["ROWAN<", "rowan<"]), "path-mismatch code");
  refused("that lost its code", ROWAN_PATH, edited(["  <code>ROWAN</code>\n", ""]), "path-mismatch code");
  refused(
    "that holds the record of another file",
    ROWAN_PATH,
    { base: ROWAN, theirs: HERON },
    "path-mismatch code",
    "system-field sequencenumber",
  );
  refused(
    "that holds another kind of record",
    ROWAN_PATH,
    {
      base: ROWAN,
      theirs: ROWAN.replace("<name>\n", "<job>\n")
        .replace("</name>\n", "</name>\n")
        .replace(/<\/name>\n$/, "</job>\n"),
    },
    "path-mismatch -",
  );
  refused("of a record that MoneyWorks does not have", pathOf("name", "HERON"), place("x"), "new-elsewhere -");
  refused(
    "that was copied to another place",
    pathOf("name", "HERON"),
    { base: null, theirs: ROWAN },
    "new-elsewhere -",
  );
  refused(
    "whose record was deleted",
    ROWAN_PATH,
    { ...edited(["0100", "0199"]), ours: null },
    "deleted-in-moneyworks -",
  );
  refused(
    "of a table that takes no edits",
    pathOf("account", "4000"),
    { base: "<account/>", theirs: "<account><description>x</description></account>" },
    "not-writable -",
  );
  refused("of the table of log-ins", pathOf("login", "AB"), { base: null, theirs: "<login/>" }, "not-writable -");
  refused("that is the marker", ".tidemark/marker.json", { base: "{}", theirs: "[]" }, "marker-file -");
  refused("that is the marker, deleted", ".tidemark/marker.json", { base: "{}", theirs: null }, "marker-file -");
  refused(
    "of a record without code, for MoneyWorks would not find it",
    pathOf("name", "#12"),
    {
      base: edit(ROWAN, ["  <code>ROWAN</code>\n", ""]),
      theirs: edit(ROWAN, ["  <code>ROWAN</code>\n", ""], ["0100", "0199"]),
    },
    "missing-field code",
  );

  test.each([
    ["a link", "120000"],
    ["a submodule", "160000"],
    ["a folder", "040000"],
  ])("that became %s", (_name, mode) => {
    expect(codesOf(planOne(ROWAN_PATH, { base: ROWAN, theirs: ROWAN, mode }).reasons)).toEqual(["not-a-file -"]);
  });

  test.each([
    "README.md",
    "name",
    "name/ROWAN.xml",
    `${ROWAN_PATH}.orig`,
    ROWAN_PATH.replace("ROWAN", "rowan"),
    ROWAN_PATH.replace(".xml", ".XML"),
    ROWAN_PATH.replace("name/", "Name/"),
    ROWAN_PATH.replace("name/", "constructor/"),
    `name/../${ROWAN_PATH}`,
    `/${ROWAN_PATH}`,
    "name/3e/20/%43ON.xml",
    ".tidemark/other.json",
    ".tidemark/config.json.bak",
    ".gitattributes",
    "transaction/00/00/00/10/0001042.xml",
    "transaction/00/00/00/10/99999999999.xml",
  ])("outside the layout: %s", (path) => {
    expect(codesOf(planOne(path, { base: null, theirs: ROWAN }).reasons)).toEqual(["foreign-path -"]);
  });

  test("whose record has another code by now, with where it is", () => {
    const keyOfNumber = (table: string, seq: number) => (table === "name" && seq === 12 ? ("BIRCH" as never) : null);
    const { reasons } = planOne(ROWAN_PATH, { ...edited(["0100", "0199"]), ours: null }, { keyOfNumber });
    expect(codesOf(reasons)).toEqual(["renamed-in-moneyworks -"]);
    expect(reasons[0]?.text).toContain(pathOf("name", "BIRCH"));
  });

  refused(
    "whose code MoneyWorks gave to another record",
    ROWAN_PATH,
    { ...edited(["0100", "0199"]), ours: edit(ROWAN, ['"true">12<', '"true">99<']) },
    "deleted-in-moneyworks -",
  );

  test("of a table that is not mirrored", () => {
    const { reasons } = planOne(ROWAN_PATH, edited(["0100", "0199"]), { tables: ["transaction"] });
    expect(codesOf(reasons)).toEqual(["not-writable -"]);
  });

  test("but not one that both sides deleted, nor a new one that is gone again", () => {
    expect(planOne(ROWAN_PATH, { base: ROWAN, theirs: null, ours: null }).reasons).toEqual([]);
    expect(planOf({ "new/name/x.xml": { base: ROWAN, theirs: null, ours: null } }).files).toEqual([]);
  });
});

describe("a transaction is refused", () => {
  const invoice = (theirs: string, base = INVOICE): Sides => ({ base, theirs });
  const posted = edit(INVOICE, ['"true">U<', '"true">P<']);
  const bill = edit(INVOICE, ["DII", "CII"]);
  refused("that is posted", INVOICE_PATH, invoice(edit(posted, ["Widgets", "Gadgets"]), posted), "posted -");
  refused(
    "that was posted meanwhile",
    INVOICE_PATH,
    { base: INVOICE, theirs: edit(INVOICE, ["Widgets", "Gadgets"]), ours: posted },
    "posted -",
  );
  refused(
    "that is no debtor's invoice",
    INVOICE_PATH,
    invoice(edit(bill, ["Widgets", "Gadgets"]), bill),
    "transaction-type -",
  );
  refused(
    "with another number",
    INVOICE_PATH,
    invoice(edit(INVOICE, [">1042<", ">1043<"])),
    "path-mismatch sequencenumber",
    "system-field sequencenumber",
  );
  refused("that its author posted", INVOICE_PATH, invoice(posted), "system-field status");
});

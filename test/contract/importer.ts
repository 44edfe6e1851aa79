import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import type { FindQuery, ImportAnswer, Importer } from "../../src/domain/ports/importer.ts";
import { codeOf } from "../support/remote-ports.ts";

/** A document that takes imports, and the truth about it. */
export interface ImporterHarness extends AsyncDisposable {
  readonly importer: Importer;
  /** Its records, ascending by number. Names have codes; some are there. */
  rows(table: string): readonly { readonly seq: number; readonly fields: Readonly<Record<string, string>> }[];
  /** Puts a record in behind the importer's back. @returns its number */
  add(table: string, fields: Readonly<Record<string, string>>): number;
  /** What becomes of the next import. */
  spoil(how: "answer-lost" | "request-lost"): void;
  /** Imports that reached the server. */
  imports(): number;
}

const never = new AbortController().signal;
const NAME = "name" as TableName;

const names = (fields: string, attributes = "") => `<table name="Name"${attributes}><name>${fields}</name></table>`;
const FRESH = names("<code>FRESH</code><name>Rowan &amp; Søns</name><usertext>tm:1</usertext>");

/** What every Importer must do, whatever is behind it. */
export function importerContract(name: string, open: () => Promise<ImporterHarness>): void {
  describe(`${name} takes an import`, () => sendContract(open));
  describe(`${name} is searched`, () => findContract(open));
}

function sendContract(open: () => Promise<ImporterHarness>): void {
  const codes = ({ rows }: ImporterHarness) => rows("name").map(({ fields }) => fields.code?.toUpperCase());

  test("that makes a record, and tells so", async () => {
    await using harness = await open();
    const answer = await harness.importer.send(FRESH, false, never);
    expect(answer).toEqual({ kind: "imported", seq: null, created: 1, updated: 0 });
    const made = harness.rows("name").at(-1);
    expect(made?.fields).toMatchObject({ name: "Rowan & Søns", usertext: "tm:1" });
    expect([codes(harness).at(-1), harness.imports()]).toEqual(["FRESH", 1]);
  });

  test("and tells the record's number, when it is asked for it", async () => {
    await using harness = await open();
    const answer = await harness.importer.send(FRESH, true, never);
    expect(answer).toMatchObject({ kind: "imported", seq: harness.rows("name").at(-1)?.seq ?? 0 });
  });

  test("that changes a record", async () => {
    await using harness = await open();
    const seq = harness.add("name", { code: "MOA", phone: "1", fax: "2" });
    const document = names("<code>moa</code><phone>3</phone><fax/>", ' update="true"');
    expect(await harness.importer.send(document, false, never)).toMatchObject({ kind: "imported", updated: 1 });
    const { phone, fax } = harness.rows("name").find((row) => row.seq === seq)?.fields ?? {};
    expect([phone, fax]).toEqual(["3", undefined]);
  });

  test("that it refuses, with its reason, and changes nothing", async () => {
    await using harness = await open();
    harness.add("name", { code: "MOA" });
    const before = harness.rows("name");
    for (const returnSeq of [true, false]) {
      const answer = await harness.importer.send(names("<code>MOA</code>"), returnSeq, never);
      expect(answer).toEqual({ kind: "refused", reason: expect.stringContaining("already in use") });
    }
    expect(harness.rows("name")).toEqual(before);
  });

  test("of nothing, which it refuses, too", async () => {
    await using harness = await open();
    const answer = await harness.importer.send('<table name="Name"></table>', false, never);
    expect(answer).toEqual({ kind: "refused", reason: expect.stringContaining("imported nothing") });
  });

  const LOST = [
    ["answer-lost", 1],
    ["request-lost", 0],
  ] as const;
  test.each(LOST)("and does not know what came of it after %s", async (how, made) => {
    await using harness = await open();
    harness.spoil(how);
    const answer: ImportAnswer = await harness.importer.send(FRESH, true, never);
    expect(answer).toEqual({ kind: "unknown", reason: expect.stringMatching(/./) });
    expect(codes(harness).filter((code) => code === "FRESH")).toHaveLength(made);
    expect(harness.imports()).toBe(1);
    const found = await harness.importer.find({ table: NAME, field: "usertext", value: "tm:1", limit: 2 }, never);
    expect(found).toHaveLength(made);
  });

  test("that was cancelled before it went out, by not sending it", async () => {
    await using harness = await open();
    expect(await harness.importer.send(FRESH, true, AbortSignal.abort("stop")).catch((e) => e)).toBe("stop");
    expect([codes(harness).includes("FRESH"), harness.imports()]).toEqual([false, 0]);
  });

  test("only of whole characters", async () => {
    await using harness = await open();
    const sent = harness.importer.send(names("<code>\uD83D</code>"), false, never);
    expect(await codeOf(sent)).toBe("internal.bad-id");
    expect(harness.imports()).toBe(0);
  });
}

function findContract(open: () => Promise<ImporterHarness>): void {
  const query = (value: string, limit = 10, field = "usertext"): FindQuery => ({ table: NAME, field, value, limit });
  const find = async ({ importer }: ImporterHarness, asked: FindQuery) =>
    (await importer.find(asked, never)).map(({ seq }) => seq);

  test("for records that hold just a text, the newest first and no more than asked for", async () => {
    await using harness = await open();
    const numbers = [1, 2, 3, 4].map((each) => harness.add("name", { code: `C${each}`, usertext: "tm:abc" }));
    harness.add("name", { code: "OTHER", usertext: "tm:abcd" });
    expect(await find(harness, query("tm:abc"))).toEqual(numbers.toReversed());
    expect(await find(harness, query("tm:abc", 3))).toEqual(numbers.slice(1).toReversed());
    expect(await find(harness, query("tm:abc", 1))).toEqual(numbers.slice(3));
  });

  test("and gives them whole", async () => {
    await using harness = await open();
    const seq = harness.add("name", { code: "MOA", phone: "09 555", usertext: "x" });
    const [record] = await harness.importer.find(query("moa", 1, "code"), never);
    expect(record).toMatchObject({ seq, modtime: expect.stringMatching(/^\d{14}$/), record: { element: "name" } });
    expect(record?.record.fields).toContainEqual({ name: "phone", value: "09 555", system: false });
  });

  const LITERAL = ["a@", "@", 'say "x"', "back\\slash", "a`b", "a'b", "1", "ÄPFEL ß 🐑", "a&b=c+d%20 e", "a and b==c"];
  test.each(LITERAL)("for %j literally, letter case apart", async (value) => {
    await using harness = await open();
    harness.add("name", { code: "A1", usertext: `${value}x` });
    harness.add("name", { code: "A2", usertext: "abc" });
    const seq = harness.add("name", { code: "A3", usertext: value });
    expect(await find(harness, query(value.toLowerCase()))).toEqual([seq]);
  });

  test("and says when there is none", async () => {
    await using harness = await open();
    expect(await find(harness, query("nobody has it"))).toEqual([]);
    expect(await find(harness, { table: "jobsheet" as TableName, field: "memo", value: "none", limit: 1 })).toEqual([]);
  });

  const REFUSED: readonly [title: string, query: FindQuery, code: string][] = [
    ["a field that it does not have", query("x", 1, "nonsense"), "internal.bad-id"],
    ["a field that is no text", query("1", 1, "sequencenumber"), "internal.bad-id"],
    ["nothing", query(""), "internal.bad-id"],
    ["no records", query("x", 0), "internal.bad-id"],
    ["too many records", query("x", 1001), "internal.bad-id"],
    ["half a character", query("\uD83D"), "moneyworks.search-text"],
    ["a text of more bytes than a search may have", query("ä".repeat(122)), "moneyworks.search-too-long"],
    ["passwords", { ...query("x"), table: "login" as TableName }, "moneyworks.private-table"],
    ["what is no table", { ...query("x"), table: "nonsense" as TableName }, "moneyworks.no-table"],
  ];
  test.each(REFUSED)("not for %s", async (_title, asked, code) => {
    await using harness = await open();
    expect(await codeOf(harness.importer.find(asked, never))).toBe(code);
  });

  test("and rejects with the reason of the signal", async () => {
    await using harness = await open();
    const found = harness.importer.find(query("x"), AbortSignal.abort("stop"));
    expect(await found.catch((reason) => reason)).toBe("stop");
  });
}

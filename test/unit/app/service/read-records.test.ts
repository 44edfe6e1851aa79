import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { RecordList } from "../../../../src/api/contract/record.ts";
import type { RecordQuery } from "../../../../src/api/service.ts";
import { errorOf } from "../../../support/errors.ts";
import { expectWire } from "../../../support/expect-wire.ts";
import { type ReadingOptions, readingOf } from "../../../support/reading.ts";
import { World } from "../../../support/world.ts";

const CODES = ["%_", "A'B\"", "ΟΔΟΣ", "ROWAN", "Zoë & <Co>", "a/../b", "käse", "rowan", "ẞ-1", "😀"];
const NAMES = CODES.map((code, at) => ({
  seq: at + 1,
  modtime: "20250301120000",
  fields: { code, name: `Person ${at}`, phone: `09 555 01${at}0` },
}));
let world: World;

beforeAll(async () => {
  world = await World.open({ data: { tables: { name: [...NAMES, ...crowd(400)], account: [] } } });
  world.records.edit("name", "%_", { memo: "three\rlines & <more>" });
  world.records.edit("name", "ROWAN", {
    email: "Straße@Rowan.example",
    memo: `${"x ".repeat(300)}NEEDLE${" y".repeat(300)}`,
  });
  world.records.edit("name", "käse", { bankaccountnumber: "12-3456-7890123-00", memo: "vertical\u000btab" });
  await world.poll();
});
afterAll(() => world[Symbol.asyncDispose]());

function crowd(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    seq: 100 + at,
    modtime: "20250301120000",
    fields: { code: `X${String(at).padStart(4, "0")}`, name: at % 100 === 99 ? "Rare Bird" : "Sparrow" },
  }));
}

type Question = Partial<RecordQuery>;
const records = (question: Question = {}, options: ReadingOptions = {}) => {
  const answer = readingOf(world, options).records({ table: "name", limit: 50, ...question });
  expectWire(RecordList, answer);
  return answer;
};
/** Everything that a search finds, page by page: keys, and fields where it was found in one. */
const found = (search: string, options: ReadingOptions = {}, limit = 50) => {
  const all: string[] = [];
  let scanned = 0;
  let pages = 0;
  for (let after: string | null | undefined; after !== null; pages++) {
    if (pages > 999) throw new Error("the search does not end");
    const page: ReturnType<typeof records> = records({ search, after, limit }, options);
    all.push(...page.records.map(({ key, found: place }) => (place === null ? key : `${key} ${place.field}`)));
    scanned += page.scanned;
    after = page.next;
  }
  return { all, scanned, pages };
};
const refusal = (question: Question) => errorOf(() => records(question)).code;

describe("GET /records/:table", () => {
  test("lists all records by key, page by page, with what is known of them", () => {
    const keys: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page: ReturnType<typeof records> = records({ after, limit: 100 });
      expect([page.total, page.scanned]).toEqual([410, page.records.length]);
      keys.push(...page.records.map(({ key }) => key));
      after = page.next;
    }
    const bytes = (text: string) => Buffer.from(text);
    expect(keys).toEqual(keys.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b))));
    expect(new Set(keys).size).toBe(410);
    expect(records({ after: "W", limit: 1 }).records).toEqual([
      { key: "X0000", seq: 100, modtime: "20250301120000", found: null },
    ]);
  });

  test("an empty table is a table, one that is not mirrored is none", () => {
    expect(records({ table: "account" })).toEqual({ table: "account", total: 0, records: [], scanned: 0, next: null });
    expect(found("x", {}).all.length).toBeGreaterThan(0);
    expect([refusal({ table: "login" }), refusal({ table: "nonesuch" })]).toEqual([
      "record.no-table",
      "record.no-table",
    ]);
    expect([refusal({ table: "" }), refusal({ table: "name'--" })]).toEqual(["usage.table-name", "usage.table-name"]);
  });

  test.each([0, -1, Number.NaN, 1e9])("a limit of %p is brought within bounds", (limit) => {
    expect(records({ limit }).records.length).toBeGreaterThan(0);
    expect(records({ limit }).records.length).toBeLessThanOrEqual(200);
  });

  test("an odd place to go on from is a place like any other", () => {
    for (const after of ["", "\u0000", "'", "\ud83d", "Z".repeat(9999)]) expect(() => records({ after })).not.toThrow();
  });
});

describe("a search", () => {
  test("finds keys first, whatever the case, then fields, and looks at each record once", () => {
    const { all, scanned } = found("rowan");
    expect(all).toEqual(["ROWAN", "rowan"]);
    expect(scanned).toBe(410);
    expect(found("RARE bird").all).toEqual(["X0099 name", "X0199 name", "X0299 name", "X0399 name"]);
    expect(found("09 555").all.slice(0, 3)).toEqual(["%_ phone", "A'B\" phone", "ROWAN phone"]);
  });

  const letters: [string, string][] = [
    ["οδος", "ΟΔΟΣ"],
    ["KÄSE", "käse"],
    ["zoË & <c", "Zoë & <Co>"],
    ["ß-1", "ẞ-1"],
    ["😀", "😀"],
    ["\u212Aäse", "käse"],
    ["a/../b", "a/../b"],
    ["A'B\"", "A'B\""],
  ];
  test.each(letters)("for %p finds the key %p", (text, key) => expect(found(text).all[0]).toBe(key));

  test("takes wildcards, patterns and quotes for what they are", () => {
    expect(found("%").all).toEqual(["%_"]);
    expect(found("_").all).toEqual(["%_"]);
    for (const text of [".*", "[a-z]", "$", "^", "\\", "x|y", "(?i)", "' OR '1'='1"])
      expect(found(text).all).toEqual([]);
  });

  test("finds values as they are, not as they are written in XML", () => {
    expect(found("lines & <more>").all).toEqual(["%_ memo"]);
    expect(found("three\rlines").all).toEqual(["%_ memo"]);
    for (const markup of ["&amp;", "&lt;", "#xD", "<phone>", "system=", "</name>", "\n  ", "name><"])
      expect(found(markup).all).toEqual([]);
    expect(found("tab").all).toEqual(["käse memo"]);
  });

  test("shows a long value around what was found", () => {
    const [record] = records({ search: "needle" }).records;
    const { value = "" } = record?.found ?? {};
    expect(value).toContain("NEEDLE");
    expect([value.length, value.at(0), value.at(-1)]).toEqual([202, "…", "…"]);
  });

  test("passes over private fields, as if they were not there", () => {
    expect(found("7890123").all).toEqual(["käse bankaccountnumber"]);
    const hidden = ["name.bankaccountnumber"];
    expect(found("7890123", { hidden }).all).toEqual([]);
    expect(found("private", { hidden }).all).toEqual([]);
    expect(found("rare bird", { hidden: ["name.name"] }).all).toEqual([]);
  });

  test("stops when its time is up, and goes on where it was: nothing is missed, nothing told twice", () => {
    const whole = found("rare bird");
    const slow = found("rare bird", { tick: 25 });
    expect(slow.all).toEqual(whole.all);
    expect([whole.pages, slow.scanned]).toEqual([1, 410]);
    expect(slow.pages).toBeGreaterThan(2);
    const never = records({ search: "rare bird" }, { tick: 1000 });
    expect([never.records, never.scanned]).toEqual([[], 0]);
    expect(found("rowan", { tick: 25 }).all).toEqual(found("rowan").all);
  });

  test.each([1, 2, 3])("in pages of %p tells the same", (limit) => {
    for (const text of ["x000", "09 555", "rare", "o"]) expect(found(text, {}, limit).all).toEqual(found(text).all);
  });

  test("refuses a text that is too long, and a cursor that is none", () => {
    expect(refusal({ search: "x".repeat(201) })).toBe("api.bad-parameter");
    for (const after of ["X0001", "key", "field", ":", "keys:x"])
      expect(refusal({ search: "x", after })).toBe("api.bad-parameter");
    expect(records({ search: "", limit: 1 }).records).toHaveLength(1);
  });
});

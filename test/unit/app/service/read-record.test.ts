import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { RecordDetail } from "../../../../src/api/contract/record.ts";
import type { RecordAt } from "../../../../src/api/service.ts";
import { parseRecord } from "../../../../src/canonical/parse-record.ts";
import { errorOf } from "../../../support/errors.ts";
import { expectWire } from "../../../support/expect-wire.ts";
import { type ReadingOptions, readingOf } from "../../../support/reading.ts";
import { smallCompany } from "../../../support/small-company.ts";
import { World } from "../../../support/world.ts";

let world: World;
let began = 0;
let edited = 0;

beforeAll(async () => {
  world = await World.open({ data: smallCompany() });
  began = world.clock.now();
  await world.poll();
  world.pass(86_400);
  edited = world.clock.now();
  world.records.edit("name", "ROWAN", { phone: "09 555 0199" });
  world.records.remove("product", "WID-OAK-L");
  await world.full({ allowDeletes: 9 });
});
afterAll(() => world[Symbol.asyncDispose]());

const record = (question: Partial<RecordAt> = {}, options: ReadingOptions = {}) => {
  const answer = readingOf(world, options).record({ table: "name", key: "ROWAN", at: null, ...question });
  expectWire(RecordDetail, answer.detail);
  return answer;
};
const refusal = (question: Partial<RecordAt>) => errorOf(() => record(question)).code;
const phone = ({ detail }: ReturnType<typeof record>) => detail.fields.find(({ name }) => name === "phone")?.value;
const fileOf = (commit: string) =>
  world.git(
    "show",
    `${commit}:${world
      .git("ls-tree", "-r", "--name-only", commit)
      .split("\n")
      .find((path) => /^name\/.*R~?O~?W~?A~?N\.xml$/i.test(path))}`,
  );

describe("GET /records/:table/:key", () => {
  test("is the file on main, with the commit and its time", () => {
    const { xml, detail } = record();
    const main = world.git("rev-parse", "main");
    expect(xml.trimEnd()).toBe(fileOf("main").trimEnd());
    expect([String(detail.commit), detail.at]).toEqual([
      main,
      new Date(Math.floor(edited / 1000) * 1000).toISOString(),
    ]);
    expect(phone(record())).toBe("09 555 0199");
  });

  test("does not ask git for what staging has", () => {
    const { staging } = world;
    const mirror = {
      past: () => {
        throw new Error("asked");
      },
      began: () => null,
    };
    const asked = readingOf({ staging, mirror } as never);
    expect(asked.record({ table: "name", key: "ROWAN", at: null })).toEqual(record());
  });

  test("is as it was at a time", () => {
    expect(phone(record({ at: edited - 1 }))).toBe("09 555 0101");
    expect(record({ at: edited - 1 }).xml.trimEnd()).toBe(fileOf("main~1").trimEnd());
    expect(record({ table: "product", key: "WID-OAK-L", at: edited - 1 }).detail.fields.length).toBeGreaterThan(2);
    expect(refusal({ table: "product", key: "WID-OAK-L" })).toBe("record.not-found");
    expect(refusal({ table: "product", key: "WID-OAK-L", at: edited + 1000 })).toBe("record.not-found");
    expect(refusal({ at: began - 1000 })).toBe("record.before-mirror");
    expect(refusal({ key: "NOBODY", at: began - 1000 })).toBe("record.before-mirror");
  });

  test("is what main has while something newer waits for a commit", () => {
    const { staging, mirror } = world;
    const row = staging.rowByKey("name" as never, "ROWAN" as never);
    const waiting = { ...row, oid: "f".repeat(40) };
    const dirty = new Proxy(staging, {
      get: (target, name) =>
        name === "rowByKey" ? () => waiting : name === "body" ? () => null : Reflect.get(target, name).bind(target),
    });
    expect(phone(readingOf({ staging: dirty, mirror }).record({ table: "name", key: "ROWAN", at: null }))).toBe(
      "09 555 0199",
    );
  });

  test("shows the lines of a transaction", () => {
    const { detail } = record({ table: "transaction", key: "1042" });
    expect(detail.subfiles.map(({ name, element, rows }) => [name, element, rows.length])).toEqual([
      ["Detail", "detail", 3],
    ]);
    expect(detail.subfiles[0]?.rows.some(({ system }) => system)).toBe(true);
  });

  test("hides private values in both forms, and the XML is canonical still", () => {
    const hidden = ["name.phone", "name.name", "detail.gross"];
    const { xml, detail } = record({}, { hidden });
    expect(phone({ detail } as never)).toBe("(private)");
    expect(xml).toContain("<phone>(private)</phone>");
    expect(xml).not.toContain("0199");
    expect(parseRecord(new TextEncoder().encode(xml)).fields).toEqual([...detail.fields]);
    const invoice = record({ table: "transaction", key: "1042" }, { hidden });
    expect(invoice.xml).toContain(">(private)<");
    expect(invoice.xml).toContain(">230.00<");
    const lines = invoice.detail.subfiles[0]?.rows.flatMap(({ fields }) => fields) ?? [];
    const gross = lines.filter(({ name }) => name.endsWith("gross")).map(({ value }) => value);
    expect(new Set(gross)).toEqual(new Set(["(private)"]));
    expect(parseRecord(new TextEncoder().encode(invoice.xml)).element).toBe("transaction");
  });

  test("hides them in the past too", () => {
    expect(phone(record({ at: edited - 1 }, { hidden: ["name.phone"] }))).toBe("(private)");
  });

  test("has a tag that changes with the bytes, also hidden ones, and with what is hidden, and that nobody can compute", () => {
    const hidden = ["name.phone"];
    const tags = [
      record().tag,
      record({ at: edited - 1 }).tag,
      record({}, { hidden }).tag,
      record({ at: edited - 1 }, { hidden }).tag,
      record({}, { secret: "of another process" }).tag,
    ];
    expect(new Set(tags).size).toBe(5);
    expect(record().tag).toBe(tags[0] ?? "");
    expect(tags[0]).toMatch(/^[0-9a-f]{40}$/);
  });

  test.each(["", "'", "../../HEAD", "%2e%2e", "\u0000", "\ud83d", "K".repeat(5000), "[", "#", "##", "rowan"])(
    "a key %p that nobody has is not found",
    (key) => {
      for (const at of [null, edited]) expect(refusal({ key, at })).toBe("record.not-found");
    },
  );

  test("a table that there cannot be, and one that there is not", () => {
    expect(refusal({ table: "../name" })).toBe("usage.table-name");
    expect(refusal({ table: "nonesuch" })).toBe("record.not-found");
    expect(refusal({ table: "transaction", key: "ROWAN" })).toBe("record.not-found");
  });
});

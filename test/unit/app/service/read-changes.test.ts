import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ChangeList } from "../../../../src/api/contract/change.ts";
import { statusOf } from "../../../../src/api/http/error-status.ts";
import type { ChangeQuery } from "../../../../src/api/service.ts";
import { atOnce } from "../../../../src/lib/steps.ts";
import { errorOf } from "../../../support/errors.ts";
import { expectWire } from "../../../support/expect-wire.ts";
import { readingOf } from "../../../support/reading.ts";
import { smallCompany } from "../../../support/small-company.ts";
import { World } from "../../../support/world.ts";

let world: World;
/** When each of three polls began, ms. */
const polls: number[] = [];

beforeAll(async () => {
  world = await World.open({ data: smallCompany() });
  const poll = async () => {
    world.pass(86_400);
    polls.push(world.clock.now());
    await world.poll();
  };
  await poll();
  world.records.edit("name", "ROWAN", { phone: "09 555 0199", email: "office@rowan.example" });
  await poll();
  world.records.edit("transaction", 1042, { description: "Oak" });
  await poll();
});
afterAll(() => world[Symbol.asyncDispose]());

type Question = Partial<ChangeQuery>;
const changes = (question: Question = {}, hidden: readonly string[] = []) => {
  const answer = readingOf(world, { hidden }).changes({ limit: 50, ...question });
  expectWire(ChangeList, answer);
  return answer;
};
const told = (question: Question) => changes(question).changes.map(({ key, field }) => `${key} ${field}`);
const refusal = (question: Question) => errorOf(() => changes(question)).code;

const LAST = "1042 description";
const EDITS = ["ROWAN phone", "ROWAN email"];

describe("GET /changes", () => {
  test("tells the newest first, with its commit and the time as ISO 8601", () => {
    const { changes: lines, before, more } = changes({ limit: 1 });
    expect(lines).toEqual([
      {
        id: world.staging.lastChange(),
        at: new Date(polls[2] ?? 0).toISOString(),
        run: expect.stringMatching(/-000000000003$/),
        commit: world.git("rev-parse", "main") as never,
        table: "transaction",
        key: "1042",
        operation: "changed",
        field: "description",
        old: "Widget sales",
        new: "Oak",
      },
    ]);
    expect([more, before]).toEqual([false, `${world.staging.changeEpoch()}.${world.staging.lastChange()}`]);
  });

  test("goes on to the first line and ends there", () => {
    const ids: number[] = [];
    for (let before: string | null | undefined; before !== null; ) {
      const page: ReturnType<typeof changes> = changes({ limit: 7, before });
      ids.push(...page.changes.map(({ id }) => id));
      before = page.before;
    }
    expect(ids).toEqual(Array.from({ length: world.staging.lastChange() }, (_, n) => world.staging.lastChange() - n));
  });

  test("as a feed tells everything once, oldest first, and what comes in later", async () => {
    const ids: number[] = [];
    const follow = (from: string) => {
      let since = from;
      for (let more = true; more; ) {
        const page = changes({ limit: 4, since });
        ids.push(...page.changes.map(({ id }) => id));
        ({ since, more } = page);
        expect(page.before).toBeNull();
      }
      return since;
    };
    const since = follow("0");
    expect(changes({ since })).toMatchObject({ changes: [], since, more: false });
    world.records.edit("name", "TUIPAPER", { phone: "1" });
    world.pass(86_400);
    await world.poll();
    expect(follow(since)).toBe(changes().since);
    expect(ids).toEqual(Array.from({ length: world.staging.lastChange() }, (_, n) => n + 1));
    world.records.edit("name", "TUIPAPER", { phone: "04 555 0000" });
    await world.poll();
  });

  test("a feed of one table passes over the others for good", () => {
    const { since, changes: lines } = changes({ since: "0", table: "name", limit: 1000 });
    expect(new Set(lines.map(({ table }) => String(table)))).toEqual(new Set(["name"]));
    expect(since).toBe(changes().since);
  });

  test("tells what is asked for", () => {
    const [, second = 0, third = 0] = polls;
    expect(told({ table: "name", key: "ROWAN", limit: 2 })).toEqual(EDITS);
    expect(told({ field: "email" })).toEqual(["ROWAN email"]);
    expect(told({ from: second, until: third - 1 })).toEqual(EDITS);
    expect(told({ run: "01890000-0000-7000-8000-000000000003" })).toEqual([LAST]);
    expect(told({ table: "build" })).toEqual([]);
    expect(told({ table: "name", key: "%" })).toEqual([]);
  });

  test("hides private values, and not whether there are any", () => {
    const [first] = changes({ field: "phone", table: "name", key: "ROWAN" }, ["name.phone"]).changes;
    expect(first).toMatchObject({ old: "(private)", new: "(private)" });
    const [email] = changes({ field: "email", table: "name" }, ["name.phone", "name.email"]).changes;
    expect(email).toMatchObject({ old: null, new: "(private)" });
  });

  test("refuses what cannot be right, with its name", () => {
    expect(refusal({ table: "Name;" })).toBe("usage.table-name");
    expect(refusal({ table: "nonesuch" })).toBe("record.no-table");
    expect(refusal({ key: "ROWAN" })).toBe("api.bad-parameter");
    expect(refusal({ run: "no such run" })).toBe("api.no-run");
    expect(refusal({ since: "0", before: "0" })).toBe("api.bad-parameter");
    for (const odd of [
      "",
      "1",
      "-1",
      "0x0",
      "abc.1",
      "0123456789abcdef.",
      "0123456789abcdef.1e3",
      "\u0000",
      "9".repeat(999),
    ])
      expect(refusal({ since: odd })).toBe("api.bad-parameter");
    expect(refusal({ before: "0" })).toBe("api.bad-parameter");
  });

  test("a cursor of another log, or from beyond the end of this one, is gone", () => {
    expect(refusal({ since: "0123456789abcdef.1" })).toBe("api.cursor-gone");
    expect(refusal({ before: "0123456789abcdef.1" })).toBe("api.cursor-gone");
    const beyond = `${world.staging.changeEpoch()}.${world.staging.lastChange() + 1}`;
    expect(refusal({ since: beyond })).toBe("api.cursor-gone");
    const removed = `${world.staging.changeEpoch()}.0`;
    expect([changes({ before: removed }).changes, refusal({ before: removed, from: 0 })]).toEqual([
      [],
      "api.cursor-gone",
    ]);
  });

  test("a feed that comes back after lines are kept no more is told, and goes on from the oldest that is kept", async () => {
    await using young = await World.open({ data: smallCompany() });
    await young.poll();
    const seen = readingOf(young).changes({ limit: 1 }).since;
    for (const phone of ["1", "2", "3"]) {
      young.pass(86_400);
      young.records.edit("name", "ROWAN", { phone });
      await young.poll();
    }
    const at = young.clock.now() - 90_000_000;
    const ask = (since: string) => readingOf(young).changes({ since, limit: 50 });
    expect(ask(seen).changes.map(({ new: value }) => value)).toEqual(["1", "2", "3"]);
    atOnce(young.staging.forget({ runs: at, tallies: at, changes: at, promotions: at }));
    const error = errorOf(() => ask(seen));
    expect([error.code, statusOf("api.changes-expired")]).toEqual(["api.changes-expired", 410]);
    expect(error.message).toContain(new Date(young.staging.forgottenChanges().keptSince).toISOString());
    const { changes: left, since } = ask("0");
    expect(left.map(({ new: value }) => value)).toEqual(["2", "3"]);
    // Whoever has seen all that is gone misses nothing.
    const { id } = young.staging.forgottenChanges();
    expect(ask(`${young.staging.changeEpoch()}.${id}`).changes.length).toBe(2);
    expect(ask(since).changes).toEqual([]);
  });

  test.each([0, -5, Number.NaN, 1e9, 2.5])("a limit of %p is brought within bounds", (limit) => {
    const { length } = changes({ limit }).changes;
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(1000);
  });
});

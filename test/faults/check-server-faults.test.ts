import { describe, expect, test } from "bun:test";
import type { FaultEffect } from "../../src/simulator/http/faults.ts";
import { check, told } from "../support/checking.ts";
import { crowd } from "../support/document-changes.ts";
import { tables, World } from "../support/world.ts";

const settings = { tables: tables("name", "product", "transaction"), chunk: 5, checkpoint: 10 };

const EFFECTS: readonly (readonly [name: string, effect: FaultEffect])[] = [
  ["a status 500", { kind: "status", status: 500, body: "Internal" }],
  ["an error text with status 200", { kind: "text", body: "DoConnect failed -1" }],
  ["a body that ends early", { kind: "truncate", bytes: 900 }],
  ["a connection that breaks in the body", { kind: "cut", bytes: 900 }],
  ["fewer records than it counts", { kind: "short", records: 1 }],
  ["a count that is too small", { kind: "miscount", records: 1 }],
  ["a connection that breaks before the answer", { kind: "reset", when: "after" }],
  ["an empty body", { kind: "text", body: "" }],
];

/** One true difference in the table that answers badly, and one in a table that does not. */
async function differing(): Promise<World> {
  const world = await World.open({ data: crowd(), settings });
  await world.poll();
  world.pass(600);
  world.records.edit("name", 5, { phone: "09 555" });
  world.records.edit("product", 5, { comment: "other" });
  world.pass(5);
  return world;
}

describe("a server that answers with", () => {
  test.each(EFFECTS)("%s, once, at any request, makes no difference that is none", async (_, effect) => {
    await using world = await differing();
    for (let nth = 1; nth <= 6; nth += 1) {
      world.simulator.controls.clearFaults();
      world.simulator.controls.fault({ command: "export", table: "name", nth, effect });
      const checked = await check(world);
      const names = told(checked).filter((line) => line.startsWith("name"));
      expect(names).toEqual(checked.error === null || names.length > 0 ? ["name N1 changed"] : []);
    }
  });

  test.each(EFFECTS)("%s, for good, makes the check fail and not one difference of that table", async (_, effect) => {
    await using world = await differing();
    world.simulator.controls.fault({ command: "export", table: "name", nth: 2, times: 0, effect });
    const { error, summary, differences } = await check(world);
    expect(error).not.toBeNull();
    expect(["failed", "partial"]).toContain(summary.outcome);
    expect(differences.filter(({ table }) => table === "name")).toEqual([]);
    if (summary.outcome === "partial") expect(differences).toMatchObject([{ key: "P1" }]);
  });
});

test("records that cannot be read are counted apart, and their neighbours are compared", async () => {
  await using world = await differing();
  world.simulator.controls.poison("name", 8, "error");
  const fresh = await check(world);
  expect(told(fresh)).toEqual(["name N1 changed", "product P1 changed"]);
  expect(fresh.summary.tables[0]).toMatchObject({ table: "name", read: 19, quarantined: 1 });
  await world.run("full");
  expect(world.staging.quarantined(tables("name")[0]).map(({ seq }) => seq)).toEqual([8]);
  const known = await check(world);
  expect([told(known), known.summary.tables[0]]).toMatchObject([[], { read: 19, equal: 19, quarantined: 1 }]);
});

test("a table that the document does not show any more is an error of its own, and its records are no deletions", async () => {
  await using world = await differing();
  world.simulator.controls.hideTables(["name"]);
  const { error, summary, differences } = await check(world);
  expect([error?.tableOnly, summary.outcome]).toEqual([true, "partial"]);
  expect(differences).toMatchObject([{ table: "product", key: "P1", operation: "changed" }]);
});

import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { POISON_EFFECTS } from "../../src/simulator/http/poison.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored, expectMirroredExcept } from "../support/expect-mirrored.ts";
import { exportsOf } from "../support/exports-of.ts";
import { filesAt } from "../support/mirror-files.ts";
import { tables, World, type WorldOptions } from "../support/world.ts";

const NAME = "name" as TableName;
const settings = { tables: tables("name", "product", "transaction"), chunk: 8, checkpoint: 10 };
const open = (options: WorldOptions = {}) => World.open({ data: crowd(), settings, ...options });

/** Numbers of names: 2, 5, 8 … 59. With pages of eight, 2 to 23 are the first page. */
const code = (seq: number) => `name/N${(seq - 2) / 3}`;
const setAside = (world: World, table = NAME) => world.staging.quarantined(table).map(({ seq }) => seq);

function markerOf(world: World, table: string): Record<string, unknown> {
  return JSON.parse(String(filesAt(world.remotePath).get(".tidemark/marker.json"))).tables[table];
}

describe("a record that cannot be read", () => {
  const PLACES: readonly (readonly [string, readonly number[]])[] = [
    ["the first of a table", [2]],
    ["the last of a page", [23]],
    ["the first of a page", [26]],
    ["in the middle of a page", [35]],
    ["the last of a table", [59]],
    ["one of two neighbours", [14, 17]],
    ["one of two on a page", [5, 20]],
    ["one of two at the end of the table", [56, 59]],
    ["one of a whole page", [26, 29, 32, 35, 38, 41, 44, 47]],
    ["one of all but one", Array.from({ length: 19 }, (_, n) => n * 3 + 5)],
  ];

  test.each(PLACES)("%s does not stop a first read", async (_, bad) => {
    await using world = await open();
    for (const seq of bad) world.simulator.controls.poison("name", seq, "error");
    const { summary, error } = await world.run("poll");
    expect([error?.code, error?.exitCode, summary.outcome]).toEqual(["sync.quarantined", 1, "partial"]);
    expect(setAside(world)).toEqual([...bad]);
    expectMirroredExcept(world, bad.map(code));
    expect(filesAt(world.remotePath).has(".tidemark/marker.json")).toBe(true);
    expect(markerOf(world, "name")).toMatchObject({ records: 20 - bad.length, quarantined: bad.length });
    expect(markerOf(world, "product")).not.toHaveProperty("quarantined");
    expect(summary.tables.map(({ table, quarantined }) => `${table} ${quarantined ?? "-"}`)).toEqual([
      `name ${bad.length}`,
      "product -",
      "transaction -",
    ]);
  });

  test.each(PLACES)("%s does not stop a full sync, and keeps its file", async (_, bad) => {
    await using world = await open();
    await world.poll();
    world.pass(600);
    for (const seq of bad) {
      world.records.edit("name", seq, { phone: "unread" });
      world.simulator.controls.poison("name", seq, "malformed");
    }
    world.records.remove("product", 5);
    const { error } = await world.run("full");
    expect(error?.code).toBe("sync.quarantined");
    expect(setAside(world)).toEqual([...bad]);
    expectMirroredExcept(world, bad.map(code));
    expect(world.staging.liveCount(NAME)).toBe(20);
    world.simulator.controls.clearFaults();
    await world.full();
    expectMirrored(world);
    expect(setAside(world)).toEqual([]);
    expect(markerOf(world, "name")).not.toHaveProperty("quarantined");
  });

  test.each(PLACES)("%s does not stop a poll", async (_, bad) => {
    await using world = await open();
    await world.poll();
    world.pass(600);
    for (const { seq } of world.simulator.rows("name")) world.records.edit("name", seq, { phone: `at ${seq}` });
    for (const seq of bad) world.simulator.controls.poison("name", seq, "error");
    const { error } = await world.run("poll");
    expect(error?.code).toBe("sync.quarantined");
    expectMirroredExcept(world, bad.map(code));
    expect(setAside(world)).toEqual([...bad]);
  });

  test.each(POISON_EFFECTS)("is set aside when its export ends with %s", async (effect) => {
    await using world = await open({ idleTimeoutMs: 60 });
    world.simulator.controls.poison("name", 32, effect);
    const { error } = await world.run("poll");
    expect(error?.message).toContain("number 32");
    expect(setAside(world)).toEqual([32]);
    expectMirroredExcept(world, [code(32)]);
    expect(world.staging.quarantined()[0]).toMatchObject({
      table: "name",
      modtime: "20250301120000",
      tries: 1,
      code:
        { error: "moneyworks.server-error", hang: "moneyworks.timeout", malformed: "moneyworks.bad-xml" }[
          effect as string
        ] ?? "moneyworks.connection-lost",
    });
  });

  test("is named with its key when it was read before", async () => {
    await using world = await open();
    await world.poll();
    world.simulator.controls.poison("name", 5, "error");
    world.simulator.controls.poison("name", 8, "error");
    const { error } = await world.run("full");
    expect(error?.message).toContain("number 5 (N1), number 8 (N2)");
  });

  test("is tried by the next polls and then left alone; they end well and warn once", async () => {
    await using world = await open();
    world.simulator.controls.poison("name", 32, "error");
    await world.run("poll");
    for (let tries = 2; tries <= 4; tries++) {
      await world.poll();
      expect(world.staging.quarantined()).toMatchObject([{ seq: 32, tries }]);
    }
    world.pass(600);
    world.records.edit("name", 35, { phone: "new" });
    world.log.entries.length = 0;
    const asked = await exportsOf(world, () => world.poll());
    // Everything was stamped in the marker's own second: two pages up to the record, and two behind it.
    // Before them the newest records, which show that the document was not put back.
    expect(asked).toEqual({ xml: 1 + 4, lists: 0 });
    expect(world.log.warnings().filter((text) => text.includes("set aside"))).toHaveLength(1);
    expectMirroredExcept(world, [code(32)]);
    expect(world.staging.quarantined()[0]).toMatchObject({ seq: 32, tries: 4 });
  });

  test("that a passing trouble set aside is back with the next poll", async () => {
    await using world = await open();
    world.simulator.controls.poison("name", 32, "malformed");
    await world.run("poll");
    world.simulator.controls.heal("name", 32);
    await world.poll();
    expectMirrored(world);
    expect(world.staging.quarantined()).toEqual([]);
  });

  test("costs a known number of requests", async () => {
    await using world = await open({ settings: { ...settings, chunk: 16 } });
    await world.poll();
    world.simulator.controls.poison("name", 32, "error");
    // the newest records · count · page 1 five times · list of one (XML, list) · 8 good, 4 bad, 2 good, 1 bad · list of one (XML bad, list) ·
    // alone · the rest
    const first = await exportsOf(world, () => world.run("full"));
    expect(first).toEqual({ xml: 1 + 1 + 5 + 1 + 4 + 1 + 1 + 1, lists: 2 });
    // the newest records · count · up to 32 · alone · list of one (XML bad, list) · behind it
    const again = await exportsOf(world, () => world.run("full"));
    expect(again).toEqual({ xml: 1 + 1 + 1 + 1 + 1 + 1, lists: 1 });
  });

  test("is tried once more by every full sync, and released by the one that reads it", async () => {
    await using world = await open();
    world.simulator.controls.poison("name", 32, "error");
    await world.run("poll");
    const { error } = await world.run("full");
    expect(error).toBeNull();
    expect(world.staging.quarantined()).toMatchObject([{ seq: 32, tries: 2 }]);
    world.pass(60);
    world.records.edit("name", 32, { phone: "edited while nobody could read it" });
    await world.poll();
    world.simulator.controls.heal("name", 32);
    await world.poll();
    expectMirroredExcept(world, [code(32)]);
    await world.full();
    expectMirrored(world);
    expect(world.staging.quarantined()).toEqual([]);
    const summary = await world.poll();
    expect(summary.tables.some(({ quarantined }) => quarantined !== undefined)).toBe(false);
  });

  test("is released and deleted when MoneyWorks has it no more", async () => {
    await using world = await open();
    await world.poll();
    world.simulator.controls.poison("name", 32, "error");
    world.simulator.controls.poison("name", 35, "error");
    await world.run("full");
    world.records.remove("name", 32);
    await world.full();
    expect(setAside(world)).toEqual([35]);
    expectMirroredExcept(world, [code(35)]);
    expect(filesAt(world.remotePath).size).toBeGreaterThan(0);
  });

  test("keeps its file when staging is lost, although no read meets it", async () => {
    await using world = await open();
    await world.poll();
    world.simulator.controls.poison("name", 32, "error");
    world.simulator.controls.poison("transaction", 11, "error");
    world.loseStaging();
    await world.run("poll");
    expectMirrored(world);
    expect(setAside(world)).toEqual([32]);
    expect(setAside(world, "transaction" as TableName)).toEqual([11]);
    await world.full();
    expectMirrored(world);
  });
});

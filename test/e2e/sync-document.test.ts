import { describe, expect, test } from "bun:test";
import type { RunKind } from "../../src/domain/run.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { commitsOn, filesAt, treeOf } from "../support/mirror-files.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, totals, World } from "../support/world.ts";

const NAME = tables("name");

async function failing(world: World, kind: RunKind = "poll") {
  const { error, summary } = await world.run(kind);
  return { code: error?.code, exit: error?.exitCode, outcome: summary.outcome };
}

describe("tables", () => {
  test("that the server's version does not know are left out where nobody named them", async () => {
    const missingTables = ["assetlog", "stickies", "product"];
    await using world = await World.open({ data: smallCompany(), server: { quirks: { missingTables } } });
    const summary = await world.poll();
    const read = summary.tables.map(({ table }) => String(table));
    expect(missingTables.filter((table) => read.includes(table))).toEqual([]);
    expect(
      Object.keys(JSON.parse(String(filesAt(world.remotePath).get(".tidemark/marker.json"))).tables),
    ).not.toContain("product");
  });

  test("that somebody named and the server lacks end the run with exit code 2 before anything is read", async () => {
    const quirks = { missingTables: ["product"] };
    const named = { tables: tables("name", "product"), tablesNamed: true };
    await using world = await World.open({ data: smallCompany(), server: { quirks }, settings: named });
    expect(await failing(world)).toEqual({ code: "sync.unknown-table", exit: 2, outcome: "failed" });
    expect(world.mirror.head()).toBeNull();
  });

  test("named for one run alone are read alone", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.poll();
    world.pass(60);
    world.records.edit("name", "ROWAN", { phone: "1" });
    world.records.edit("product", "WID-OAK-L", { comment: "2" });
    const summary = await world.sync("full", { tables: NAME });
    expect(summary.tables.map(({ table, changed }) => [table, changed])).toEqual([["name" as never, 1]]);
    await world.poll();
    expectMirrored(world);
  });

  test("that nobody may view fail the run and lose nothing", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.poll();
    const tree = treeOf(world.remotePath);
    world.simulator.controls.hideTables(["name"]);
    const { error } = await world.run("full");
    expect(error?.code).toBe("moneyworks.empty-answer");
    expect(treeOf(world.remotePath)).toBe(tree);
    world.simulator.controls.hideTables([]);
    await world.full();
    expect(treeOf(world.remotePath)).toBe(tree);
  });
});

describe("an empty document", () => {
  test.each([false, true])(
    "is mirrored as such, and filled later (empty answers without a body: %p)",
    async (emptyResultBody) => {
      await using world = await World.open({ data: { tables: {} }, server: { quirks: { emptyResultBody } } });
      const first = await world.poll();
      expect(first).toMatchObject({ outcome: "ok", pushed: true });
      expect([...filesAt(world.remotePath).keys()]).toEqual([".tidemark/config.json", ".tidemark/marker.json"]);
      expect(await world.poll()).toMatchObject({ commit: null, pushed: false });
      world.pass(10);
      const added = world.records.add("name", { fields: { code: "FIRST" } });
      world.records.add("transaction", { fields: { ourref: "1" }, lines: [{ account: "4000-", gross: 1 }] });
      expect(totals((await world.poll()).tables)).toMatchObject({ added: 2 });
      expectMirrored(world);
      world.pass(10);
      world.records.edit("name", added.seq, { phone: "1" });
      expect(totals((await world.poll()).tables)).toMatchObject({ changed: 1 });
      expectMirrored(world);
      world.records.remove("name", "FIRST");
      await world.full();
      expectMirrored(world);
      expect(world.git("fsck", "--strict", "--no-dangling")).toBe("");
    },
  );
});

describe("another document under the same address", () => {
  test("halts with exit code 4 before anything is read", async () => {
    await using world = await World.open({ data: crowd() });
    await world.poll();
    const tree = treeOf(world.remotePath);
    world.simulator.controls.exchange("00000000-1111-2222-3333-444444444444", smallCompany());
    world.simulator.controls.clearRequests();
    expect(await failing(world, "full")).toEqual({ code: "sync.other-document", exit: 4, outcome: "halted" });
    const exports = world.simulator.controls.requests.filter(({ target }) => target.includes("limit=100"));
    expect(exports).toEqual([]);
    expect(treeOf(world.remotePath)).toBe(tree);
  });
});

describe("many deletions", () => {
  const settings = { tables: NAME, deleteLimit: { share: 0.05, count: 5 } };
  const REMOVED = [2, 5, 8, 11, 14, 17];

  test("halt a full sync with exit code 4 and delete nothing, and the other tables go on", async () => {
    await using world = await World.open({
      data: crowd(),
      settings: { ...settings, tables: tables("name", "product") },
    });
    await world.poll();
    world.pass(60);
    for (const seq of REMOVED) world.records.remove("name", seq);
    world.records.edit("name", 20, { phone: "still carried" });
    world.records.remove("product", 2);
    const { error, summary } = await world.run("full");
    expect(error).toMatchObject({ code: "sync.delete-brake", exitCode: 4 });
    expect(error?.message).toContain("6 of 20 records of 'name'");
    expect(summary.outcome).toBe("halted");
    expect(totals(summary.tables)).toMatchObject({ changed: 1, deleted: 1 });
    const names = [...filesAt(world.remotePath).keys()].filter((path) => path.startsWith("name/"));
    expect(names.length).toBe(20);
    expect((await world.run("poll")).error).toBeNull();
    expect((await world.run("full", { allowDeletes: 5 })).error?.code).toBe("sync.delete-brake");
    expect(totals((await world.full({ allowDeletes: 6 })).tables)).toMatchObject({ deleted: 6 });
    expectMirrored(world);
  });

  test("up to the limit need no word", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    for (const seq of REMOVED.slice(1)) world.records.remove("name", seq);
    expect(totals((await world.full()).tables)).toMatchObject({ deleted: 5 });
    expectMirrored(world);
  });

  test("that are only records above the robot's security level halt as well, and are no deletions", async () => {
    await using world = await World.open({
      data: crowd(),
      settings: { ...settings, tables: tables("account", "transaction") },
    });
    const hidden = world.simulator
      .rows("transaction")
      .slice(3, 12)
      .map(({ seq }) => seq);
    for (const seq of hidden) world.records.edit("transaction", seq, { securitylevel: 5 });
    world.records.add("account", { fields: { code: "1000" } });
    await world.poll();
    const tree = treeOf(world.remotePath);
    world.simulator.controls.securityLevel(3);
    expect(await failing(world, "full")).toEqual({ code: "sync.delete-brake", exit: 4, outcome: "halted" });
    expect(treeOf(world.remotePath)).toBe(tree);
    world.simulator.controls.securityLevel(null);
    expect(totals((await world.full()).tables)).toMatchObject({ added: 0, changed: 0, deleted: 0 });
    expect(commitsOn(world.remotePath).length).toBe(1);
  });
});

describe("a server clock that steps", () => {
  const settings = { tables: tables("name", "product", "transaction") };
  const EDITS = ["before", "between", "after"] as const;

  test.each([-60, 60, -3600, 3600])("by %p seconds loses no record after one full sync", async (seconds) => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    const at = (place: number) => world.simulator.rows("name")[place]?.seq ?? 0;
    for (const [place, word] of EDITS.entries()) {
      world.pass(30);
      world.records.edit("name", at(place), { phone: word });
      if (word === "before") await world.poll();
      if (word === "between") world.simulator.controls.clock.step(seconds);
    }
    await world.poll();
    await world.full();
    expectMirrored(world);
    // And polls work again, on whichever side of the step the clock is now.
    world.pass(30);
    world.records.edit("name", at(4), { phone: "later" });
    await world.poll();
    expectMirrored(world);
  });

  test("back by no more than the overlap loses nothing even without it", async () => {
    await using world = await World.open({ data: crowd(), settings });
    world.pass(600);
    world.records.bulkStamp("name");
    await world.poll();
    world.simulator.controls.clock.step(-60);
    world.records.edit("name", 2, { phone: "right after the step" });
    await world.poll();
    expectMirrored(world);
  });

  test("carries no marker off with a stamp from the future", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.records.touch("name", 2, "20990101000000");
    for (let n = 0; n < 3; n++) {
      world.pass(100);
      world.records.edit("name", 5 + 3 * n, { phone: `poll ${n}` });
      await world.poll();
      expectMirrored(world);
    }
    expect(commitsOn(world.remotePath).length).toBe(4);
  });
});

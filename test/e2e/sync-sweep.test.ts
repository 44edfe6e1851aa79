import { describe, expect, test } from "bun:test";
import type { RequestNote } from "../../src/simulator/options.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { treeOf } from "../support/mirror-files.ts";
import { tables, totals, World } from "../support/world.ts";

const settings = { tables: tables("name", "product", "transaction"), chunk: 10 };

/** Records of which the whole content was asked for since the requests were cleared. */
function wholeRecords(world: World): readonly RequestNote[] {
  return world.simulator.controls.requests.filter(
    ({ command, target }) => command === "export" && target.includes("limit=10&"),
  );
}

describe("a sweep", () => {
  test("finds deletions, and nothing else to do: no record is read but those in doubt", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.records.remove("name", 8);
    world.records.remove("transaction", 5);
    world.pass(600);
    await world.poll();
    expect(() => expectMirrored(world)).toThrow();
    const summary = await world.sync("sweep");
    expect(totals(summary.tables)).toEqual({ read: 40, added: 0, changed: 0, deleted: 2, same: 40 });
    expect(summary.kind).toBe("sweep");
    expectMirrored(world);
    expect(world.git("log", "-1", "--format=%s")).toContain("sweep: name 1 deleted, transaction 1 deleted");
  });

  test("finds what polls missed because it was stamped before the marker", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.pass(7200);
    world.records.edit("name", 2, { comment: "right clock" });
    await world.poll();
    world.simulator.controls.clock.step(-3600);
    world.records.edit("name", 5, { phone: "slow clock" });
    world.records.add("name", { fields: { code: "SLOW" } });
    world.simulator.controls.clock.step(3600);
    world.pass(60);
    await world.poll();
    expect(() => expectMirrored(world)).toThrow();
    const summary = await world.sync("sweep");
    expect(totals(summary.tables)).toMatchObject({ added: 1, changed: 1, deleted: 0 });
    expectMirrored(world);
  });

  test("commits nothing when there is nothing, and asks for two lists' worth of requests a table", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    await world.sync("sweep");
    const before = world.mirror.head();
    world.simulator.controls.clearRequests();
    const { commit } = await world.sync("sweep");
    expect(commit).toBeNull();
    expect(world.mirror.head()).toBe(before);
    expect(wholeRecords(world)).toEqual([]);
    const exports = world.simulator.controls.requests.filter(({ command }) => command === "export");
    // A count and a list of each table, and the three newest records, which show that the document was not put back.
    expect(exports.length).toBe(2 * settings.tables.length + 1);
  });

  test("leaves the marker alone: an edit that it brought comes to nothing new in the next poll", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.pass(600);
    world.records.edit("name", 5, { phone: "1" });
    const markers = world.staging.markers();
    expect(totals((await world.sync("sweep")).tables)).toMatchObject({ changed: 1 });
    expect(world.staging.markers()).toEqual(markers);
    expect((await world.poll()).commit).toBeNull();
    expectMirrored(world);
  });

  test("halts at the brake and deletes nothing; a person's word lets it through", async () => {
    await using world = await World.open({
      data: crowd(),
      settings: { ...settings, deleteLimit: { share: null, count: 3 } },
    });
    await world.poll();
    const tree = treeOf(world.remotePath);
    for (const seq of [2, 5, 8, 11]) world.records.remove("name", seq);
    const { error } = await world.run("sweep");
    expect([error?.code, error?.exitCode]).toEqual(["sync.delete-brake", 4]);
    expect(treeOf(world.remotePath)).toBe(tree);
    await world.sync("sweep", { allowDeletes: 4 });
    expectMirrored(world);
  });

  test("reads whole tables where the server makes no lists", async () => {
    await using world = await World.open({ data: crowd(), settings, server: { quirks: { customFormats: false } } });
    await world.poll();
    world.records.remove("name", 8);
    const summary = await world.sync("sweep");
    expect(summary.kind).toBe("full");
    expectMirrored(world);
  });

  test("of a table that nobody read yet reads it whole", async () => {
    await using world = await World.open({ data: crowd(), settings });
    const summary = await world.sync("sweep");
    expect(summary.kind).toBe("full");
    expectMirrored(world);
  });

  test("counts no record as deleted that comes and goes while it lists", async () => {
    for (let nth = 1; nth <= 24; nth++) {
      await using world = await World.open({ data: crowd(), settings });
      await world.poll();
      world.pass(600);
      world.records.edit("name", 5, { phone: "before" });
      let requests = 0;
      world.onRequest = () => {
        if (++requests !== nth) return;
        world.records.remove("name", 5);
        world.records.remove("name", 29);
        world.records.add("name", { fields: { code: "BETWEEN" } });
        world.records.edit("transaction", 2, { description: "between" });
      };
      await world.sync("sweep");
      world.onRequest = () => {};
      world.pass(60);
      await world.poll();
      await world.sync("sweep");
      expectMirrored(world);
    }
  }, 60_000);

  test.each([
    ["cut", { kind: "cut", bytes: 40 }],
    ["in the middle of a line", { kind: "truncate", bytes: 45 }],
    ["at the end of a line", { kind: "truncate", bytes: 3 * "2\t20250301120000\n".length }],
    ["empty", { kind: "truncate", bytes: 0 }],
  ] as const)("takes a list that arrives %s for none", async (_, effect) => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    const tree = treeOf(world.remotePath);
    for (const nth of [1, 2, 3]) world.simulator.controls.fault({ command: "export", table: "name", nth, effect });
    await world.run("sweep");
    expect(treeOf(world.remotePath)).toBe(tree);
    world.simulator.controls.clearFaults();
    await world.sync("sweep");
    expect(treeOf(world.remotePath)).toBe(tree);
  });
});

test("polls learn from a sweep how late stamps come, and look as far back from then on", async () => {
  await using world = await World.open({ data: crowd(), settings });
  await world.poll();
  /** What a poll brings of an edit that a workstation stamps half an hour in the past, after one with a right clock. */
  const pollAfterSlowEdit = async () => {
    world.pass(7200);
    world.records.edit("name", 2, { comment: `right clock ${world.clock.now()}` });
    await world.poll();
    world.simulator.controls.clock.step(-1800);
    world.records.edit("name", 5, { phone: `slow clock ${world.clock.now()}` });
    world.simulator.controls.clock.step(1800);
    world.pass(60);
    return totals((await world.poll()).tables).changed;
  };
  expect(await pollAfterSlowEdit()).toBe(0);
  expect(totals((await world.sync("sweep")).tables)).toMatchObject({ changed: 1 });
  expect(await pollAfterSlowEdit()).toBe(1);
  expect(totals((await world.sync("sweep")).tables)).toMatchObject({ changed: 0 });
  world.pass(8 * 86_400);
  expect(await pollAfterSlowEdit()).toBe(0);
});

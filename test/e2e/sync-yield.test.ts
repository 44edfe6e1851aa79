import { describe, expect, test } from "bun:test";
import type { RecordKey, TableName } from "../../src/domain/ids.ts";
import type { RequestNote } from "../../src/simulator/options.ts";
import { finishedTables } from "../../src/sync/finished-tables.ts";
import { lastSweep } from "../../src/sync/last-sweep.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { commitsOn, treeOf } from "../support/mirror-files.ts";
import { tables, totals, World } from "../support/world.ts";
import { firstRead, pollFinished, runOnceYielding } from "../support/yielding.ts";

const NAME = "name" as TableName;
const settings = { tables: tables("name", "product", "transaction"), chunk: 5, checkpoint: 8 };

function open(options: Partial<typeof settings> = {}): Promise<World> {
  return World.open({ data: crowd(), settings: { ...settings, ...options } });
}

/** Page requests that went out from now on, as `table>after`. */
function watchPages(world: World): string[] {
  const pages: string[] = [];
  world.onRequest = ({ command, table, target }: RequestNote) => {
    const after = /sequencenumber%3E(\d+)&.*limit=5/.exec(target)?.[1];
    if (command === "export" && after !== undefined) pages.push(`${table}>${after}`);
  };
  return pages;
}

describe("a first read that yields", () => {
  test("leaves everything that it read committed, pushed and at rest, and gives the log-in back", async () => {
    await using world = await open();
    const { summary, error } = await runOnceYielding(world);
    expect(error).toBeNull();
    expect(summary).toMatchObject({ outcome: "yielded", kind: "full", error: null, pushed: true });
    expect(totals(summary.tables).added).toBe(10);
    const { staging } = world;
    expect([staging.dirtyCount(), staging.unpushed().length]).toEqual([0, 0]);
    expect(commitsOn(world.remotePath)).toEqual([String(summary.commit)]);
    expect(staging.cursor(NAME)?.after).toBe(29);
    expect(world.simulator.controls.requests.at(-1)?.target).toContain("no_linger");
    expect(lastSweep(staging)).toBeNull();
  });

  test("goes on behind what it committed, part by part, and ends like one that was left alone", async () => {
    await using alone = await open();
    await alone.poll();
    await using world = await open();
    const pages = watchPages(world);
    const parts = await firstRead(world, () => world.restart());
    expect(parts.map(({ summary }) => summary.outcome)).toEqual(["yielded", "yielded", "yielded", "yielded", "ok"]);
    const asked = [...Map.groupBy(pages, (page) => page).values()].map(({ length }) => length);
    expect(pages.filter((page) => page === "name>0" || page === "name>14")).toEqual(["name>0", "name>14"]);
    expect(Math.max(...asked)).toBe(2);
    expect(treeOf(world.remotePath)).toBe(treeOf(alone.remotePath));
    expect(lastSweep(world.staging)).not.toBeNull();
    expectMirrored(world);
  });

  test("does so inside its only table", async () => {
    await using world = await open({ tables: tables("name") });
    const parts = await firstRead(world, () => expect(finishedTables(world.staging, world.settings)).toEqual([]));
    expect(parts).toHaveLength(2);
    expectMirrored(world);
  });

  test("is asked behind checkpoints of first reads alone: what would have to begin anew is not", async () => {
    await using world = await open();
    await world.poll();
    world.loseStaging();
    let asked = 0;
    const shouldYield = () => ++asked > 0;
    for (const { seq } of world.simulator.rows("name")) world.records.edit("name", seq, { comment: "all new" });
    expect((await world.run("poll", { shouldYield })).summary).toMatchObject({ kind: "full", outcome: "ok" });
    for (const { seq } of world.simulator.rows("name")) world.records.edit("name", seq, { comment: "newer" });
    expect((await world.run("poll", { shouldYield })).summary).toMatchObject({ kind: "poll", outcome: "ok" });
    for (const { seq } of world.simulator.rows("name")) world.records.edit("name", seq, { comment: "newest" });
    expect((await world.run("full", { shouldYield })).summary.outcome).toBe("ok");
    expect(asked).toBe(0);
    expectMirrored(world);
  });

  test("is not asked in a full sync or a sweep that has more to do than a poll that follows it", async () => {
    await using world = await open({ tables: tables("transaction") });
    await world.poll();
    world.settings = { ...world.settings, tables: tables("name", "transaction") };
    for (const kind of ["full", "sweep"] as const) {
      const { summary } = await world.run(kind, { shouldYield: () => true });
      expect(summary.outcome).toBe("ok");
      world.settings = { ...world.settings, tables: tables("name", "product", "transaction"), checkpoint: 4 };
    }
    await using fresh = await open();
    expect((await fresh.run("full", { shouldYield: () => true })).summary.outcome).toBe("yielded");
  });

  test("fails where the remote does not take what it committed", async () => {
    const down = new Error("the remote is down");
    let isDown = true;
    await using world = await World.open({
      data: crowd(),
      settings,
      wrapRemote: (remote) => ({
        ...remote,
        refs: (signal) => remote.refs(signal),
        push: async (request, signal) => {
          if (isDown) throw down;
          return remote.push(request, signal);
        },
      }),
    });
    const { summary, error } = await runOnceYielding(world);
    expect([summary.outcome, summary.pushed, error?.cause]).toEqual(["failed", false, down]);
    isDown = false;
    await firstRead(world);
    expectMirrored(world);
  });

  test("tells of a table that failed on the way, and tries it again", async () => {
    await using world = await open({ tables: tables("name", "product", "transaction") });
    world.simulator.controls.hideTables(["name"]);
    const { summary, error } = await runOnceYielding(world);
    expect(summary.outcome).toBe("yielded");
    expect(error?.tableOnly).toBe(true);
    world.simulator.controls.hideTables([]);
    await firstRead(world);
    expectMirrored(world);
  });
});

describe("a poll between two parts of a first read", () => {
  test("brings edits of the tables that are finished, with a few requests and none to the others", async () => {
    await using world = await open();
    let polled = 0;
    await firstRead(world, async () => {
      world.pass(30);
      const finished = finishedTables(world.staging, world.settings);
      if (!finished.includes(NAME)) return;
      polled += 1;
      world.records.edit("name", 2, { phone: `after part ${polled}` });
      const before = world.simulator.controls.requests.length;
      const poll = await pollFinished(world);
      expect(poll?.kind).toBe("poll");
      expect(totals(poll?.tables ?? [])).toMatchObject({ added: 0, changed: 1 });
      const requests = world.simulator.controls.requests.slice(before);
      expect(requests.filter(({ command, table }) => command === "export" && table === "transaction")).toEqual([]);
      expect(requests.length).toBeLessThan(15);
      expect(world.git("log", "-1", "--format=%s")).toBe("poll: name 1 changed");
      expect(world.git("log", "-1", "--format=%b")).not.toMatch(/transaction=\d/);
      expect(lastSweep(world.staging)).toBeNull();
    });
    expect(polled).toBeGreaterThan(1);
    expectMirrored(world);
  });

  test("commits what a part that was cut off left as part of the first read", async () => {
    await using world = await open({ checkpoint: 18 });
    await runOnceYielding(world);
    const controller = new AbortController();
    world.onRequest = ({ target }) => {
      if (target.includes("transaction") && target.includes("sequencenumber%3E29&"))
        controller.abort(new Error("cut off"));
    };
    await world.run("poll", { signal: controller.signal });
    world.onRequest = () => {};
    expect(world.staging.dirtyCount()).toBeGreaterThan(0);
    await pollFinished(world);
    expect(world.git("log", "-1", "--format=%s")).toStartWith("backfill: ");
  });

  test("recognises a document that was put back meanwhile", async () => {
    await using world = await open();
    const backup = world.simulator.controls.snapshot();
    world.pass(600);
    for (const seq of [2, 5, 8, 11]) world.records.edit("name", seq, { phone: `edited ${seq}` });
    world.pass(60);
    await runOnceYielding(world);
    world.pass(60);
    world.simulator.controls.restore(backup);
    const { summary, error } = await runOnceYielding(world);
    expect([summary.outcome, error?.code]).toEqual(["halted", "sync.document-restored"]);
  });
});

describe("what parts of a first read leave to each other", () => {
  test("a code that two records have is told at the end, whichever part met it", async () => {
    const data = crowd();
    const names = [...(data.tables.name ?? [])].map((row) =>
      row.seq === 23 ? { ...row, fields: { code: "N0" } } : row,
    );
    await using world = await World.open({
      data: { tables: { ...data.tables, name: names } },
      settings: { ...settings, tables: tables("name") },
    });
    const parts = await firstRead(world, () => {
      expect(world.staging.rowByKey(NAME, "N0" as RecordKey)?.seq).toBe(23);
      world.restart();
    });
    expect(parts.map(({ summary, error }) => [summary.outcome, error?.code])).toEqual([
      ["yielded", undefined],
      ["partial", "sync.duplicate-key"],
    ]);
    expect(world.staging.rowByKey(NAME, "N0" as RecordKey)?.seq).toBe(2);
  });

  test("an edit behind the cursor comes with the next poll, also when the server's clock went back", async () => {
    await using world = await open({ tables: tables("name") });
    await firstRead(world, () => {
      world.simulator.controls.clock.step(-3600);
      world.records.edit("name", 2, { phone: "edited behind the cursor" });
    });
    await world.poll();
    expectMirrored(world);
  });
});

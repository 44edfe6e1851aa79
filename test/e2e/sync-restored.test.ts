import { describe, expect, test } from "bun:test";
import { acceptDocument } from "../../src/sync/documents.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { treeOf } from "../support/mirror-files.ts";
import { tables, World } from "../support/world.ts";

const settings = { tables: tables("name", "product", "transaction"), chunk: 10 };

/** A world that was polled, a backup of its document, and an hour of edits after it that were polled too. */
async function afterBackup(edits: (world: World) => void) {
  const world = await World.open({ data: crowd(), settings });
  await world.poll();
  world.pass(3600);
  const backup = world.simulator.controls.snapshot();
  world.pass(600);
  edits(world);
  await world.poll();
  world.pass(3600);
  return { world, backup };
}

function busyHour(world: World): void {
  for (const seq of [2, 5, 8]) {
    world.records.edit("name", seq, { phone: `edited ${seq}` });
    world.pass(60);
  }
  world.records.add("transaction", { fields: { ourref: "NEW", type: "DII" }, lines: [{ account: "4000-", gross: 1 }] });
}

describe("a document that was put back from a backup", () => {
  test.each(["poll", "sweep", "full"] as const)("halts a %s before anything is read", async (kind) => {
    const { world, backup } = await afterBackup(busyHour);
    await using _ = world;
    const tree = treeOf(world.remotePath);
    world.simulator.controls.restore(backup);
    const { error, summary } = await world.run(kind);
    expect([error?.code, error?.exitCode, summary.outcome]).toEqual(["sync.document-restored", 4, "halted"]);
    expect(error?.message).toContain("name number");
    expect(summary.tables).toEqual([]);
    expect(treeOf(world.remotePath)).toBe(tree);
  });

  test("is mirrored again once a person said so, and git keeps what was there", async () => {
    const { world, backup } = await afterBackup(busyHour);
    await using _ = world;
    world.simulator.controls.restore(backup);
    await world.run("poll");
    const contact = await world.ports.source.contact(new AbortController().signal);
    acceptDocument(world.staging, contact);
    await world.poll();
    expectMirrored(world);
    world.pass(60);
    await world.poll();
    expect(world.git("log", "--format=%s").trim().split("\n").length).toBeGreaterThan(2);
  });

  test("is still recognised when people have gone on working in it", async () => {
    const { world, backup } = await afterBackup(busyHour);
    await using _ = world;
    world.simulator.controls.restore(backup);
    world.records.edit("product", 2, { comment: "after the restore" });
    world.records.edit("name", 8, { phone: "the newest of all, edited again" });
    for (let tries = 0; tries < 3; tries++) {
      expect((await world.run("poll")).error?.code).toBe("sync.document-restored");
      world.pass(60);
      world.records.edit("name", 5, { phone: `edited while it is halted ${tries}` });
    }
  });
});

describe("what looks like it and is not", () => {
  test("the newest records were deleted", async () => {
    const { world } = await afterBackup(busyHour);
    await using _ = world;
    for (const seq of [2, 5, 8]) world.records.remove("name", seq);
    await world.sync("sweep");
    expectMirrored(world);
  });

  test("records were edited again after the server's clock went back", async () => {
    const { world } = await afterBackup((w) => {
      for (const seq of [2, 5, 8, 11]) w.records.edit("name", seq, { phone: "before" });
    });
    await using _ = world;
    world.simulator.controls.clock.step(-7200);
    for (const seq of [2, 5, 8, 11]) world.records.edit("name", seq, { phone: "after" });
    await world.poll();
    expectMirrored(world);
  });

  test("a quiet document, an empty one, and one with two records", async () => {
    await using world = await World.open({ data: { tables: {} }, settings });
    await world.poll();
    for (const code of ["ONE", "TWO"]) {
      world.records.add("name", { fields: { code } });
      world.pass(60);
      await world.poll();
      await world.poll();
    }
    world.records.remove("name", 1);
    await world.sync("sweep");
    expectMirrored(world);
  });
});

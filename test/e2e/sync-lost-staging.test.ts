import { describe, expect, test } from "bun:test";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { git } from "../support/git-command.ts";
import { commitsOn, history, treeOf } from "../support/mirror-files.ts";
import { Place, settings } from "../support/place.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, totals, World } from "../support/world.ts";

async function failing(world: World) {
  const { error, summary } = await world.run("poll");
  return { code: error?.code, exit: error?.exitCode, outcome: summary.outcome };
}

describe("a lost staging file", () => {
  test("is filled from the local repository and compared whole, and nothing that is right is written again", async () => {
    await using place = await Place.open("directory");
    const { world, remote } = place;
    await world.poll();
    const before = commitsOn(remote);
    world.loseStaging();
    const summary = await world.poll();
    expect(summary).toMatchObject({ kind: "full", outcome: "ok", commit: null, pushed: false });
    expect(totals(summary.tables)).toEqual({ read: 42, added: 0, changed: 0, deleted: 0, same: 42 });
    expect(commitsOn(remote)).toEqual(before);
    expect(await world.poll()).toMatchObject({ kind: "poll" });
  });

  test("with changes of all kinds meanwhile costs one commit with just these", async () => {
    await using place = await Place.open("directory");
    const { world, remote } = place;
    await world.poll();
    world.loseStaging();
    world.records.silentChange("name", 2, { phone: "unseen" });
    world.records.edit("name", 5, { code: "RENAMED" });
    world.records.remove("product", 2);
    world.records.add("transaction", { fields: { ourref: "new" }, lines: [{ account: "4000-" }] });
    const summary = await world.poll();
    expect(totals(summary.tables)).toMatchObject({ added: 2, changed: 1, deleted: 2 });
    expect(history(remote, "-1")[0]?.files.filter(({ path }) => path.endsWith(".xml")).length).toBe(5);
    const told = world.log.entries.map(({ message }) => message);
    expect(told).toContain("name N1 deleted");
    expect(told).toContain("product P0 deleted");
    expectMirrored(world, remote);
  });

  test("while a first read was unfinished goes on to the same tree", async () => {
    await using place = await Place.open("directory", { settings: { ...settings, checkpoint: 10 } });
    const { world, remote } = place;
    const controller = new AbortController();
    let pages = 0;
    world.onRequest = ({ target }) => {
      if (target.includes("limit=10") && ++pages === 4) controller.abort(new Error("power"));
    };
    await world.run("poll", { signal: controller.signal });
    expect(world.mirror.head()).not.toBeNull();
    world.onRequest = () => {};
    world.loseStaging();
    await world.poll();
    expectMirrored(world, remote);
  });

  test("and a comparison that was stopped is taken up by the next run", async () => {
    await using place = await Place.open("directory");
    const { world } = place;
    await world.poll();
    world.loseStaging();
    world.records.silentChange("transaction", 41, { description: "at the very end" });
    const controller = new AbortController();
    world.onRequest = ({ target }) => {
      if (target.includes("table=transaction") && target.includes("limit=10")) controller.abort(new Error("power"));
    };
    await world.run("poll", { signal: controller.signal });
    world.onRequest = () => {};
    world.restart();
    // Tables that were compared before are polled again.
    expect(await world.poll()).toMatchObject({ kind: "poll", tables: [{}, {}, { table: "transaction", changed: 1 }] });
    expectMirrored(world);
  });

  test("and a table that cannot be compared do not make every poll a full sync", async () => {
    const withPayments = { ...settings, tables: tables("name", "payments") };
    await using place = await Place.open("directory", { settings: withPayments });
    const { world } = place;
    world.records.add("payments", { fields: { invoiceid: 1, amount: 1 } });
    await world.poll();
    world.simulator.controls.quirks({ customFormats: false });
    world.loseStaging();
    const pages: string[] = [];
    world.onRequest = ({ target }) => {
      if (target.includes("table=name") && target.includes("limit=10")) pages.push(target);
    };
    for (let n = 0; n < 2; n++) {
      pages.length = 0;
      expect((await world.run("poll")).error?.code).toBe("moneyworks.no-sequence-numbers");
      expect(pages.every((target) => target.includes("lastmodifiedtime") === n > 0)).toBe(true);
    }
    world.simulator.controls.quirks({ customFormats: true });
    world.restart();
    await world.poll();
    expectMirrored(world);
  });

  test("beside a local repository that is older than the remote takes over what the remote has", async () => {
    await using place = await Place.open("directory");
    const { world, remote } = place;
    await world.poll();
    for (const phone of ["1", "2"]) {
      world.records.edit("name", 2, { phone });
      world.pass(120);
      await world.poll();
    }
    const before = commitsOn(remote);
    world.loseStaging();
    world.git("update-ref", "refs/heads/main", "main~1");
    expect(await world.poll()).toMatchObject({ kind: "full", outcome: "ok", commit: null });
    expect(commitsOn(world.repository)).toEqual(before);
    expect(commitsOn(remote)).toEqual(before);
    world.loseStaging();
    const other = world.git("commit-tree", "main~1^{tree}", "-p", "main~2", "-m", "poll: name 1 changed");
    world.git("update-ref", "refs/heads/main", other);
    expect(await failing(world)).toEqual({ code: "remote.foreign-history", exit: 4, outcome: "halted" });
    expect(world.git("rev-parse", "main")).toBe(other);
  });

  test("takes no local main for its own whose newest commit is somebody else's", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.poll();
    const head = world.git("rev-parse", "main");
    const theirs = world.git("commit-tree", "-p", "main", "-m", "by hand", "main^{tree}");
    world.git("update-ref", "refs/heads/main", theirs);
    world.loseStaging();
    expect((await world.run("poll")).error).toMatchObject({ code: "mirror.main-moved", exitCode: 4 });
    expect(git(world.remotePath, ["rev-parse", "main"])).toBe(head);
  });

  test("does not take the brake off", async () => {
    await using place = await Place.open("directory", {
      settings: { ...settings, deleteLimit: { share: null, count: 2 } },
    });
    const { world, remote } = place;
    await world.poll();
    const tree = treeOf(remote);
    world.loseStaging();
    for (const seq of [2, 5, 8]) world.records.remove("name", seq);
    expect(await failing(world)).toEqual({ code: "sync.delete-brake", exit: 4, outcome: "halted" });
    expect(treeOf(remote)).toBe(tree);
    await world.full({ allowDeletes: 3 });
    expectMirrored(world, remote);
  });
});

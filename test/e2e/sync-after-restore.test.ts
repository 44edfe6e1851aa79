import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import { isRestored, noteRestored } from "../../src/domain/restored.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import { startComparison } from "../../src/sync/comparison.ts";
import { commitByHand } from "../support/adopting.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { git } from "../support/git-command.ts";
import { fsck } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { Place, settings } from "../support/place.ts";
import { smallCompany } from "../support/small-company.ts";
import { World } from "../support/world.ts";

setDefaultTimeout(30_000);

/** What a backup does to a data directory of which nobody has a file open. */
function save(world: World): string {
  world.close();
  const copy = join(world.path, "copy");
  cpSync(dirname(world.stagingFile), copy, { recursive: true });
  return copy;
}

/** And a restore, as far as the engine sees it. */
function putBack(world: World, copy: string): void {
  world.close();
  rmSync(dirname(world.stagingFile), { recursive: true });
  cpSync(copy, dirname(world.stagingFile), { recursive: true });
  startComparison(world.staging);
  noteRestored(world.staging, "2025-03-12T08:00:00.000Z");
}

async function edited(world: World, phone: string, record: string | number = 2): Promise<void> {
  world.pass(60);
  world.records.edit("name", record, { phone });
  await world.poll();
}

function phones(world: World): unknown[] {
  const { staging } = world;
  const found = staging.changes({ limit: 1000 }).filter(({ field }) => field === "phone");
  return found.map(({ old, new: now }) => [old, now]).reverse();
}

describe.each(["directory", "http"] as const)(
  "a data directory put back from a backup, with a %s remote that",
  (kind) => {
    test("went on by commits of our own: main is followed, and the change log tells each step once", async () => {
      await using place = await Place.open(kind);
      const { world, remote } = place;
      await world.poll();
      await edited(world, "first");
      const copy = save(world);
      const epoch = world.staging.changeEpoch();
      await edited(world, "second");
      await edited(world, "third");
      const there = commitsOn(remote);
      putBack(world, copy);
      world.pass(60);
      world.records.edit("name", 2, { phone: "fourth" });
      const summary = await world.poll();
      expect(summary).toMatchObject({ outcome: "ok", pushed: true });
      expect(commitsOn(remote)).toEqual([...there, world.mirror.head() as string]);
      expect(phones(world).slice(-3)).toEqual([
        ["first", "second"],
        ["second", "third"],
        ["third", "fourth"],
      ]);
      expect([isRestored(world.staging), world.staging.changeEpoch() === epoch]).toEqual([false, false]);
      expect(world.staging.runs(1)[0]?.run).toBe(summary.run);
      expectMirrored(world, remote);
      expect([fsck(world.repository), fsck(remote)]).toEqual(["", ""]);
      world.pass(60);
      expect(await world.poll()).toMatchObject({ kind: "poll", outcome: "ok", commit: null });
    });

    test("somebody else committed to meanwhile: a person is asked, and nothing moves", async () => {
      await using place = await Place.open(kind);
      const { world, remote } = place;
      await world.poll();
      const copy = save(world);
      await edited(world, "second");
      commitByHand(remote, { files: { README: "hello\n" }, message: "by hand" });
      const there = commitsOn(remote);
      putBack(world, copy);
      const here = commitsOn(world.repository);
      const { error } = await world.run("poll");
      expect([error?.code, error?.exitCode]).toEqual(["remote.main-moved", 4]);
      expect([commitsOn(remote), commitsOn(world.repository)]).toEqual([there, here]);
    });

    test("stands where it stood: nothing is written again", async () => {
      await using place = await Place.open(kind);
      const { world, remote } = place;
      await world.poll();
      const copy = save(world);
      const there = commitsOn(remote);
      putBack(world, copy);
      expect(await world.poll()).toMatchObject({ outcome: "ok", commit: null });
      expect([commitsOn(remote), isRestored(world.staging)]).toEqual([there, false]);
    });
  },
);

describe("a data directory put back from a backup", () => {
  test("is not committed onto before the remote was seen", async () => {
    let isGone = false;
    const wrapRemote = (remote: Remote): Remote => ({
      refs: (signal) => {
        if (isGone) throw fail("remote.unreachable", { url: "the remote", reason: "gone" });
        return remote.refs(signal);
      },
      fetch: (...given) => remote.fetch(...given),
      push: (...given) => remote.push(...given),
    });
    await using world = await World.open({ data: smallCompany(), wrapRemote });
    await world.poll();
    const copy = save(world);
    await edited(world, "second", "ROWAN");
    putBack(world, copy);
    isGone = true;
    const here = commitsOn(world.repository);
    const { error } = await world.run("poll");
    expect(error?.code).toBe("remote.unreachable");
    expect([commitsOn(world.repository), isRestored(world.staging)]).toEqual([here, true]);
    isGone = false;
    await world.poll();
    expectMirrored(world, world.remotePath);
  });

  test("whose main was moved on, and whose process died then, goes on from there", async () => {
    await using world = await World.open({ data: smallCompany() });
    await world.poll();
    const copy = save(world);
    await edited(world, "second", "ROWAN");
    putBack(world, copy);
    git(world.repository, ["fetch", "-q", world.remotePath, "main:main"]);
    world.restart();
    await world.poll();
    expect(phones(world).at(-1)).toMatchObject({ 1: "second" });
    expectMirrored(world, world.remotePath);
  });

  test("from before the first push follows what was pushed since", async () => {
    let isClosed = true;
    const wrapRemote = (remote: Remote): Remote => ({
      refs: (signal) => remote.refs(signal),
      fetch: (...given) => remote.fetch(...given),
      push: (...given) => {
        if (isClosed) throw fail("remote.unreachable", { url: "the remote", reason: "closed" });
        return remote.push(...given);
      },
    });
    await using world = await World.open({ data: smallCompany(), wrapRemote });
    await world.run("poll");
    expect(world.staging.remoteHead()).toBeNull();
    const copy = save(world);
    isClosed = false;
    await edited(world, "second", "ROWAN");
    putBack(world, copy);
    await world.poll();
    expect(phones(world).at(-1)).toMatchObject({ 1: "second" });
    expectMirrored(world, world.remotePath);
  });

  test("from the middle of a first read has no line in its change log that no commit will ever carry", async () => {
    await using world = await World.open({ data: smallCompany(), settings });
    const copy = join(world.path, "copy");
    world.onRequest = () => {
      const isInTheMiddle = world.mirror.head() === null && world.staging.lastChange() > 0;
      if (isInTheMiddle) cpSync(dirname(world.stagingFile), copy, { recursive: true });
    };
    await world.poll();
    putBack(world, copy);
    await edited(world, "since", "ROWAN");
    expect(phones(world)).toMatchObject([{ 1: "since" }]);
    expect(world.staging.changes({ limit: 1000 }).length).toBe(1);
    expectMirrored(world, world.remotePath);
  });
});

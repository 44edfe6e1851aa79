import { describe, expect, test } from "bun:test";
import { renameSync, rmSync } from "node:fs";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { git } from "../support/git-command.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { Place } from "../support/place.ts";
import { totals, type World } from "../support/world.ts";

const NUMBER_OF_RECORDS = 42;

/** A commit by somebody else on top of main, or on nothing. Returns its id. */
function foreignCommit(repository: string, onMain: boolean): string {
  const blob = git(repository, ["hash-object", "-w", "--stdin"], "hello\n");
  const tree = git(repository, ["mktree"], `100644 blob ${blob}\tREADME\n`);
  const parents = onMain ? ["-p", "main"] : [];
  const commit = git(repository, ["commit-tree", tree, ...parents, "-m", "by hand"]);
  git(repository, ["update-ref", "refs/heads/main", commit]);
  return commit;
}

/** Stands before a remote that is away now and then. */
function unreachableWhile(isDown: () => boolean, onPush: () => void = () => {}) {
  return (remote: Remote): Remote => ({
    refs: (signal) => {
      if (isDown()) return Promise.reject(fail("remote.unreachable", { url: "the remote", reason: "down" }));
      return remote.refs(signal);
    },
    push: (request, signal) => {
      onPush();
      return remote.push(request, signal);
    },
    fetch: (request, signal) => remote.fetch(request, signal),
  });
}

async function failing(world: World) {
  const { error, summary } = await world.run("poll");
  return { code: error?.code, exit: error?.exitCode, outcome: summary.outcome };
}

describe.each(["directory", "http"] as const)("a remote in a repository behind %s", (kind) => {
  test("hands its history to a fresh data directory, which goes on from there", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    world.pass(60);
    world.records.edit("name", 2, { phone: "second commit" });
    await world.poll();
    const before = commitsOn(remote);
    world.freshDirectory();
    const first = await world.poll();
    expect(first).toMatchObject({ kind: "full", commit: null, pushed: false });
    expect(totals(first.tables)).toMatchObject({ read: NUMBER_OF_RECORDS, same: NUMBER_OF_RECORDS });
    expect(commitsOn(remote)).toEqual(before);
    expect(commitsOn(world.repository)).toEqual(before);
    world.pass(60);
    world.records.edit("name", 5, { phone: "third commit" });
    expect(await world.poll()).toMatchObject({ kind: "poll", pushed: true });
    expect(commitsOn(remote).slice(0, -1)).toEqual(before);
    expectMirrored(world, remote);
  });

  test("with somebody else's history is refused with exit code 4 and left untouched", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    if (kind === "directory") git(world.path, ["init", "--quiet", "--bare", "--initial-branch=main", remote]);
    const commit = foreignCommit(remote, false);
    expect(await failing(world)).toEqual({ code: "remote.foreign-history", exit: 4, outcome: "halted" });
    expect(commitsOn(remote)).toEqual([commit]);
    expect(world.mirror.head()).toBeNull();
    expect(world.simulator.controls.requests.filter(({ target }) => target.includes("limit=10"))).toEqual([]);
  });

  test("whose main somebody moved halts with exit code 4 and names the foreign commit", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    const commit = foreignCommit(remote, true);
    world.records.edit("name", 2, { phone: "1" });
    const { error, summary } = await world.run("poll");
    expect(error).toMatchObject({ code: "remote.main-moved", exitCode: 4 });
    expect(error?.message).toContain(commit);
    expect(summary.outcome).toBe("halted");
    expect(git(remote, ["rev-parse", "main"])).toBe(commit);
    // Put back where we left it, everything goes on.
    git(remote, ["update-ref", "refs/heads/main", `${commit}^`]);
    await world.poll();
    expectMirrored(world, remote);
  });

  test("whose main was moved while we read is not overwritten either", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    world.pass(60);
    world.records.edit("name", 2, { phone: "1" });
    let commit = "";
    world.onRequest = ({ target }) => {
      if (commit === "" && target.includes("limit=10")) commit = foreignCommit(remote, true);
    };
    expect(await failing(world)).toEqual({ code: "remote.main-moved", exit: 4, outcome: "halted" });
    expect(git(remote, ["rev-parse", "main"])).toBe(commit);
  });

  test("whose main was deleted after we pushed halts instead of starting anew", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    const head = world.mirror.head();
    git(remote, ["update-ref", "-d", "refs/heads/main"]);
    const { error } = await world.run("poll");
    expect(error).toMatchObject({ code: "remote.main-gone", exitCode: 4 });
    expect(error?.message).toContain(String(head));
    // As its hint says: pushed by hand, it is in step again.
    git(world.repository, ["push", "--quiet", remote, "main"]);
    await world.poll();
    expectMirrored(world, remote);
  });
});

describe("a remote that cannot be reached", () => {
  test("for several polls gets all their commits with one push when it is back", async () => {
    let down = false;
    let pushes = 0;
    const wrapRemote = unreachableWhile(
      () => down,
      () => pushes++,
    );
    await using place = await Place.open("directory", { wrapRemote });
    const { world, remote } = place;
    await world.poll();
    const pushed = commitsOn(remote).length;
    down = true;
    for (let n = 0; n < 3; n++) {
      world.pass(60);
      world.records.edit("name", 2 + 3 * n, { phone: `while down ${n}` });
      if (n === 1) world.restart();
      const { error, summary } = await world.run("poll");
      expect({ code: error?.code, exit: error?.exitCode, pushed: summary.pushed }).toEqual({
        code: "remote.unreachable",
        exit: 1,
        pushed: false,
      });
      expect(summary.commit).not.toBeNull();
    }
    expect(commitsOn(remote).length).toBe(pushed);
    down = false;
    pushes = 0;
    world.pass(60);
    expect(await world.poll()).toMatchObject({ commit: null, pushed: true });
    expect({ pushes, commits: commitsOn(remote).length }).toEqual({ pushes: 1, commits: pushed + 3 });
    expectMirrored(world, remote);
  });

  test("from the start ends the run before anything is read, since its history may be ours", async () => {
    const wrapRemote = unreachableWhile(() => true);
    await using place = await Place.open("directory", { wrapRemote });
    const { world } = place;
    expect(await failing(world)).toEqual({ code: "remote.unreachable", exit: 1, outcome: "failed" });
    expect(world.staging.liveCount("name" as never)).toBe(0);
  });

  test("because its directory was moved away halts, and goes on when it is back", async () => {
    await using place = await Place.open("directory");
    const { world, remote } = place;
    await world.poll();
    renameSync(remote, `${remote}.away`);
    world.records.edit("name", 2, { phone: "1" });
    expect(await failing(world)).toMatchObject({ exit: 4 });
    rmSync(remote, { recursive: true, force: true });
    renameSync(`${remote}.away`, remote);
    await world.poll();
    expectMirrored(world, remote);
  });

  test("when staging is lost too does not keep the comparison from being made", async () => {
    let down = false;
    const wrapRemote = unreachableWhile(() => down);
    await using place = await Place.open("directory", { wrapRemote });
    const { world, remote } = place;
    await world.poll();
    down = true;
    world.loseStaging();
    world.records.edit("name", 2, { phone: "1" });
    expect(await failing(world)).toEqual({ code: "remote.unreachable", exit: 1, outcome: "failed" });
    down = false;
    expect((await world.poll()).pushed).toBe(true);
    expectMirrored(world, remote);
  });
});

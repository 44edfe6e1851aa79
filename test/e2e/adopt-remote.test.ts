import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { haltStatus } from "../../src/app/halt-status.ts";
import { adoptIn, commitByHand, runOf } from "../support/adopting.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { git, gitResult } from "../support/git-command.ts";
import { fsck } from "../support/installation.ts";
import { filesAt } from "../support/mirror-files.ts";
import { Place } from "../support/place.ts";
import type { World } from "../support/world.ts";

setDefaultTimeout(30_000);

/** The path of some record file on main. */
function somePath(repository: string, table = "name", nth = 0): string {
  return [...filesAt(repository).keys()].filter((path) => path.startsWith(`${table}/`))[nth] ?? "";
}

function isBelow(repository: string, commit: string, head = "main"): boolean {
  return gitResult(repository, ["merge-base", "--is-ancestor", commit, head]).code === 0;
}

/** All is well: a poll goes through, git is content, a clone works, no halt stands, both mains hold what MoneyWorks holds. */
async function expectWell(world: World, remote: string): Promise<void> {
  world.pass(60);
  world.records.edit("name", 5, { phone: `well ${world.clock.now()}` });
  expect((await runOf(world)).error).toBeNull();
  world.pass(60);
  world.records.edit("name", 8, { phone: `still well ${world.clock.now()}` });
  expect((await runOf(world)).summary).toMatchObject({ kind: "poll", outcome: "ok", pushed: true });
  expectMirrored(world, remote);
  expect(git(world.repository, ["rev-parse", "main"])).toBe(git(remote, ["rev-parse", "main"]));
  expect([fsck(world.repository), fsck(remote)]).toEqual(["", ""]);
  const clone = join(world.path, `clone-${world.clock.now()}`);
  git(world.path, ["clone", "--quiet", remote, clone]);
  expect(fsck(clone)).toBe("");
  expect(haltStatus(world.staging)).toBeNull();
  expect((await adoptIn(world)).proposal).toBeNull();
}

async function moved(place: Place): Promise<{ ours: string; path: string; theirs: string }> {
  const { world, remote } = place;
  await world.poll();
  world.pass(60);
  world.records.edit("name", 2, { phone: "second" });
  await world.poll();
  const ours = git(remote, ["rev-parse", "main"]);
  const path = somePath(remote);
  const [gone, garbage] = [somePath(remote, "product"), somePath(remote, "name", 1)];
  const files = { [path]: "<name>\n</name>\n", [garbage]: "no XML\n", README: "hello\n", [gone]: null };
  const theirs = commitByHand(remote, { files, message: "Edited by hand\n\nand more" });
  return { ours, path, theirs };
}

describe.each(["directory", "http"] as const)("a main at a %s remote that", (kind) => {
  test("somebody committed on halts with their names and is taken over", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    const { ours, path, theirs } = await moved(place);
    world.records.edit("name", 11, { phone: "while halted" });
    const { error } = await runOf(world);
    expect(error).toMatchObject({ code: "remote.main-moved", exitCode: 4 });
    const told = `Not Tidemark's: ${theirs.slice(0, 7)} 2023-11-14 Test: Edited by hand.`;
    expect(error?.message).toContain(told);
    const halt = haltStatus(world.staging);
    expect(halt?.message).toContain(told);
    expect(halt?.commits as unknown).toEqual({
      newest: [{ commit: theirs, author: "Test", at: "2023-11-14T22:13:20.000Z", subject: "Edited by hand" }],
      total: 1,
    });
    const { result, proposal } = await adoptIn(world);
    expect(proposal?.word).toBe(theirs.slice(0, 7));
    expect(proposal?.survey.findings).toMatchObject([{ place: "remote", kind: "moved", files: { total: 4 } }]);
    expect(proposal?.survey.findings[0]?.files?.first).toContain(path);
    expect(result).toMatchObject({ commit: git(remote, ["rev-parse", "main"]), pushed: true, asides: [] });
    expect(git(remote, ["log", "-1", "--format=%P|%s", "main"])).toStartWith(`${theirs}|adopt: `);
    expect(git(remote, ["log", "-1", "--format=%(trailers:key=Tidemark-Run,valueonly)", "main"])).not.toBe("");
    expect(git(remote, ["diff", "--stat", ours, "main", "--", "name", "product", "README"])).toBe("");
    expect(haltStatus(world.staging)).toBeNull();
    // Every table is read whole once.
    expect((await runOf(world)).summary).toMatchObject({ kind: "full", outcome: "ok" });
    expectMirrored(world, remote);
    await expectWell(world, remote);
    expect(isBelow(remote, theirs)).toBe(true);
  });

  test("somebody rewrote is taken over, and ours stays the first parent", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    world.pass(60);
    world.records.edit("name", 2, { phone: "second" });
    await world.poll();
    const ours = git(remote, ["rev-parse", "main"]);
    const files = { [somePath(remote)]: "<name>\n</name>\n" };
    const theirs = commitByHand(remote, { files, parent: git(remote, ["rev-parse", "main~1"]) });
    git(remote, ["reflog", "expire", "--expire=now", "--all"]);
    git(remote, ["gc", "--quiet", "--prune=now"]);
    expect((await runOf(world)).error?.message).toContain("Not Tidemark's: ");
    const { proposal } = await adoptIn(world);
    expect(proposal?.survey.findings).toMatchObject([{ kind: "rewritten", files: { total: 1 } }]);
    expect(git(remote, ["log", "-1", "--format=%P", "main"])).toBe(`${ours} ${theirs}`);
    await expectWell(world, remote);
  });

  test.each(["theirs", "ours"] as const)("somebody replaced by a history of its own is mended (%s)", async (side) => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    const ours = git(remote, ["rev-parse", "main"]);
    const theirs = commitByHand(remote, { files: { README: "1\n", "a/b": "2\n" }, parent: null });
    git(remote, ["reflog", "expire", "--expire=now", "--all"]);
    git(remote, ["gc", "--quiet", "--prune=now"]);
    expect((await runOf(world)).error).toMatchObject({ code: "remote.main-moved", exitCode: 4 });
    const { result } = await adoptIn(world, side);
    const aside = `refs/heads/set-aside/${theirs.slice(0, 12)}`;
    if (side === "theirs") expect(git(remote, ["log", "-1", "--format=%P", "main"])).toBe(`${ours} ${theirs}`);
    else {
      expect(result).toMatchObject({ commit: null, asides: [aside] });
      expect([git(remote, ["rev-parse", "main"]), git(remote, ["rev-parse", aside])]).toEqual([ours, theirs]);
    }
    await expectWell(world, remote);
  });

  test("somebody committed on is put back with --ours, and theirs is kept", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    const { ours, theirs } = await moved(place);
    await runOf(world);
    const { result } = await adoptIn(world, "ours");
    const aside = `refs/heads/set-aside/${theirs.slice(0, 12)}`;
    expect(result).toMatchObject({ commit: null, asides: [aside] });
    expect([git(remote, ["rev-parse", "main"]), git(remote, ["rev-parse", aside])]).toEqual([ours, theirs]);
    await expectWell(world, remote);
  });

  test.each(["theirs", "ours"] as const)("somebody deleted is pushed again (%s)", async (side) => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    const ours = git(remote, ["rev-parse", "main"]);
    git(remote, ["update-ref", "-d", "refs/heads/main"]);
    git(remote, ["gc", "--quiet", "--prune=now"]);
    expect((await runOf(world)).error?.code).toBe("remote.main-gone");
    expect((await adoptIn(world, side)).result).toMatchObject({ commit: null, pushed: true });
    expect(git(remote, ["rev-parse", "main"])).toBe(ours);
    await expectWell(world, remote);
  });

  test.each(["theirs", "ours"] as const)("somebody set back is moved on again (%s)", async (side) => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    await world.poll();
    world.pass(60);
    world.records.edit("name", 2, { phone: "second" });
    await world.poll();
    const ours = git(remote, ["rev-parse", "main"]);
    git(remote, ["update-ref", "refs/heads/main", "main~1"]);
    expect((await runOf(world)).error?.code).toBe("remote.main-moved");
    const { result, proposal } = await adoptIn(world, side);
    expect(proposal?.survey.findings).toMatchObject([{ kind: "set-back" }]);
    expect(result).toMatchObject({ commit: null, asides: [], pushed: true });
    expect(git(remote, ["rev-parse", "main"])).toBe(ours);
    await expectWell(world, remote);
    // A second time it is as foreign as the first.
    git(remote, ["update-ref", "refs/heads/main", ours]);
    expect((await runOf(world)).error?.code).toBe("remote.main-moved");
  });

  test("is foreign from the start becomes the beginning of the mirror", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    if (kind === "directory") git(world.path, ["init", "--quiet", "--bare", "--initial-branch=main", remote]);
    const theirs = commitByHand(remote, { files: { README: "hello\n" }, parent: null });
    expect((await runOf(world)).error).toMatchObject({
      code: "remote.foreign-history",
      message: expect.stringContaining(`${theirs.slice(0, 7)} 2023-11-14 Test: by hand`),
    });
    await expect(adoptIn(world, "ours")).rejects.toMatchObject({ code: "adopt.nothing-of-ours" });
    const { proposal } = await adoptIn(world);
    expect(proposal?.survey.findings).toMatchObject([{ kind: "moved", commits: { total: 1 } }]);
    expect((await runOf(world)).summary).toMatchObject({ kind: "full", outcome: "ok" });
    expect(isBelow(remote, theirs)).toBe(true);
    expect(filesAt(remote).has("README")).toBe(false);
    await expectWell(world, remote);
  });

  test("holds other files beside ours is taken over by a fresh data directory without losing a record's history", async () => {
    await using place = await Place.open(kind);
    const { world, remote } = place;
    const { theirs } = await moved(place);
    world.freshDirectory();
    expect((await runOf(world)).error).toMatchObject({ code: "mirror.foreign-file", exitCode: 4 });
    const { proposal } = await adoptIn(world);
    expect(proposal?.survey.findings).toMatchObject([{ files: { first: ["README"], total: 1 } }]);
    expect(filesAt(remote).has("README")).toBe(false);
    expect((await runOf(world)).summary).toMatchObject({ kind: "full", outcome: "ok" });
    expectMirrored(world, remote);
    // The records that they had not touched were not written again.
    const untouched = somePath(remote, "transaction");
    expect(git(remote, ["log", "--format=%s", "main", "--", untouched]).split("\n").length).toBe(1);
    expect(isBelow(remote, theirs)).toBe(true);
    await expectWell(world, remote);
  });
});

import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Oid } from "../../../../src/domain/ids.ts";
import { firstParentChain, isOnChain } from "../../../../src/exporter/history/commits.ts";
import { commitsSince } from "../../../../src/exporter/history/commits-since.ts";
import { missingObjects } from "../../../../src/exporter/history/missing-objects.ts";
import { findPath, walkTree } from "../../../../src/exporter/history/tree-walk.ts";
import { oidAt } from "../../../../src/exporter/pack/oid-bytes.ts";
import { ObjectStore } from "../../../../src/exporter/repository/object-store.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { git } from "../../../support/git-command.ts";
import { makeHistory } from "../../../support/git-history.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const temporary = new TemporaryDirectory();
afterAll(() => temporary[Symbol.dispose]());

/** The directory of the second and of the fourth commit are one tree; a side branch is merged. */
const COMMITS = makeHistory(temporary.path, [
  { files: { "a/1": "one\n", "b/c/2": "two\n" } },
  { files: { "d/x": "x\n" } },
  { files: { "d/y": "y\n" } },
  { files: { "d/y": null } },
  { branch: "side", files: { "side/s": "s\n" } },
  { checkout: "main", files: { "a/1": "changed\n" } },
  { merge: "side" },
  { files: { "b/c/2": null, "a/3": "three\n" } },
]);
const store = new ObjectStore(createFiles(), join(temporary.path, ".git/objects"));
const at = (number: number): Oid => COMMITS[number] as Oid;
const HEAD = at(7);

describe("the chain of main", () => {
  test("is git's first-parent log", () => {
    const chain = Array.from(firstParentChain(store, HEAD), ({ oid }) => oid);
    expect(chain).toEqual(git(temporary.path, ["rev-list", "--first-parent", "main"]).split("\n") as Oid[]);
  });

  test("does not hold what was merged into it", () => {
    expect([isOnChain(store, HEAD, at(2)), isOnChain(store, HEAD, at(4))]).toEqual([true, false]);
  });
});

describe("what the other side lacks", () => {
  for (const [known, name] of [null, ...COMMITS.slice(0, 7)].map(
    (oid, number) => [oid, oid === null ? "nothing" : `commit ${number}`] as const,
  )) {
    test(`when it has ${name}`, () => {
      const range = known === null ? [HEAD] : [HEAD, "--not", known];
      const commits = git(temporary.path, ["rev-list", ...range])
        .split("\n")
        .toSorted();
      expect(Array.from(commitsSince(store, HEAD, known), ({ oid }) => oid as string).toSorted()).toEqual(commits);
      const missing = missingObjects(store, HEAD, known);
      const ids = new Set(Array.from({ length: missing.count }, (_, number) => oidAt(missing.oid(number)) as string));
      const wanted = git(temporary.path, ["rev-list", "--objects", "--no-object-names", ...range]).split("\n");
      expect(wanted.filter((oid) => !ids.has(oid))).toEqual([]);
    });
  }

  test("is nothing when it has all", () => expect(missingObjects(store, HEAD, HEAD).count).toBe(0));

  test("is the commit alone for a copy with a history of its own", () => {
    const copy = git(temporary.path, ["commit-tree", "-m", "copy", `${HEAD}^{tree}`]) as Oid;
    expect(missingObjects(store, copy, HEAD).count).toBe(1);
  });

  test("is little for a little commit", () => expect(missingObjects(store, at(2), at(1)).count).toBe(4));
});

describe("trees", () => {
  test("are walked as git lists them", () => {
    const paths = Array.from(
      walkTree(store, git(temporary.path, ["rev-parse", "main^{tree}"]) as Oid),
      ({ path }) => path,
    );
    expect(paths).toEqual(git(temporary.path, ["ls-tree", "-rt", "--name-only", "main"]).split("\n"));
  });

  const tree = git(temporary.path, ["rev-parse", `${at(0)}^{tree}`]) as Oid;
  const paths: Record<string, string | null> = { "b/c/2": "100644", "b/c": "40000", "b/x": null, "a/1/2": null };
  for (const [path, mode] of Object.entries(paths)) {
    test(`${path} is ${mode ?? "not there"}`, () => expect(findPath(store, tree, path)?.mode ?? null).toBe(mode));
  }
});

import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Oid } from "../../../../src/domain/ids.ts";
import { missingObjects, requireWhole } from "../../../../src/exporter/history/missing-objects.ts";
import { WalkBudget, WHOLE_BRANCH } from "../../../../src/exporter/history/walk-budget.ts";
import { incomingChanges } from "../../../../src/exporter/incoming/changes.ts";
import { type ObjectSource, ObjectStore } from "../../../../src/exporter/repository/object-store.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { makeHistory } from "../../../support/git-history.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";
import { commitDeepTree, commitTreeBomb } from "../../../support/tree-bombs.ts";

const temporary = new TemporaryDirectory();
afterAll(() => temporary[Symbol.dispose]());
const [main] = makeHistory(temporary.path, [{ files: { "a/1": "one\n" } }]) as [Oid];

/** The objects, which give up after so many readings: a walk without bounds ends too. */
function objects(most: number): ObjectSource {
  const store = new ObjectStore(createFiles(), join(temporary.path, ".git/objects"));
  let left = most;
  return {
    read: (oid) => store.read(oid),
    has: (oid) => store.has(oid),
    need: (oid, type) => {
      if (left-- === 0) throw new Error("it reads on and on");
      return store.need(oid, type);
    },
  };
}

const codeOf = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
};

describe("a walk", () => {
  test("looks into directories that are the same twice at most", () => {
    const bomb = commitTreeBomb(temporary.path, main, 9);
    expect(missingObjects(objects(100), bomb, main).count).toBe(13);
  });

  test("ends early where a commit names more than can be read", () => {
    const bomb = commitTreeBomb(temporary.path, main, 7);
    expect(codeOf(() => [...incomingChanges(objects(60_000), main, bomb).files].length)).toBe("promote.too-big");
  });

  test("ends early where directories are too deep", () => {
    const deep = commitDeepTree(temporary.path, main, 70);
    const budget = new WalkBudget(deep, WHOLE_BRANCH);
    expect(codeOf(() => requireWhole(objects(1000), deep, main, budget))).toBe("promote.too-big");
    expect(codeOf(() => [...incomingChanges(objects(1000), main, deep).files].length)).toBe("promote.too-big");
    const fine = commitDeepTree(temporary.path, main, 60);
    expect(codeOf(() => requireWhole(objects(1000), fine, main, new WalkBudget(fine, WHOLE_BRANCH)))).toBeUndefined();
    expect([...incomingChanges(objects(1000), main, fine).files].length).toBe(1);
  });
});

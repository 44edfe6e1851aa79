import { describe, expect, test } from "bun:test";
import type { Oid } from "../../../../src/domain/ids.ts";
import { cleanItems } from "../../../../src/exporter/foreign/clean-tree.ts";
import { FileList } from "../../../../src/exporter/foreign/overruled-files.ts";
import { treeChanges } from "../../../../src/exporter/history/tree-changes.ts";
import { diffTrees } from "../../../../src/exporter/history/tree-diff.ts";
import { walkTree } from "../../../../src/exporter/history/tree-walk.ts";
import { DIRECTORY_MODE, encodeTree, FILE_MODE, type TreeItem } from "../../../../src/exporter/objects/tree.ts";
import type { ObjectSource } from "../../../../src/exporter/repository/object-store.ts";

/** Far more directories below one another than calls fit onto the stack. */
const LEVELS = 100_000;

/** Objects in memory: a file in as many directories, and one at the top. */
function deepTree() {
  const trees = new Map<Oid, Uint8Array>();
  const put = (items: readonly TreeItem[]): Oid => {
    const bytes = encodeTree(items);
    const oid = new Bun.CryptoHasher("sha1").update(`tree ${bytes.length}\0`).update(bytes).digest("hex") as Oid;
    trees.set(oid, bytes);
    return oid;
  };
  const file = { mode: FILE_MODE, oid: "1".repeat(40) as Oid };
  const empty = put([]);
  let tree = put([{ ...file, name: "deepest" }]);
  for (let level = 1; level < LEVELS; level++) tree = put([{ mode: DIRECTORY_MODE, name: "d", oid: tree }]);
  const root = put([
    { mode: DIRECTORY_MODE, name: "d", oid: tree },
    { ...file, name: "top" },
  ]);
  const need = (oid: Oid) => trees.get(oid) ?? expect.unreachable("no file is read");
  const objects: ObjectSource = { need, has: () => true, read: () => expect.unreachable("nothing is looked for") };
  return { objects, root, empty };
}

const { objects, root, empty } = deepTree();

describe("directories of any depth that a remote may hold", () => {
  test("are walked", () => {
    const names = Array.from(walkTree(objects, root), ({ name }) => name);
    expect([names.length, names.at(-2), names.at(-1)]).toEqual([LEVELS + 2, "deepest", "top"]);
  });

  test("are compared with others", () => {
    const trees = { before: empty, after: root };
    const found = [[...treeChanges(objects, trees)], [...diffTrees(objects, trees)]];
    expect(found.map((files) => [files.length, files.at(-1)?.path])).toEqual([
      [2, "top"],
      [2, "top"],
    ]);
  });

  test("are left behind when a history is adopted", () => {
    const left = new FileList();
    expect(cleanItems({ objects, put: null, left }, root)).toEqual([]);
    expect([left.total, left.first.length]).toEqual([2, 2]);
  });
});

import type { Oid } from "../../domain/ids.ts";
import { DIRECTORY_MODE } from "../objects/tree.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectStore } from "../repository/object-store.ts";
import { commitsSince, readCommit } from "./commits.ts";
import { readTree } from "./tree-walk.ts";

/** A submodule names a commit of another repository. */
const SUBMODULE_MODE = "160000";

/**
 * Every object that somebody who has all of `known` (null: nothing) needs to have all of `head`. Reads the trees that
 * differ between each commit and its first parent, never whole directories that stayed the same. Memory: 40 bytes an object.
 */
export function missingObjects(store: ObjectStore, head: Oid, known: Oid | null): EntryTable {
  const missing = new EntryTable();
  for (const commit of commitsSince(store, head, known)) {
    missing.add(oidBytes(commit.oid), 0, 0);
    const [parent] = commit.parents;
    const before = parent === undefined ? null : readCommit(store, parent).tree;
    addTree(store, missing, { before, after: commit.tree });
  }
  return missing;
}

/**
 * A tree that was added before is looked into again: it was compared with another one then, and what both hold was left
 * to an earlier commit (a file added, another one added, the other deleted: the first and third directory are one tree).
 */
function addTree(store: ObjectStore, missing: EntryTable, trees: { before: Oid | null; after: Oid }): void {
  if (trees.before === trees.after) return;
  missing.add(oidBytes(trees.after), 0, 0);
  const before = new Map(trees.before === null ? [] : readTree(store, trees.before).map((item) => [item.name, item]));
  for (const { name, mode, oid } of readTree(store, trees.after)) {
    const old = before.get(name);
    if (old?.oid === oid || mode === SUBMODULE_MODE) continue;
    if (mode !== DIRECTORY_MODE) missing.add(oidBytes(oid), 0, 0);
    else addTree(store, missing, { before: old?.mode === DIRECTORY_MODE ? old.oid : null, after: oid });
  }
}

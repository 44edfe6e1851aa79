import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { DIRECTORY_MODE, SUBMODULE_MODE } from "../objects/tree.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt, oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { readCommit } from "./commits.ts";
import { commitsSince } from "./commits-since.ts";
import { readTree } from "./tree-walk.ts";

/**
 * Every object that somebody who has all of `known` (null: nothing) needs to have all of `head`. Reads the trees that
 * differ between each commit and its first parent, never whole directories that stayed the same. Memory: 40 bytes an object.
 * @throws mirror.missing-object, mirror.corrupt
 */
export function missingObjects(store: ObjectSource, head: Oid, known: Oid | null): EntryTable {
  const missing = new EntryTable();
  for (const commit of commitsSince(store, head, known)) {
    missing.add(oidBytes(commit.oid), 0, 0);
    // A history of its own is often a copy of what is known.
    const before = commit.parents[0] ?? known;
    addTree(store, missing, { before: before === null ? null : readCommit(store, before).tree, after: commit.tree });
  }
  return missing;
}

/**
 * Sees that `head` can be read with everything below it, where `known` can be. @throws mirror.missing-object, mirror.corrupt
 */
export function requireWhole(objects: ObjectSource, head: Oid, known: Oid | null): void {
  const missing = missingObjects(objects, head, known);
  for (let number = 0; number < missing.count; number++) {
    const oid = oidAt(missing.oid(number));
    if (!objects.has(oid)) throw fail("mirror.missing-object", { oid });
  }
}

/**
 * A tree that was added before is looked into again: it was compared with another one then, and what both hold was left
 * to an earlier commit (a file added, another one added, the other deleted: the first and third directory are one tree).
 */
function addTree(store: ObjectSource, missing: EntryTable, trees: { before: Oid | null; after: Oid }): void {
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

import type { Oid } from "../../domain/ids.ts";
import { DIRECTORY_MODE, type TreeItem } from "../objects/tree.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { depthFirst, type WalkStep } from "./depth-first.ts";
import type { TreePair } from "./tree-diff.ts";
import { readTree } from "./tree-walk.ts";

/** A path where two trees hold different files; null: that one has none. */
export interface FileChange {
  readonly path: string;
  readonly before: TreeItem | null;
  readonly after: TreeItem | null;
}

/** Where the files of two trees differ, directories as deep as they differ. A tree that is null holds nothing. */
export function treeChanges(objects: ObjectSource, trees: TreePair): Generator<FileChange> {
  return depthFirst(stepsIn(objects, trees, ""));
}

function* stepsIn(objects: ObjectSource, trees: TreePair, parent: string): Generator<WalkStep<FileChange>> {
  if (trees.before === trees.after) return;
  const before = itemsOf(objects, trees.before);
  const after = itemsOf(objects, trees.after);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old = null, now = null] = [before.get(name), after.get(name)];
    if (old?.oid === now?.oid && old?.mode === now?.mode) continue;
    const path = parent === "" ? name : `${parent}/${name}`;
    const directories = { before: directoryOf(old), after: directoryOf(now) };
    if (directories.before !== null || directories.after !== null) yield { below: stepsIn(objects, directories, path) };
    const files = { before: fileOf(old), after: fileOf(now) };
    if (files.before !== null || files.after !== null) yield { found: { path, ...files } };
  }
}

function itemsOf(objects: ObjectSource, tree: Oid | null): ReadonlyMap<string, TreeItem> {
  return new Map(tree === null ? [] : readTree(objects, tree).map((item) => [item.name, item]));
}

function directoryOf(item: TreeItem | null): Oid | null {
  return item?.mode === DIRECTORY_MODE ? item.oid : null;
}

function fileOf(item: TreeItem | null): TreeItem | null {
  return item === null || item.mode === DIRECTORY_MODE ? null : item;
}

import type { Oid } from "../../domain/ids.ts";
import { DIRECTORY_MODE, type TreeItem } from "../objects/tree.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { depthFirst, type WalkStep } from "./depth-first.ts";
import { readTree } from "./tree-walk.ts";

/** A file that is not the same in two trees; null: one of them does not have it. */
export interface FileDiff {
  readonly path: string;
  readonly before: Oid | null;
  readonly after: Oid | null;
}

export interface TreePair {
  /** null: an empty directory. */
  readonly before: Oid | null;
  readonly after: Oid | null;
}

/** What differs, in the order of the paths. Directories that are the same are not read. */
export function diffTrees(store: ObjectSource, trees: TreePair): Generator<FileDiff> {
  return depthFirst(stepsIn(store, trees, ""));
}

function* stepsIn(store: ObjectSource, { before, after }: TreePair, parent: string): Generator<WalkStep<FileDiff>> {
  if (before === after) return;
  const old = itemsOf(store, before);
  const next = itemsOf(store, after);
  for (const name of [...new Set([...old.keys(), ...next.keys()])].sort()) {
    const [a, b] = [old.get(name), next.get(name)];
    if (a?.oid === b?.oid && a?.mode === b?.mode) continue;
    const path = parent === "" ? name : `${parent}/${name}`;
    yield { below: stepsIn(store, { before: directory(a), after: directory(b) }, path) };
    const files = { before: file(a), after: file(b) };
    if (files.before !== files.after) yield { found: { path, ...files } };
  }
}

function itemsOf(store: ObjectSource, tree: Oid | null): Map<string, TreeItem> {
  return new Map(tree === null ? [] : readTree(store, tree).map((item) => [item.name, item]));
}

function directory(item: TreeItem | undefined): Oid | null {
  return item?.mode === DIRECTORY_MODE ? item.oid : null;
}

function file(item: TreeItem | undefined): Oid | null {
  return item === undefined || item.mode === DIRECTORY_MODE ? null : item.oid;
}

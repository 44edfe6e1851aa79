import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { DIRECTORY_MODE, parseTree, type TreeItem } from "../objects/tree.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { depthFirst, type WalkStep } from "./depth-first.ts";

export interface PathItem extends TreeItem {
  /** The directory it is in, `""` for the root. */
  readonly parent: string;
  readonly path: string;
}

/** @throws mirror.missing-object, mirror.corrupt */
export function readTree(store: ObjectSource, oid: Oid): readonly TreeItem[] {
  const items = parseTree(store.need(oid, "tree"));
  if (items === null) throw fail("mirror.corrupt", { path: oid, reason: "the directory cannot be read" });
  return items;
}

/** Every entry under a tree, a directory before what is in it; one path of trees is in memory at a time. */
export function walkTree(store: ObjectSource, tree: Oid): Generator<PathItem> {
  return depthFirst(stepsIn(store, tree, ""));
}

function* stepsIn(store: ObjectSource, tree: Oid, parent: string): Generator<WalkStep<PathItem>> {
  for (const item of readTree(store, tree)) {
    const path = parent === "" ? item.name : `${parent}/${item.name}`;
    yield { found: { ...item, parent, path } };
    if (item.mode === DIRECTORY_MODE) yield { below: stepsIn(store, item.oid, path) };
  }
}

/** The entry at a path of a tree; null when there is none. */
export function findPath(store: ObjectSource, tree: Oid, path: string): TreeItem | null {
  let found: TreeItem | null = { mode: DIRECTORY_MODE, name: "", oid: tree };
  for (const name of path.split("/")) {
    if (found.mode !== DIRECTORY_MODE) return null;
    const next: TreeItem | undefined = readTree(store, found.oid).find((item) => item.name === name);
    if (next === undefined) return null;
    found = next;
  }
  return found;
}

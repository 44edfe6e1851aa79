import type { OverruledFiles } from "../../domain/adoption.ts";
import type { Oid } from "../../domain/ids.ts";
import { treeChanges } from "../history/tree-changes.ts";
import { findPath } from "../history/tree-walk.ts";
import type { ObjectSource } from "../repository/object-store.ts";

const MOST_TOLD = 20;

export interface OverruledTrees {
  /** What both began from; null: nothing, or not known. */
  readonly base: Oid | null;
  readonly theirs: Oid;
  readonly ours: Oid;
}

/** The files that they added, changed or removed and that we hold otherwise. */
export function overruledFiles(objects: ObjectSource, { base, theirs, ours }: OverruledTrees): OverruledFiles {
  const files = new FileList();
  if (base === null) {
    for (const { path } of treeChanges(objects, { before: ours, after: theirs })) files.add(path);
    return files;
  }
  for (const { path, after } of treeChanges(objects, { before: base, after: theirs })) {
    const own = findPath(objects, ours, path);
    if (own?.oid !== after?.oid || own?.mode !== after?.mode) files.add(path);
  }
  return files;
}

/** Counts paths and remembers the first few. */
export class FileList implements OverruledFiles {
  readonly first: string[] = [];
  total = 0;

  add(path: string): void {
    this.total++;
    if (this.first.length < MOST_TOLD) this.first.push(path);
  }
}

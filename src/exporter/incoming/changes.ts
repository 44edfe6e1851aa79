import type { Oid } from "../../domain/ids.ts";
import type { IncomingChange, IncomingChanges } from "../../domain/ports/incoming.ts";
import { mergeBases } from "../history/ancestry.ts";
import { readCommit } from "../history/commits.ts";
import { readTree } from "../history/tree-walk.ts";
import { ONE_COMMIT, WalkBudget } from "../history/walk-budget.ts";
import { canonicalMode, DIRECTORY_MODE, type TreeItem } from "../objects/tree.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { type Cell, foldFile, foldsOf, isSame } from "./fold-bases.ts";

/**
 * What a commit changes, counted from where it and main parted. @throws mirror.missing-object, mirror.corrupt; while the files are
 * read also promote.too-big
 */
export function incomingChanges(objects: ObjectSource, main: Oid | null, commit: Oid): IncomingChanges {
  const bases = main === null ? [] : mergeBases(objects, main, commit);
  if (main === null || bases.length === 0) return { bases, files: [] };
  const treeOf = (oid: Oid): Oid => readCommit(objects, oid).tree;
  const sides: Sides<Oid | null> = {
    theirs: treeOf(commit),
    ours: treeOf(main),
    bases: bases.map(treeOf),
    commons: foldsOf(objects, bases).map((common) => (common ? treeOf(common) : common)),
  };
  return {
    bases,
    files: { [Symbol.iterator]: () => changesIn({ objects, budget: new WalkBudget(commit, ONE_COMMIT) }, sides, []) },
  };
}

/** What stands at one place, for each side of a merge. undefined: the beginnings have several beginnings themselves. */
interface Sides<T> {
  readonly theirs: T;
  readonly ours: T;
  readonly bases: readonly T[];
  readonly commons: readonly (T | undefined)[];
}

type Directory = ReadonlyMap<string, TreeItem>;

interface Walk {
  readonly objects: ObjectSource;
  readonly budget: WalkBudget;
}

/** Directories of which theirs is the same as at every beginning are not read. */
function* changesIn(walk: Walk, trees: Sides<Oid | null>, parents: readonly string[]): Generator<IncomingChange> {
  const directories = openAll(walk, trees, parents.length);
  const names = new Set([directories.theirs, ...directories.bases].flatMap((directory) => [...directory.keys()]));
  for (const place of placesOf(names)) {
    const items = map(directories, (directory) => directory.get(place.name) ?? null);
    const path = [...parents, place.name];
    if (place.isDirectory) {
      const below = map(items, directoryOf);
      if (below.bases.some((base) => base !== below.theirs)) yield* changesIn(walk, below, path);
    } else {
      const change = changeOf(map(items, fileOf), path.join("/"));
      if (change !== null) yield change;
    }
  }
}

/** Each name may be a file on one side and a directory on the other. In the order of whole paths. */
function placesOf(names: ReadonlySet<string>): { readonly name: string; readonly isDirectory: boolean }[] {
  const places = [...names].flatMap((name) => [
    { name, isDirectory: false, key: name },
    { name, isDirectory: true, key: `${name}/` },
  ]);
  return places.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function changeOf({ theirs, ours, bases, commons }: Sides<Cell>, path: string): IncomingChange | null {
  if (bases.every((base) => isSame(theirs, base))) return null;
  const folded = foldFile(bases, commons);
  if (folded === null) return { path, bases: distinct(bases), theirs, ours };
  return isSame(theirs, folded.file) ? null : { path, bases: [folded.file], theirs, ours };
}

function distinct(cells: readonly Cell[]): Cell[] {
  return cells.filter((cell, at) => cells.findIndex((other) => isSame(other, cell)) === at);
}

/** Each tree is read once, on however many sides it stands. */
function openAll({ objects, budget }: Walk, trees: Sides<Oid | null>, depth: number): Sides<Directory> {
  const opened = new Map<Oid | null, Directory>([[null, new Map()]]);
  return map(trees, (tree) => {
    const known = opened.get(tree);
    if (known !== undefined) return known;
    const directory = openDirectory(objects, tree as Oid);
    budget.take(directory.size, depth);
    opened.set(tree, directory);
    return directory;
  });
}

/** Names as a path can hold them; what git itself would not write, a slash in a name or one name twice, is no record's. */
function openDirectory(objects: ObjectSource, tree: Oid): Directory {
  const items = new Map<string, TreeItem>();
  for (const item of readTree(objects, tree)) {
    let name = item.name.replaceAll("/", "\ufffd");
    while (items.has(name)) name += "\ufffd";
    items.set(name, item);
  }
  return items;
}

function map<T, R>({ theirs, ours, bases, commons }: Sides<T>, make: (value: T) => R): Sides<R> {
  return {
    theirs: make(theirs),
    ours: make(ours),
    bases: bases.map(make),
    commons: commons.map((common) => (common === undefined ? undefined : make(common))),
  };
}

function directoryOf(item: TreeItem | null): Oid | null {
  return item?.mode === DIRECTORY_MODE ? item.oid : null;
}

function fileOf(item: TreeItem | null): Cell {
  return item === null || item.mode === DIRECTORY_MODE ? null : { mode: canonicalMode(item.mode), oid: item.oid };
}

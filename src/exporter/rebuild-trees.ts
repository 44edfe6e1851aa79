import { fileName, leafDirectory } from "../canonical/path.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid, TableName } from "../domain/ids.ts";
import type { Staging, TreeEntry } from "../domain/ports/staging.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { DIRECTORY_MODE, encodeTree, FILE_MODE, type TreeItem } from "./objects/tree.ts";
import type { ObjectType } from "./pack/pack-entry.ts";

/** The directory of Tidemark's own files. */
export const OWN_DIRECTORY = ".tidemark";

/** Takes an object into the pack and tells its id. */
export type Put = (type: ObjectType, bytes: Uint8Array) => Oid;
type TreeSource = Pick<Staging, "leafRows" | "treeEntries">;

/** What changed: leaf directories by table, and files of `.tidemark`. */
export interface Changes {
  readonly leaves: ReadonlyMap<TableName, readonly number[]>;
  readonly ownFiles: readonly { readonly name: string; readonly oid: Oid }[];
}

export interface RebuiltTrees {
  readonly root: Oid;
  /** What staging has to remember once main has moved. */
  readonly entries: readonly TreeEntry[];
}

/**
 * Makes the trees on the paths of what changed, from the leaves up: leaves from staging's rows, the directories above
 * from the entries that staging remembers. A directory that became empty vanishes from the one above. Git is not read.
 */
export function rebuildTrees(staging: TreeSource, changes: Changes, put: Put): RebuiltTrees {
  const pending = new PendingDirectories();
  for (const { name, oid } of changes.ownFiles) pending.add(OWN_DIRECTORY, name, oid);
  for (const [table, leaves] of changes.leaves) {
    const schema = schemaOf(table);
    for (const leaf of leaves) pending.addPath(leafDirectory(schema, leaf), leafTree(staging, { schema, leaf }, put));
  }
  const entries: TreeEntry[] = [];
  for (let depth = pending.depth; depth > 0; depth--) {
    for (const [directory, changed] of pending.at(depth)) {
      keep(entries, directory, changed);
      pending.addPath(directory, directoryTree(staging, { directory, changed }, put));
    }
  }
  const changed = pending.at(0).get("") ?? new Map<string, Oid | null>();
  keep(entries, "", changed);
  // The root is a tree even when it is empty; `.tidemark` sees to it that it never is.
  return { root: directoryTree(staging, { directory: "", changed }, put) ?? put("tree", new Uint8Array()), entries };
}

/** Directories whose entries change, by depth: the root is 0. */
class PendingDirectories {
  readonly #levels: Map<string, Map<string, Oid | null>>[] = [];

  get depth(): number {
    return this.#levels.length - 1;
  }

  at(depth: number): ReadonlyMap<string, ReadonlyMap<string, Oid | null>> {
    return this.#levels[depth] ?? new Map();
  }

  /** The entry of a directory in the one above it. */
  addPath(path: string, oid: Oid | null): void {
    const slash = path.lastIndexOf("/");
    this.add(path.slice(0, Math.max(slash, 0)), path.slice(slash + 1), oid);
  }

  add(directory: string, name: string, oid: Oid | null): void {
    const depth = directory === "" ? 0 : directory.split("/").length;
    while (this.#levels.length <= depth) this.#levels.push(new Map());
    const level = this.#levels[depth] as Map<string, Map<string, Oid | null>>;
    const changed = level.get(directory) ?? new Map<string, Oid | null>();
    level.set(directory, changed.set(name, oid));
  }
}

function leafTree(staging: TreeSource, place: { schema: TableSchema; leaf: number }, put: Put): Oid | null {
  const rows = staging.leafRows(place.schema.table, place.leaf);
  return treeOf(
    rows.map(({ key, oid }) => ({ mode: FILE_MODE, name: fileName(key), oid })),
    put,
  );
}

function directoryTree(
  staging: TreeSource,
  { directory, changed }: { directory: string; changed: ReadonlyMap<string, Oid | null> },
  put: Put,
): Oid | null {
  const mode = directory === OWN_DIRECTORY ? FILE_MODE : DIRECTORY_MODE;
  const entries = new Map<string, Oid | null>(staging.treeEntries(directory).map(({ name, oid }) => [name, oid]));
  for (const [name, oid] of changed) entries.set(name, oid);
  return treeOf(
    [...entries].flatMap(([name, oid]) => (oid === null ? [] : [{ mode, name, oid }])),
    put,
  );
}

function treeOf(items: readonly TreeItem[], put: Put): Oid | null {
  return items.length === 0 ? null : put("tree", encodeTree(items));
}

function keep(entries: TreeEntry[], parent: string, changed: ReadonlyMap<string, Oid | null>): void {
  for (const [name, oid] of changed) entries.push({ parent, name, oid });
}

function schemaOf(table: TableName): TableSchema {
  const schema = SCHEMA.get(table);
  if (schema === undefined) throw fail("usage.table-name", { table });
  return schema;
}

import { deflate } from "../canonical/blob.ts";
import { leafOf, parseRecordPath } from "../canonical/path.ts";
import { isAnonymized } from "../domain/anonymized.ts";
import { fail, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { SeedData, Staging, TreeEntry } from "../domain/ports/staging.ts";
import type { SeedRow } from "../domain/ports/staging-history.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { CONFIG_FILE, MARKER_FILE } from "./commit-dirty.ts";
import { readCommit } from "./history/commits.ts";
import { findPath, type PathItem, walkTree } from "./history/tree-walk.ts";
import { type MarkerFile, parseMarkerFile } from "./marker-file.ts";
import { DIRECTORY_MODE, FILE_MODE } from "./objects/tree.ts";
import { OWN_DIRECTORY } from "./rebuild-trees.ts";
import type { ObjectSource } from "./repository/object-store.ts";

/** What the seeding run is. */
export type SeedRun = Pick<SeedData, "pushed" | "history" | "sequel"> & { readonly run: RunId; readonly at: number };

/**
 * Fills an empty staging from a commit: every record, directory and marker. Reads one object at a time.
 * @returns the number of records
 * @throws mirror.foreign-file, mirror.anonymized, mirror.bad-marker, mirror.newer-format; staging is left as it was then
 */
export function seedStaging(store: ObjectSource, staging: Staging, seed: SeedRun & { readonly head: Oid }): number {
  const { tree } = readCommit(store, seed.head);
  const { markers } = readMarkerFile(store, seed.head) ?? notOurs(seed.head);
  let records = 0;
  const count = (): void => {
    records++;
  };
  const rows = recordRows({ store, tree, head: seed.head }, count);
  staging.seed({ ...seed, markers, rows, trees: treeEntries(store, tree) });
  return records;
}

/** The marker file of a commit; null when it has none, which means that Tidemark did not make it. */
export function readMarkerFile(store: ObjectSource, head: Oid): MarkerFile | null {
  const path = `${OWN_DIRECTORY}/${MARKER_FILE}`;
  const item = findPath(store, readCommit(store, head).tree, path);
  return item?.mode === FILE_MODE ? parseMarkerFile(store.need(item.oid, "blob"), `${head}:${path}`) : null;
}

function* recordRows(place: { store: ObjectSource; tree: Oid; head: Oid }, count: () => void): Generator<SeedRow> {
  const { store, tree, head } = place;
  for (const item of walkTree(store, tree)) {
    if (item.mode === DIRECTORY_MODE || isOwnFile(item)) continue;
    const record = item.mode === FILE_MODE ? parseRecordPath(item.path) : null;
    if (record === null) throw foreignFile(store, head, item);
    const { table, key } = record;
    const bytes = store.need(item.oid, "blob");
    if (isAnonymized(bytes)) throw fail("mirror.anonymized", { commit: head, path: item.path });
    const leaf = leafOf(SCHEMA.get(table) as TableSchema, key);
    count();
    yield { table, key, leaf, oid: item.oid, body: deflate(bytes), size: bytes.length };
  }
}

/** Directories above the leaves, the leaves themselves, and Tidemark's own files: all but the records. */
function* treeEntries(store: ObjectSource, tree: Oid): Generator<TreeEntry & { readonly oid: Oid }> {
  for (const item of walkTree(store, tree)) {
    if (item.mode === DIRECTORY_MODE || isOwnFile(item)) yield { parent: item.parent, name: item.name, oid: item.oid };
  }
}

function isOwnFile({ mode, parent, name }: PathItem): boolean {
  return mode === FILE_MODE && parent === OWN_DIRECTORY && (name === MARKER_FILE || name === CONFIG_FILE);
}

function foreignFile(store: ObjectSource, commit: Oid, { path, mode, oid }: PathItem): TidemarkError {
  const isMarked = mode === FILE_MODE && isAnonymized(store.need(oid, "blob"));
  return fail(isMarked ? "mirror.anonymized" : "mirror.foreign-file", { commit, path });
}

function notOurs(commit: Oid): never {
  throw fail("mirror.foreign-file", { commit, path: `(no ${OWN_DIRECTORY}/${MARKER_FILE})` });
}

import { recordPath } from "../canonical/path.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RecordKey, TableName } from "../domain/ids.ts";
import type { Files } from "../domain/ports/files.ts";
import type { PastRecord } from "../domain/ports/mirror.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { firstParentChain } from "./history/commits.ts";
import { findPath } from "./history/tree-walk.ts";
import { ObjectStore } from "./repository/object-store.ts";
import { Refs } from "./repository/refs.ts";

export interface PastRequest {
  readonly table: TableName;
  readonly key: RecordKey;
  /** Host time in ms; null: at the head. */
  readonly at: number | null;
}

/** The record's file at the newest first-parent commit not after `at`; null when there is none. */
export function pastRecord(objects: ObjectStore, head: Oid, { table, key, at }: PastRequest): PastRecord | null {
  const schema = SCHEMA.get(table);
  const path = schema === undefined ? null : pathOf(schema, key);
  if (path === null) return null;
  for (const commit of firstParentChain(objects, head)) {
    if (at !== null && commit.at > at) continue;
    const file = findPath(objects, commit.tree, path);
    return file === null ? null : { commit: commit.oid, at: commit.at, bytes: objects.need(file.oid, "blob") };
  }
  return null;
}

/** null for a key that no file of the table can have. */
function pathOf(schema: TableSchema, key: RecordKey): string | null {
  try {
    return recordPath(schema, key);
  } catch (error) {
    if (error instanceof TidemarkError && error.code.startsWith("canonical.")) return null;
    throw error;
  }
}

/** The same out of a repository that another process may be writing. */
export function readPast(files: Files, root: string, request: PastRequest): PastRecord | null {
  return lookInto(files, root, (objects, head) => pastRecord(objects, head, request));
}

/** When main's first commit was made, host time in ms; null when there is none. @throws mirror.* */
export function mirrorBegan(files: Files, root: string): number | null {
  return lookInto(files, root, firstCommitTime);
}

/** When the first of the steps before a commit was made, ms. */
export function firstCommitTime(objects: ObjectStore, commit: Oid): number | null {
  let began: number | null = null;
  for (const { at } of firstParentChain(objects, commit)) began = at;
  return began;
}

/** A file's content by its id. @throws mirror.missing-object, mirror.corrupt */
export function readBlob(files: Files, root: string, oid: Oid): Uint8Array {
  const bytes = lookInto(files, root, (objects) => objects.need(oid, "blob"));
  if (bytes === null) throw fail("mirror.missing-object", { oid });
  return bytes;
}

/** Where a repository's main is that another process may be writing. @throws mirror.gone, data.unreadable */
export function readHead(files: Files, root: string): Oid | null {
  return readable(root, () => {
    const head = files.readIfPresent(`${root}/HEAD`);
    if (head === null) throw fail("mirror.gone", { path: root });
    const [, ref] = /^ref: (\S+)/.exec(new TextDecoder().decode(head)) ?? [];
    return ref === undefined ? null : new Refs(files, root).read(ref);
  });
}

/** Reads a repository from its HEAD's commit on and opens nothing for writing; null while there is no commit. */
function lookInto<T>(files: Files, root: string, look: (objects: ObjectStore, head: Oid) => T | null): T | null {
  const head = readHead(files, root);
  if (head === null) return null;
  const objects = new ObjectStore(files, `${root}/objects`);
  try {
    return readable(root, () => look(objects, head));
  } finally {
    objects.release();
  }
}

/** A repository that belongs to another account. */
function readable<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (cause) {
    const denied = cause instanceof Error && "code" in cause && (cause.code === "EACCES" || cause.code === "EPERM");
    throw denied ? fail("data.unreadable", { path }, { cause }) : cause;
  }
}

import { recordPath } from "../canonical/path.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid, RecordKey, TableName } from "../domain/ids.ts";
import type { Files } from "../domain/ports/files.ts";
import type { PastRecord } from "../domain/ports/mirror.ts";
import { SCHEMA } from "../domain/schema/schema.ts";
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
  if (schema === undefined) return null;
  for (const commit of firstParentChain(objects, head)) {
    if (at !== null && commit.at > at) continue;
    const file = findPath(objects, commit.tree, recordPath(schema, key));
    return file === null ? null : { commit: commit.oid, at: commit.at, bytes: objects.need(file.oid, "blob") };
  }
  return null;
}

/** The same out of a repository that another process may be writing. */
export function readPast(files: Files, root: string, request: PastRequest): PastRecord | null {
  return lookInto(files, root, (objects, head) => pastRecord(objects, head, request));
}

/** When main's first commit was made, host time in ms; null when there is none. @throws mirror.* */
export function mirrorBegan(files: Files, root: string): number | null {
  return lookInto(files, root, (objects, head) => {
    let began: number | null = null;
    for (const { at } of firstParentChain(objects, head)) began = at;
    return began;
  });
}

/** A file's content by its id. @throws mirror.missing-object, mirror.corrupt */
export function readBlob(files: Files, root: string, oid: Oid): Uint8Array {
  const bytes = lookInto(files, root, (objects) => objects.need(oid, "blob"));
  if (bytes === null) throw fail("mirror.missing-object", { oid });
  return bytes;
}

/** Reads a repository from its HEAD's commit on and opens nothing for writing; null while there is no commit. */
function lookInto<T>(files: Files, root: string, look: (objects: ObjectStore, head: Oid) => T | null): T | null {
  const [, ref] = /^ref: (\S+)/.exec(new TextDecoder().decode(files.read(`${root}/HEAD`))) ?? [];
  const head = ref === undefined ? null : new Refs(files, root).read(ref);
  if (head === null) return null;
  const objects = new ObjectStore(files, `${root}/objects`);
  try {
    return look(objects, head);
  } finally {
    objects.release();
  }
}

import { isAnonymized } from "../domain/anonymized.ts";
import type { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import { readCommit } from "./history/commits.ts";
import { commitsSince } from "./history/commits-since.ts";
import { treeChanges } from "./history/tree-changes.ts";
import type { EntryTable } from "./pack/entry-table.ts";
import { oidAt } from "./pack/oid-bytes.ts";
import type { Pauses } from "./remote/pauses.ts";
import type { ObjectSource } from "./repository/object-store.ts";

/** Where a history of others begins and where ours ends. */
export interface History {
  readonly head: Oid;
  /** null: we have nothing of it. */
  readonly known: Oid | null;
}

export interface Suspects {
  readonly objects: ObjectSource;
  /** Of any kind. */
  readonly among: EntryTable;
  readonly history: History;
  /** The error for the first that is found. */
  readonly fault: (file: FoundFile) => TidemarkError;
}

export interface FoundFile {
  readonly commit: Oid;
  readonly path: string;
}

/**
 * Looks through objects that others made for a file of the anonymizer, in whatever commit of the history: one that a later
 * commit took away would be below main all the same.
 * @throws what `fault` makes of it, mirror.missing-object
 */
export async function refuseAnonymized({ objects, among, history, fault }: Suspects, pauses: Pauses): Promise<void> {
  for (let number = 0; number < among.count; number++) {
    const oid = oidAt(among.oid(number));
    const object = objects.read(oid);
    if (object?.type === "blob" && isAnonymized(object.bytes)) throw fault(placeOf(objects, history, oid));
    if (pauses.due(object?.bytes.length ?? 0)) await pauses.take();
  }
}

/** The newest commit that has the blob, and its path there. */
function placeOf(objects: ObjectSource, { head, known }: History, blob: Oid): FoundFile {
  for (const { oid: commit, tree, parents } of commitsSince(objects, head, known)) {
    const [parent = known] = parents;
    const before = parent === null ? null : readCommit(objects, parent).tree;
    for (const { path, after } of treeChanges(objects, { before, after: tree })) {
      if (after?.oid === blob) return { commit, path };
    }
  }
  return { commit: head, path: `the file ${blob}` };
}

import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { DIRECTORY_MODE, parseTree, SUBMODULE_MODE } from "../objects/tree.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { OID_BYTES, oidAt, oidBytes } from "../pack/oid-bytes.ts";
import type { GitObject } from "../repository/base-cache.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import type { Pauses } from "./pauses.ts";

/** Ids of objects; blobs apart, because nothing can be reached from them and they need not be read. */
export interface ObjectSets {
  readonly inner: EntryTable;
  readonly blobs: EntryTable;
}

/**
 * Everything reachable from `want` that those who hold `haves` lack. As in git's own negotiation, what only an older
 * commit of a have's history holds may come along again. Takes 40 bytes of memory an object.
 * @throws mirror.missing-object when the history is not complete
 */
export async function findMissing(
  store: ObjectSource,
  { want, haves }: { readonly want: Oid; readonly haves: readonly Oid[] },
  pauses: Pauses,
): Promise<ObjectSets> {
  const held = { inner: new EntryTable(), blobs: new EntryTable() };
  const known = haves.filter((oid) => store.has(oid));
  await walk(store, { roots: known, sets: held, follow: "commits" }, pauses);
  const tips = known.map((oid) => treeOf(store.need(oid, "commit")));
  await walk(store, { roots: tips, sets: held, follow: "all" }, pauses);
  const sets = { inner: new EntryTable(), blobs: new EntryTable() };
  await walk(store, { roots: [want], sets, follow: "all", held }, pauses);
  return sets;
}

interface Walk {
  readonly roots: readonly Oid[];
  readonly sets: ObjectSets;
  /** `commits`: no trees. */
  readonly follow: "commits" | "all";
  /** What is passed over. */
  readonly held?: ObjectSets;
}

/** The table is the queue as well: what is added at its end is read when its turn comes. */
async function walk(store: ObjectSource, { roots, sets, follow, held }: Walk, pauses: Pauses): Promise<void> {
  const add = (kind: keyof ObjectSets, oid: Oid): void => {
    const bytes = oidBytes(oid);
    if (held === undefined || held[kind].indexOf(bytes) < 0) sets[kind].add(bytes, 0, 0);
  };
  const first = sets.inner.count;
  for (const root of roots) add("inner", root);
  for (let number = first; number < sets.inner.count; number++) {
    const oid = oidAt(sets.inner.oid(number));
    const object = store.read(oid);
    if (object === null) throw fail("mirror.missing-object", { oid });
    if (object.type === "tree") addTree(oid, object.bytes, add);
    else for (const target of linksOf(object, follow)) add("inner", target);
    if (pauses.due(object.bytes.length)) await pauses.take();
  }
}

/** Submodules are commits of other repositories. */
function addTree(oid: Oid, tree: Uint8Array, add: (kind: keyof ObjectSets, oid: Oid) => void): void {
  const items = parseTree(tree);
  if (items === null) throw fail("mirror.corrupt", { path: oid, reason: "the directory cannot be read" });
  for (const item of items) {
    if (item.mode !== SUBMODULE_MODE) add(item.mode === DIRECTORY_MODE ? "inner" : "blobs", item.oid);
  }
}

/** What a commit or a tag names in its header lines. */
function linksOf({ type, bytes }: GitObject, follow: "commits" | "all"): Oid[] {
  const names = follow === "commits" ? "parent|object" : "tree|parent|object";
  if (type === "blob") return [];
  const header = headerOf(bytes);
  return [...header.matchAll(new RegExp(`^(?:${names}) ([0-9a-f]{40})$`, "gm"))].map(([, oid]) => oid as Oid);
}

function treeOf(commit: Uint8Array): Oid {
  return headerOf(commit).slice("tree ".length, "tree ".length + 2 * OID_BYTES) as Oid;
}

/** The lines before the first empty one: a message may say `tree …` as well. */
function headerOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).split("\n\n", 1)[0] ?? "";
}

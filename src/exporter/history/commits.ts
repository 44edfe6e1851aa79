import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { type CommitObject, parseCommit } from "../objects/commit-object.ts";
import type { ObjectSource } from "../repository/object-store.ts";

export interface FoundCommit extends CommitObject {
  readonly oid: Oid;
}

/** @throws mirror.missing-object, mirror.corrupt */
export function readCommit(store: ObjectSource, oid: Oid): FoundCommit {
  const commit = parseCommit(store.need(oid, "commit"));
  if (commit === null) throw fail("mirror.corrupt", { path: oid, reason: "the commit cannot be read" });
  return { ...commit, oid };
}

/** The commit and its first parents, newest first: the steps that main took. */
export function* firstParentChain(store: ObjectSource, head: Oid): Generator<FoundCommit> {
  for (let next: Oid | undefined = head; next !== undefined; ) {
    const commit = readCommit(store, next);
    yield commit;
    next = commit.parents[0];
  }
}

/** Whether `commit` is `head` or one of the steps before it. */
export function isOnChain(store: ObjectSource, head: Oid, commit: Oid): boolean {
  for (const { oid } of firstParentChain(store, head)) if (oid === commit) return true;
  return false;
}

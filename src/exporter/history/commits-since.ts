import type { Oid } from "../../domain/ids.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { type FoundCommit, readCommit } from "./commits.ts";
import { Painting } from "./painting.ts";

/**
 * The commits reachable from `head` that somebody who has `known` (null: nothing) lacks, `head` first. Clocks that are
 * wrong may add some that both have.
 */
export function* commitsSince(store: ObjectSource, head: Oid, known: Oid | null): Generator<FoundCommit> {
  const painting = new Painting(store, { ours: known, theirs: head }).finish();
  for (const oid of painting.theirsAlone()) yield readCommit(store, oid);
}

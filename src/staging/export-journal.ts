import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { PreparedCommit } from "../domain/ports/staging.ts";
import type { Tables } from "./tables.ts";

/*
 * A commit passes through the journal in two writes, because main moves between them: `prepare` says what main will hold
 * when it points to the commit, `finish` or `discard` says whether it does. Call each within a write.
 */

/** @throws data.journal when another commit is prepared */
export function prepareCommit(tables: Tables, prepared: PreparedCommit): void {
  const { batches, carried, changes, mirrored, pendingMarkers, runs, trees } = tables;
  const other = batches.prepared();
  if (other !== null) throw refuse("prepare", prepared.commit, `${other.commit} is prepared`);
  const carries = { after: batches.carriedUpTo(), upTo: changes.lastId() };
  batches.add({ ...prepared, run: runs.idOf(prepared.run), state: "prepared", changes: carries });
  carried.carry();
  for (const entry of prepared.trees) trees.hold(entry);
  for (const marker of prepared.markers) pendingMarkers.hold(mirrored.idOf(marker.table), marker);
}

/** @throws data.journal when this commit is not prepared */
export function finishCommit(tables: Tables, commit: Oid): void {
  requirePrepared(tables, "finish", commit);
  tables.batches.commitPrepared();
  tables.carried.applyCarried();
  tables.trees.applyHeld();
  tables.pendingMarkers.applyHeld();
}

/** Its changes fall to the next commit by themselves. @throws data.journal when this commit is not prepared */
export function discardCommit(tables: Tables, commit: Oid): void {
  requirePrepared(tables, "discard", commit);
  tables.batches.discardPrepared();
  tables.carried.forgetCarried();
  tables.trees.forgetHeld();
  tables.pendingMarkers.forgetHeld();
}

function requirePrepared({ batches }: Tables, step: string, commit: Oid): void {
  const prepared = batches.prepared();
  if (prepared?.commit !== commit) throw refuse(step, commit, `${prepared?.commit ?? "no commit"} is prepared`);
}

export function refuse(step: string, commit: Oid, reason: string): Error {
  return fail("data.journal", { step, commit, reason });
}

import { ZERO_OID } from "../domain/ids.ts";
import type { RestoredCommit } from "../domain/ports/staging-history.ts";
import type { Tables } from "./tables.ts";

/**
 * Writes runs, change log and journal as the commits of main tell them, oldest first; call it within a write, over a
 * file that has none of them. How a run ended is not known, nor which pack holds a commit. No commit counts as pushed.
 */
export function restoreHistory(tables: Tables, commits: Iterable<RestoredCommit>): void {
  for (const commit of commits) restoreCommit(tables, commit);
}

function restoreCommit(tables: Tables, { commit, parent, run: uuid, kind, at, changes: lines }: RestoredCommit): void {
  const { runs, changes, mirrored, batches } = tables;
  runs.restore(uuid, kind, at);
  const run = runs.idOf(uuid);
  const after = changes.lastId();
  let records = 0;
  let before = "";
  for (const { table, ...change } of lines) {
    const name = `${table} ${change.key}`;
    if (name !== before) records++;
    before = name;
    changes.add({ run, table: mirrored.idOf(table), at }, change);
  }
  const carries = { after, upTo: changes.lastId() };
  batches.add({ commit, parent, pack: ZERO_OID, run, records, at, state: "committed", changes: carries });
}

import { ZERO_OID } from "../domain/ids.ts";
import type { SeedData } from "../domain/ports/staging.ts";
import { restoreHistory } from "./restore-history.ts";
import type { Tables } from "./tables.ts";

/**
 * Replaces records, trees, batches and markers by what a commit holds; call it within a write. Runs, the change log,
 * settings and the halt stay. Rows and trees are taken one at a time.
 */
export function seed(tables: Tables, { head, pushed, run, at, ...data }: SeedData): void {
  const isSequel = data.sequel !== undefined;
  clear(tables, isSequel);
  const rows = seedRows(tables, data.rows);
  for (const entry of data.trees) tables.trees.add(entry);
  for (const marker of data.markers) {
    const table = tables.mirrored.idOf(marker.table);
    tables.mirrored.setMarker(table, marker.marker);
    tables.pendingMarkers.hold(table, marker);
  }
  tables.pendingMarkers.applyHeld();
  if (data.sequel !== undefined) {
    restoreHistory(tables, data.sequel);
    tables.batches.push(head);
    tables.runs.makeNewest(run);
    return;
  }
  if (data.history !== undefined) {
    restoreHistory(tables, data.history);
    return;
  }
  // Which pack holds the head is not known here, and nothing is to be finished; older changes belong to no commit we know.
  const last = tables.changes.lastId();
  const commit = { commit: head, parent: null, pack: ZERO_OID, run: tables.runs.idOf(run), records: rows, at };
  tables.batches.add({ ...commit, state: pushed ? "pushed" : "committed", changes: { after: last, upTo: last } });
}

/** Children before parents, so that foreign keys have nothing to look for. */
function clear(tables: Tables, isSequel: boolean): void {
  const { carried, contents, records, trees, pendingMarkers, batches, mirrored } = tables;
  carried.forgetCarried();
  contents.clear();
  records.clear();
  trees.clear();
  pendingMarkers.forgetHeld();
  forgetUncommitted(tables);
  if (!isSequel) batches.clear();
  mirrored.reset();
}

/** What was staged and not committed: the commits that follow, or the comparison after it, tell it if it is so. */
function forgetUncommitted({ batches, changes }: Tables): void {
  batches.discardPrepared();
  changes.forgetAfter(batches.carriedUpTo());
  changes.renewEpoch();
}

function seedRows({ records, contents, mirrored }: Tables, rows: SeedData["rows"]): number {
  const live = new Map<number, number>();
  for (const row of rows) {
    const table = mirrored.idOf(row.table);
    contents.put(records.seed(table, row), row);
    live.set(table, (live.get(table) ?? 0) + 1);
  }
  for (const [table, count] of live) mirrored.grow(table, count);
  return [...live.values()].reduce((sum, count) => sum + count, 0);
}

import { ZERO_OID } from "../domain/ids.ts";
import type { SeedData } from "../domain/ports/staging.ts";
import { restoreHistory } from "./restore-history.ts";
import type { Tables } from "./tables.ts";

/**
 * Replaces records, trees, batches and markers by what a commit holds; call it within a write. Runs, the change log,
 * settings and the halt stay. Rows and trees are taken one at a time.
 */
export function seed(tables: Tables, { head, pushed, run, at, ...data }: SeedData): void {
  clear(tables);
  const rows = seedRows(tables, data.rows);
  for (const entry of data.trees) tables.trees.add(entry);
  for (const marker of data.markers) {
    const table = tables.mirrored.idOf(marker.table);
    tables.mirrored.setMarker(table, marker.marker);
    tables.pendingMarkers.hold(table, marker);
  }
  tables.pendingMarkers.applyHeld();
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
function clear({ carried, contents, records, trees, pendingMarkers, batches, mirrored }: Tables): void {
  carried.forgetCarried();
  contents.clear();
  records.clear();
  trees.clear();
  pendingMarkers.forgetHeld();
  batches.clear();
  mirrored.reset();
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

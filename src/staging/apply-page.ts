import type { RecordKey } from "../domain/ids.ts";
import type { Displaced, PageWrite } from "../domain/ports/staging.ts";
import { concerned, type PagePlan, planPage } from "./page-plan.ts";
import type { Tables } from "./tables.ts";

/** Applies one page; call it within a write. Returns the records that others displaced. */
export function applyPage(tables: Tables, page: PageWrite): readonly Displaced[] {
  const { records, mirrored, changes, runs } = tables;
  const table = mirrored.idOf(page.table);
  const entry = { run: runs.idOf(page.run), table, at: page.at };
  const { keys, numbers } = concerned(page);
  const plan = planPage(page, records.known(table, keys, numbers));
  writeRows(tables, table, plan);
  for (const key of plan.renamed) changes.addDeleted(entry, key);
  for (const change of page.changes) changes.add(entry, change);
  for (const seq of page.released ?? []) tables.quarantine.remove(table, seq);
  for (const record of page.setAside ?? []) tables.quarantine.put(table, page.at, record);
  if (page.cursor !== undefined) mirrored.setCursor(table, page.cursor);
  if (page.marker !== undefined) mirrored.setMarker(table, page.marker);
  return plan.displaced;
}

/** Makes the seeded rows that no read has met tombstones, and logs them; call it within a write. */
export function deleteUnread(tables: Tables, page: Pick<PageWrite, "run" | "table" | "at">): RecordKey[] {
  const { records, mirrored, changes, runs } = tables;
  const table = mirrored.idOf(page.table);
  const entry = { run: runs.idOf(page.run), table, at: page.at };
  const unread = records.unread(table);
  bury(
    tables,
    unread.map(({ id }) => id),
  );
  mirrored.grow(table, -unread.length);
  for (const { key } of unread) changes.addDeleted(entry, key);
  return unread.map(({ key }) => key);
}

function writeRows(tables: Tables, table: number, plan: PagePlan): void {
  const { records, contents, mirrored } = tables;
  for (const id of plan.vacate) records.vacate(id);
  bury(tables, plan.bury);
  for (const { id, seq, modtime } of plan.touch) records.touch(id, seq, modtime);
  for (const { id, upsert } of plan.rewrite) {
    records.rewrite(id, upsert);
    contents.put(id, upsert);
  }
  for (const upsert of plan.insert) contents.put(records.insert(table, upsert), upsert);
  mirrored.grow(table, plan.growth);
}

function bury({ records, contents, carried }: Tables, ids: readonly number[]): void {
  for (const id of ids) {
    contents.remove(id);
    records.bury(id);
  }
  if (ids.length > 0) carried.sweep();
}

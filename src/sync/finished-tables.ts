import type { TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { isCompared } from "./comparison.ts";
import type { SyncSettings } from "./context.ts";

/**
 * The configured tables that a poll asks from their markers: those whose first read is finished, and that nothing else makes every run
 * read whole. Where a first read yields, they are what may be polled before it goes on; none of them: there is nothing to poll.
 */
export function finishedTables(staging: Staging, { tables }: Pick<SyncSettings, "tables">): readonly TableName[] {
  const marked = new Set(staging.markers().flatMap(({ table, marker }) => (marker === null ? [] : [table])));
  return tables.filter((table) => marked.has(table) && !isUnfinished(staging, table));
}

/** Whether a table has to be read whole before polls and sweeps of it may go on, if it has a marker at all. */
export function isUnfinished(staging: Staging, table: TableName): boolean {
  return staging.cursor(table) !== null || !isCompared(staging, table);
}

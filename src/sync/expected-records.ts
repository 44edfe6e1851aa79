import { asTidemarkError } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import type { SyncPorts } from "./context.ts";
import { lastSweep } from "./last-sweep.ts";
import { markerOf } from "./marker.ts";
import type { RunPlan, TablePlan } from "./plan.ts";
import type { Expected } from "./progress.ts";
import { isTableOnly } from "./table-failure.ts";

/**
 * What tables read whole hold, as the server counts it now, and what sweeps have to compare, as staging counts it; null for a mere
 * poll. A first read that was cut off counts what it has read, and in a mirror that is still being made so do the tables that are
 * finished: how far it has come does not begin anew with each run.
 */
export async function expectedRecords(
  { source, staging }: SyncPorts,
  plan: RunPlan,
  signal: AbortSignal,
): Promise<Expected | null> {
  const counted = plan.tables.filter(({ way }) => way.kind !== "poll");
  if (counted.length === 0) return null;
  const isBeingMade = plan.verb === "backfill" && lastSweep(staging) === null;
  const finished = isBeingMade ? plan.tables.filter(({ way }) => way.kind === "poll") : [];
  let before = finished.reduce((sum, { schema }) => sum + staging.liveCount(schema.table), 0);
  let records = before;
  for (const { schema, way } of counted) {
    const { table } = schema;
    const had = isCutOff({ staging }, table) ? staging.liveCount(table) : 0;
    before += had;
    const there = way.kind === "sweep" ? staging.liveCount(table) : await countOf({ source }, table, signal);
    records += Math.max(had, there);
  }
  return { records, before, tables: tablesOf(counted) };
}

/** Its first read goes on behind a cursor. */
function isCutOff({ staging }: Pick<SyncPorts, "staging">, table: TableName): boolean {
  return staging.cursor(table) !== null && markerOf(staging, table) === null;
}

function tablesOf(plans: readonly TablePlan[]): ReadonlySet<TableName> {
  return new Set(plans.map(({ schema }) => schema.table));
}

/** A table that cannot be counted is told by its own read; here it only makes the estimate smaller. */
async function countOf(ports: Pick<SyncPorts, "source">, table: TableName, signal: AbortSignal): Promise<number> {
  try {
    return await ports.source.count(table, signal);
  } catch (reason) {
    const error = asTidemarkError(reason, signal);
    if (!(await isTableOnly(error, { ports, signal, done: 0, earlier: [] }))) throw error;
    return 0;
  }
}

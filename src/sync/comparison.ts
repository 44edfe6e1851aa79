import type { TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";

/** Names of the tables that were read whole since staging was filled from git; no such setting: it never was. */
const COMPARED = "compared";

/**
 * What staging gets from git was true when it was committed; nobody knows what happened since. So every table is read
 * whole once before polls may go on from its marker. Call it before staging is filled, so that no crash can forget it.
 */
export function startComparison(staging: Staging): void {
  staging.setSetting(COMPARED, "");
}

export function isCompared(staging: Staging, table: TableName): boolean {
  return comparedTables(staging)?.includes(table) ?? true;
}

/** The table was read whole. */
export function noteCompared(staging: Staging, table: TableName): void {
  const tables = comparedTables(staging);
  if (tables !== null && !tables.includes(table)) staging.setSetting(COMPARED, [...tables, table].join(" "));
}

function comparedTables(staging: Staging): readonly string[] | null {
  return staging.setting(COMPARED)?.split(" ").filter(Boolean) ?? null;
}

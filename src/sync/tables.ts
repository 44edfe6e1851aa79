import { fail } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";

export interface TableChoice {
  /** The tables of the configuration. */
  readonly configured: readonly TableName[];
  /** A person named them, so one that is missing is an error. */
  readonly named: boolean;
  /** Only these; absent: all configured ones. */
  readonly only: readonly TableName[] | undefined;
  /** What the document has; null when the server does not tell. */
  readonly present: readonly TableName[] | null;
}

/**
 * The tables of a run, in the configuration's order.
 * @throws sync.unmirrored-table, sync.unknown-table
 */
export function chooseTables({ configured, named, only, present }: TableChoice): TableSchema[] {
  for (const table of only ?? []) if (!configured.includes(table)) throw fail("sync.unmirrored-table", { table });
  const wanted = only === undefined ? configured : configured.filter((table) => only.includes(table));
  const there = present === null ? null : new Set<string>(present);
  return wanted.flatMap((table) => {
    const schema = SCHEMA.get(table);
    if (schema !== undefined && (there === null || there.has(table))) return [schema];
    if (!named && only === undefined) return [];
    throw fail("sync.unknown-table", { table, tables: (present ?? [...SCHEMA.keys()]).join(", ") });
  });
}

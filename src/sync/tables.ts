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
  /** Tables that something was staged of: one that the document lacks now is `missingTables`' to tell. Absent: none. */
  readonly mirrored?: ReadonlySet<TableName>;
}

/**
 * The tables of a run, in the configuration's order.
 * @throws sync.unmirrored-table, sync.unknown-table
 */
export function chooseTables({ named, only, present, mirrored, ...choice }: TableChoice): TableSchema[] {
  const there = present === null ? null : new Set<string>(present);
  return wantedTables({ only, ...choice }).flatMap((table) => {
    const schema = SCHEMA.get(table);
    if (schema !== undefined && (there === null || there.has(table))) return [schema];
    if ((!named && only === undefined) || mirrored?.has(table) === true) return [];
    throw fail("sync.unknown-table", { table, tables: (present ?? [...SCHEMA.keys()]).join(", ") });
  });
}

/** Mirrored tables that a run would read and the document does not show, in the configuration's order. */
export function missingTables({ present, mirrored, ...choice }: TableChoice): TableName[] {
  if (present === null) return [];
  return wantedTables(choice).filter((table) => mirrored?.has(table) === true && !present.includes(table));
}

function wantedTables({ configured, only }: Pick<TableChoice, "configured" | "only">): readonly TableName[] {
  for (const table of only ?? []) if (!configured.includes(table)) throw fail("sync.unmirrored-table", { table });
  return only === undefined ? configured : configured.filter((table) => only.includes(table));
}

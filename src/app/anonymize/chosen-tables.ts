import { tableOrder } from "../../../anonymizer/books/table-order.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import type { AnonymizeSource } from "./sources/source.ts";

/**
 * The tables that are written, in the order in which they are: one that holds sums of others comes behind them.
 * @param only undefined: all. @throws anonymize.no-table
 */
export function chosenTables(
  source: Pick<AnonymizeSource, "tables">,
  only: readonly TableName[] | undefined,
): readonly TableName[] {
  const there = source.tables.map(({ table }) => table).sort();
  for (const table of only ?? []) {
    if (!there.includes(table)) throw fail("anonymize.no-table", { table, tables: there.join(", ") || "none" });
  }
  return tableOrder(only === undefined ? there : there.filter((table) => only.includes(table)));
}

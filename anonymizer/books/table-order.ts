import type { TableName } from "../../src/domain/ids.ts";

/** Tables with sums of transactions: of what they have still to pay, and of what they post. */
const AFTER_TRANSACTIONS: ReadonlySet<string> = new Set(["name", "ledger"]);

/** The tables in an order in which each comes after those whose sums it holds. */
export function tableOrder(tables: readonly TableName[]): TableName[] {
  const isLast = (table: TableName): boolean => AFTER_TRANSACTIONS.has(table);
  return [...tables.filter((table) => !isLast(table)), ...tables.filter(isLast)];
}

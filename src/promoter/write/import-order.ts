import type { TableSchema } from "../../domain/schema/schema.ts";

/*
 * A field that MoneyWorks works out sees only the fields before it: the type before the reference, the name and the date before
 * the due date, the product before its price, and a transaction's gross behind its lines (MoneyWorks manual, XML import).
 */
const HEADER_FIRST = [
  "type",
  "ourref",
  "namecode",
  "transdate",
  "duedate",
  "theirref",
  "description",
  "contra",
  "tofrom",
];
const LINE_FIRST = ["stockcode", "stockqty", "account", "description", "unitprice", "discount", "taxcode"];
const LINE_LAST = ["net", "tax", "gross"];

/**
 * Names of a table's fields in the order in which an import gives them.
 * @param given fields that are given: where a line's net is to follow from its gross, the gross stands before it
 */
export function importOrder(schema: TableSchema, given: ReadonlySet<string> = new Set()): readonly string[] {
  const names = schema.fields.map(({ name }) => name);
  if (schema.table === "transaction") return arranged(names, HEADER_FIRST, ["gross"]);
  if (schema.table === "detail") {
    const isFromGross = given.has("gross") && !given.has("net");
    return arranged(names, LINE_FIRST, isFromGross ? LINE_LAST.toReversed() : LINE_LAST);
  }
  return arranged(names, [schema.key], []);
}

function arranged(names: readonly string[], first: readonly string[], last: readonly string[]): readonly string[] {
  const placed = new Set([...first, ...last]);
  return [...first, ...names.filter((name) => !placed.has(name)), ...last];
}

import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";

/** Values that describe the document or the session (manual), in lower case. */
export const GLOBALS: ReadonlySet<string> = new Set([
  "version",
  "docuuid",
  "currentper",
  "startupsequencenumtransaction",
  "servermaxconcurrent",
  "networklatency",
]);

/** Constants of Timestamp(): they evaluate to a text of their own name. */
export const CONSTANTS: ReadonlySet<string> = new Set(["tsz_utc", "tsf_iso8601"]);

/** A field's name as XML and search expressions spell it: `detail.account`, `code`. */
export function prefixedName(table: TableSchema, field: string): string {
  return table.prefixExcept.includes(field) ? field : `${table.prefix}${field}`;
}

/**
 * The name under which a scope of `table` knows a field that an expression calls `name` (lower case): own fields,
 * own fields with the table's name before them (`transaction.timeposted`), fields of embedded rows (`detail.account`
 * on transaction). On table detail the prefix is needed (manual).
 * @returns null when the table has no such field
 */
export function fieldName(table: TableSchema, name: string): string | null {
  const bare = name.startsWith(`${table.table}.`) ? name.slice(table.table.length + 1) : name;
  if (table.field.has(bare)) {
    const spelled = prefixedName(table, bare);
    return table.prefix === "" || spelled === name ? spelled : null;
  }
  return isSubfileField(table, name) ? name : null;
}

function isSubfileField(table: TableSchema, name: string): boolean {
  return table.subfiles.some((subfile) => {
    const schema = SCHEMA.get(subfile);
    return schema !== undefined && name.startsWith(schema.prefix) && schema.field.has(name.slice(schema.prefix.length));
  });
}

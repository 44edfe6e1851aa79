import type { TableName } from "../domain/ids.ts";

/**
 * Whether the configuration keeps a changed field's values out of logs. Its names are `table.field`, a transaction's lines
 * `detail.field`; the change log has paths: `phone`, `detail[2].gross`, `detail[2~2].gross`.
 */
export function isPrivate(hidden: ReadonlySet<string>, table: TableName, path: string): boolean {
  const field = path.replace(/\[[\d~]+\]/g, "");
  return hidden.has(field.includes(".") ? field : `${table}.${field}`);
}

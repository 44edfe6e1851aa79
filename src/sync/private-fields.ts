import type { TableName } from "../domain/ids.ts";

/**
 * Whether the configuration keeps a changed field's values out of logs. Its names are `table.field`, a transaction's lines
 * `detail.field`; the change log has paths: `phone`, `detail[2].gross`, `detail[2~2].gross`.
 */
export function isPrivate(hidden: ReadonlySet<string>, table: TableName, path: string): boolean {
  const field = path.replace(/\[[\d~]+\]/g, "");
  return hidden.has(field.includes(".") ? field : `${table}.${field}`);
}

/** What stands in the place of a private value. Whether a field is blank is told. */
export const PRIVATE = "(private)";

export function maskValue(value: string | null): string | null {
  return value === null ? null : PRIVATE;
}

/** What may be told of the values of a field: themselves, or that they are private. */
export function masking(hidden: ReadonlySet<string>, table: TableName, path: string): typeof maskValue {
  return isPrivate(hidden, table, path) ? maskValue : keep;
}

function keep(value: string | null): string | null {
  return value;
}

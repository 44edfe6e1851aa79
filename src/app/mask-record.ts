import type { TableName } from "../domain/ids.ts";
import type { Field, MwRecord } from "../domain/record.ts";
import { masking } from "../sync/private-fields.ts";

/** The record with `(private)` for the values that are not to be shown; it prints as canonical XML like any other. */
export function maskRecord(record: MwRecord, table: TableName, hidden: ReadonlySet<string>): MwRecord {
  if (hidden.size === 0) return record;
  const mask = (fields: readonly Field[], pathOf: (name: string) => string) =>
    fields.map((field) => ({ ...field, value: masking(hidden, table, pathOf(field.name))(field.value) ?? "" }));
  const subfiles = record.subfiles.map((subfile) => {
    const pathOf = (name: string) => linePath(subfile.element, name);
    return { ...subfile, rows: subfile.rows.map((row) => ({ ...row, fields: mask(row.fields, pathOf) })) };
  });
  return { ...record, fields: mask(record.fields, (name) => name), subfiles };
}

/** `detail.gross`, whether the field's name has the prefix of its element or not. */
function linePath(element: string, name: string): string {
  return name.startsWith(`${element}.`) ? name : `${element}.${name}`;
}

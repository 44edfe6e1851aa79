import type { TableName } from "../../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { fieldValue } from "../expression/field-value.ts";
import { prefixedName } from "../expression/names.ts";
import type { FieldValue } from "../expression/value.ts";
import type { SimDocument } from "../store/document.ts";
import { fieldText, type SimRow } from "../store/row.ts";

/** Reads one field of a row as an expression sees it. */
export type Reader = (row: SimRow, document: SimDocument) => FieldValue;

/** How expressions read every table's fields, by the name that XML gives them. */
export type Readers = ReadonlyMap<string, ReadonlyMap<string, Reader>>;

export function makeReaders(): Readers {
  return new Map([...SCHEMA.values()].map((schema) => [schema.table, readersOf(schema)]));
}

function readersOf(schema: TableSchema): Map<string, Reader> {
  const readers = new Map<string, Reader>();
  for (const field of schema.fields) {
    readers.set(prefixedName(schema, field.name), (row) => fieldValue(field.kind, fieldText(row, field.name)));
  }
  if (schema.subfiles.length > 0) addLineReaders(readers);
  return readers;
}

/** `detail.account` in a transaction: one value a line (manual: a search matches when any line does). */
function addLineReaders(readers: Map<string, Reader>): void {
  const schema = SCHEMA.get("detail" as TableName);
  for (const field of schema?.fields ?? []) {
    const read = (line: SimRow) => fieldValue(field.kind, fieldText(line, field.name));
    readers.set(`detail.${field.name}`, (row, document) => document.lines(row).map(read));
  }
}

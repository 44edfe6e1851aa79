import { buildImport, type ImportField } from "../../canonical/import-document.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { importOrder } from "./import-order.ts";
import { importValue } from "./import-value.ts";

/** A field to send; null: it is to be blank. */
export interface SentField {
  readonly value: string | null;
  /** What MoneyWorks has there; null: nothing. */
  readonly ours: string | null;
}

export type SentFields = ReadonlyMap<string, SentField>;

/**
 * Changes the fields of an existing name, product or job: matched by its code, everything else stays (MoneyWorks manual).
 * @throws canonical.unsendable
 */
export function updateDocument(schema: TableSchema, code: string, fields: SentFields): string {
  return recordDocument(schema, new Map([...fields, [schema.key, { value: code, ours: code }]]), { update: "true" });
}

/** A new name, product or job. Without `update`, MoneyWorks refuses a code that is there already. @throws canonical.unsendable */
export function newDocument(schema: TableSchema, fields: SentFields): string {
  return recordDocument(schema, fields, {});
}

function recordDocument(schema: TableSchema, fields: SentFields, attributes: Readonly<Record<string, string>>): string {
  const content = importOrder(schema).flatMap((name) => sentField(schema, name, fields.get(name)));
  return buildImport({ table: schema.name, attributes, element: schema.record, content });
}

/** One field of a record or line; nothing where none is given. */
export function sentField(schema: TableSchema, name: string, sent: SentField | undefined): ImportField[] {
  const field = schema.field.get(name);
  if (sent === undefined || field === undefined) return [];
  return [{ name: `${schema.prefix}${name}`, value: importValue(field, sent.value, sent.ours) }];
}

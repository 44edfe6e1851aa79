import type { FieldSchema, TableSchema } from "../../domain/schema/schema.ts";
import { toText } from "../expression/convert.ts";
import { prefixedName } from "../expression/names.ts";
import { evaluateExpression, parseExpression } from "../expression/search.ts";
import type { Value } from "../expression/value.ts";
import type { FieldValues } from "../store/row.ts";
import type { ImportContext } from "./context.ts";
import { normalise, numberText } from "./normalise.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/** MoneyWorks' default logic for one field, from what stands before it. @returns null when there is none */
export type WorkOut = (field: string, before: FieldValues) => string | null;

export interface FieldReading {
  readonly schema: TableSchema;
  readonly workOut: WorkOut;
  /** Called for each subfile when its turn comes, with the fields before it. */
  readonly subfile?: (subfile: XmlElement, before: FieldValues) => void;
}

/**
 * Reads a record's fields in document order, because an expression or `work-it-out` sees only the fields before it
 * (manual). System fields and those that cannot be imported are ignored (manual); unknown ones are refused (inferred).
 * @returns every field that was supplied, blanks as empty strings
 * @throws ImportRefused
 */
export function readFields(context: ImportContext, reading: FieldReading, record: XmlElement): FieldValues {
  const fields: Record<string, string> = {};
  for (const element of record.children) {
    if (element.name.toLowerCase() === "subfile") {
      reading.subfile?.(element, fields);
      continue;
    }
    const field = fieldOf(reading.schema, element.name);
    if (element.attributes.get("system") === "true" || !isTaken(context, reading.schema, field)) continue;
    const text = suppliedText(context, reading, { element, field, before: fields });
    fields[field.name] = isText(field) ? shortened(context, `${reading.schema.table}.${field.name}`, text) : text;
  }
  return fields;
}

function isTaken({ quirks }: ImportContext, { table }: TableSchema, field: FieldSchema): boolean {
  if (field.system || field.importable === false) return false;
  return !quirks.ignoredImportFields.includes(`${table}.${field.name}`);
}

function isText({ kind }: FieldSchema): boolean {
  return kind === "T" || kind === "A";
}

function shortened({ quirks }: ImportContext, field: string, text: string): string {
  const size = quirks.fieldSizes[field];
  return size === undefined ? text : [...text].slice(0, size).join("");
}

/** Rows of a subfile that the client wrote: those marked as the system's are ignored (manual). */
export function userRows(subfile: XmlElement): readonly XmlElement[] {
  return subfile.children.filter((row) => row.attributes.get("system") !== "true");
}

function fieldOf(schema: TableSchema, element: string): FieldSchema {
  const name = element.toLowerCase();
  const bare = schema.prefix !== "" && name.startsWith(schema.prefix) ? name.slice(schema.prefix.length) : name;
  const field = schema.field.get(bare);
  if (field === undefined || prefixedName(schema, bare) !== name) {
    throw new ImportRefused(`Unknown field "${element}" in ${schema.name}`);
  }
  return field;
}

interface Supplied {
  readonly element: XmlElement;
  readonly field: FieldSchema;
  readonly before: FieldValues;
}

function suppliedText(context: ImportContext, { schema, workOut }: FieldReading, supplied: Supplied): string {
  const { element, field, before } = supplied;
  if (element.attributes.get("work-it-out") === "true") return workOut(field.name, before) ?? "";
  if (element.attributes.get("calculated") !== "true") return normalise(field, element.text);
  return calculated(context, schema, supplied);
}

function calculated(
  { view, dialect }: ImportContext,
  schema: TableSchema,
  { element, field, before }: Supplied,
): string {
  try {
    const scope = view.scope(schema.table, { seq: 0, slot: 0, modtime: "", fields: before });
    const value = evaluateExpression(parseExpression(element.text, { table: schema.table, dialect }), scope);
    return stored(field, value, view.context.locale);
  } catch (error) {
    if (error instanceof Error && error.name === "ExpressionError") {
      throw new ImportRefused(`Expression in "${field.name}" is not understood`, { cause: error });
    }
    throw error;
  }
}

function stored(field: FieldSchema, value: Value, locale: "nz" | "za"): string {
  if (value.kind === "number" && field.kind === "N") return numberText(field, value.value);
  if (value.kind === "date" || value.kind === "timestamp")
    return normalise(field, value.value.slice(0, field.kind === "D" ? 8 : 14));
  return normalise(field, toText(value, locale));
}

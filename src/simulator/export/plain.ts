import type { FieldSchema, TableSchema } from "../../domain/schema/schema.ts";
import { displayDate, displayTimestamp } from "../expression/calendar.ts";
import type { Locale } from "../expression/scope.ts";
import { fieldText, type SimRow } from "../store/row.ts";
import { blankText } from "../view/field-text.ts";

/**
 * The default format: slot number, then every field of the vendor's schema, those absent from XML too, each followed
 * by a tab; no header row; dates in the server's locale; line breaks inside text become vertical tabs (all observed).
 */
export function plainLine(schema: TableSchema, row: SimRow, locale: Locale): string {
  let line = `${row.slot}\t`;
  for (const field of schema.fields) line += `${plainValue(field, fieldText(row, field.name), locale)}\t`;
  return `${line}\n`;
}

/** The answer to `search==`: one record of field names (manual). */
export function plainNames(schema: TableSchema): string {
  return `${schema.fields.map((field) => field.name).join("\t")}\n`;
}

function plainValue(field: FieldSchema, value: string, locale: Locale): string {
  const text = value === "" ? blankText(field) : value;
  if (field.kind === "D") return displayDate(text, locale);
  if (field.kind === "S") return displayTimestamp(text, locale);
  return text.replace(/\r\n?|\n/g, "\u000b");
}

import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import { fieldValue } from "../../src/simulator/expression/field-value.ts";
import type { Locale, Moment, Scope } from "../../src/simulator/expression/scope.ts";
import { type FieldValue, textValue, type Value } from "../../src/simulator/expression/value.ts";

type Fields = Readonly<Record<string, string>>;

export interface TestRow extends Partial<Record<string, string | readonly Fields[]>> {
  readonly lines?: readonly Fields[];
}

export interface TestDocument {
  readonly locale: Locale;
  readonly now: Moment;
  readonly tables: Readonly<Record<string, readonly TestRow[]>>;
}

/** 1 April 2025, 9:00:07.412 in New Zealand's summer time. */
export const NOW: Moment = { local: "20250401090007", millis: 412, utc: new Date("2025-03-31T20:00:07.412Z") };

/** A scope of no record in a document of the given tables, for `evaluate` and relational searches. */
export function documentScope(document: Partial<TestDocument> = {}): Scope {
  const whole: TestDocument = { locale: "nz", now: NOW, tables: {}, ...document };
  return scopeOf(whole, 0, () => null);
}

/** A scope of one row of `table`, alone in its document. */
export function rowScope(table: string, row: TestRow, document: Partial<TestDocument> = {}): Scope {
  return rowScopes({ locale: "nz", now: NOW, tables: {}, ...document }, table, [row])[0] as Scope;
}

function rowScopes(document: TestDocument, table: string, rows: readonly TestRow[]): Scope[] {
  return rows.map((row, index) => {
    const id = Number(row.sequencenumber ?? index + 1);
    return scopeOf(document, id, (name) => fieldOf(table, row, name));
  });
}

function scopeOf(document: TestDocument, id: number, field: (name: string) => FieldValue | null): Scope {
  return {
    id,
    locale: document.locale,
    field,
    global: (name) => (name === "version" ? textValue("9.2.1") : null),
    now: () => document.now,
    table: (name) => (SCHEMA.has(name as TableName) ? rowScopes(document, name, document.tables[name] ?? []) : null),
  };
}

function fieldOf(table: string, row: TestRow, name: string): FieldValue | null {
  const schema = SCHEMA.get(table as TableName);
  const bare = name.slice(schema?.prefix.length ?? 0);
  const field = schema?.field.get(name.startsWith(schema.prefix) ? bare : name);
  if (field !== undefined) return fieldValue(field.kind, row[field.name] as string | undefined);
  return name.startsWith("detail.") ? lineValues(row.lines ?? [], name.slice("detail.".length)) : null;
}

function lineValues(lines: readonly Fields[], name: string): Value[] {
  const kind = SCHEMA.get("detail" as TableName)?.field.get(name)?.kind ?? "T";
  return lines.map((line) => fieldValue(kind, line[name]));
}

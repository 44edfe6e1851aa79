import { expect } from "bun:test";
import { TidemarkError } from "../../src/domain/errors/tidemark-error.ts";
import type { RecordKey, TableName } from "../../src/domain/ids.ts";
import type { Field, MwRecord } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";

/** The schema of a table that is known to exist. */
export function schemaOf(table: string): TableSchema {
  const schema = SCHEMA.get(table as TableName);
  if (!schema) throw new Error(`no table ${table}`);
  return schema;
}

export function key(text: string): RecordKey {
  return text as RecordKey;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** `field("code", "ROWAN")`; a trailing `!` in the name marks it as MoneyWorks' own. */
export function field(name: string, value: string): Field {
  return name.endsWith("!") ? { name: name.slice(0, -1), value, system: true } : { name, value, system: false };
}

export function nameRecord(fields: Readonly<Record<string, string>>): MwRecord {
  return {
    element: "name",
    fields: Object.entries(fields).map(([name, value]) => field(name, value)),
    subfiles: [],
  };
}

/** A transaction of these lines; `sort` and number count from 1. */
export function transactionRecord(lines: readonly Readonly<Record<string, string>>[]): MwRecord {
  const rows = lines.map((line, i) => ({
    system: false,
    fields: Object.entries({ sort: String(i + 1), ...line })
      .map(([name, value]) => field(`detail.${name}`, value))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return {
    element: "transaction",
    fields: [field("gross", "1.00")],
    subfiles: [{ name: "Detail", element: "detail", rows }],
  };
}

/** The code of the error that `action` throws; fails when it throws none of ours. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof TidemarkError) return error.code;
    throw error;
  }
  return expect.unreachable("nothing was thrown");
}

import type { TableName } from "../domain/ids.ts";
import { SCHEMA } from "../domain/schema/schema.ts";
import { closest } from "../lib/closest.ts";
import type { Parsed, ValueType } from "./option.ts";
import { textsOf, wrongType } from "./value-types.ts";

/** `login` holds passwords; `detail` is part of each transaction's file. */
const NEVER_MIRRORED: ReadonlyMap<string, "config.login-table" | "config.detail-table"> = new Map([
  ["login", "config.login-table"],
  ["detail", "config.detail-table"],
]);

/** Every table that can be mirrored, in the order of the schema. */
export const MIRRORED_TABLES: readonly TableName[] = [...SCHEMA.keys()].filter((table) => !NEVER_MIRRORED.has(table));

/** Tables to mirror. At least one; each known, none of those that are never mirrored. */
export const tablesType: ValueType<readonly TableName[]> = {
  expected: "table names, such as name, product and transaction",
  placeholder: "TABLE,…",
  parse(raw) {
    const names = textsOf(raw)?.map((name) => name.toLowerCase());
    if (names === undefined || names.length === 0) return wrongType(this.expected, raw);
    const tables: TableName[] = [];
    for (const name of names) {
      const parsed = tableOf(name);
      if ("problem" in parsed) return parsed;
      tables.push(parsed.value);
    }
    return { value: tables };
  },
  format: (tables) => tables.join(","),
};

function tableOf(name: string): Parsed<TableName> {
  const refusal = NEVER_MIRRORED.get(name);
  if (refusal !== undefined) return { problem: { code: refusal, details: {} } };
  const table = MIRRORED_TABLES.find((known) => known === name);
  if (table !== undefined) return { value: table };
  const near = closest(name, MIRRORED_TABLES);
  return {
    problem: {
      code: "config.unknown-table",
      details: { table: name, near: near === null ? "" : ` Did you mean ${near}?` },
    },
  };
}

/** Fields by `table.field`; a transaction's lines as `detail.field`. A field that the schema lacks is accepted: servers differ. */
export const fieldsType: ValueType<readonly string[]> = {
  expected: "fields written table.field, such as name.bankaccountnumber",
  placeholder: "TABLE.FIELD,…",
  parse(raw) {
    const fields = textsOf(raw)?.map((field) => field.toLowerCase());
    if (fields === undefined) return wrongType(this.expected, raw);
    const wrong = fields.find((field) => !/^[a-z][a-z0-9]*\.[a-z][a-z0-9_]*$/.test(field));
    if (wrong !== undefined) return wrongType(this.expected, { kind: "text", value: wrong });
    const unknown = fields.find((field) => !isKnownTable(field.slice(0, field.indexOf("."))));
    if (unknown !== undefined)
      return { problem: { code: "config.unknown-table", details: { table: unknown, near: "" } } };
    return { value: fields };
  },
  format: (fields) => fields.join(","),
};

function isKnownTable(name: string): boolean {
  return [...SCHEMA.keys()].some((table) => table === name);
}

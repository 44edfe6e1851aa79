import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import type { Rules } from "../model/rule.ts";
import { ruleOf } from "./rule-of.ts";

/** An error names so many fields; the rest is counted. */
const MOST_NAMES = 40;

/** Fields of the schema without a rule, as `table.field`, for these tables and the subfiles inside them; sorted. */
export function missingRules(rules: Rules, tables: Iterable<TableName>): string[] {
  const all = [...tables].flatMap((table) => [table, ...(SCHEMA.get(table)?.subfiles ?? [])]);
  return [...new Set(all)].flatMap((table) => unruled(rules, table, SCHEMA.get(table)?.field.keys() ?? [])).sort();
}

/**
 * To be asked before anything is read: a rules file is complete for the tables that are to be written.
 * @throws anonymize.missing-rules
 */
export function refuseMissing(rules: Rules, tables: Iterable<TableName>): void {
  const missing = missingRules(rules, tables);
  if (missing.length === 0) return;
  throw fail("anonymize.missing-rules", { fields: shortList(missing), count: missing.length });
}

/**
 * For the fields met in data, blank ones too: a blank field today has a value tomorrow.
 * @param fieldNames bare, or as they stand in XML
 * @throws anonymize.unknown-fields
 */
export function refuseUnknown(rules: Rules, table: TableName, fieldNames: Iterable<string>): void {
  const unknown = [...new Set(fieldNames)].flatMap((name) => unruled(rules, ...ownerOf(table, name))).sort();
  if (unknown.length > 0) throw fail("anonymize.unknown-fields", { fields: shortList(unknown), count: unknown.length });
}

/** `detail.gross` is `gross` of table `detail`, wherever it was met. */
function ownerOf(table: TableName, name: string): [table: TableName, fields: readonly string[]] {
  const dot = name.indexOf(".");
  return dot === -1 ? [table, [name]] : [name.slice(0, dot) as TableName, [name.slice(dot + 1)]];
}

function unruled(rules: Rules, table: TableName, fields: Iterable<string>): string[] {
  return [...fields].filter((field) => ruleOf(rules, table, field) === null).map((field) => `${table}.${field}`);
}

/** Names parted by commas; `and 17 more` at the end of many. */
export function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

import type { TableName } from "../../src/domain/ids.ts";
import { closest } from "../../src/lib/closest.ts";
import type { Rules } from "../model/rule.ts";
import type { RulesFile } from "./rules-file.ts";

/** [quasi]: lists of fields that have rules. @throws anonymize.rules-quasi */
export function readQuasi(file: RulesFile, tables: Rules["tables"]): Rules["quasi"] {
  const quasi = new Map<TableName, readonly string[]>();
  for (const [table, value] of file.section("quasi") ?? []) {
    const reason = faultIn(tables, table, value);
    if (reason !== null) throw file.fault("anonymize.rules-quasi", ["quasi", table], { table, reason });
    quasi.set(table as TableName, value as string[]);
  }
  return quasi;
}

function faultIn(tables: Rules["tables"], table: string, value: unknown): string | null {
  const rules = tables.get(table as TableName);
  if (rules === undefined) return `there is no section [${table}]${meant(table, [...tables.keys()])}`;
  if (!Array.isArray(value) || value.some((field) => typeof field !== "string")) {
    return 'it needs a list of fields: ["state", "kind"]';
  }
  const stranger = value.find((field) => !rules.has(field));
  if (stranger !== undefined) return `${stranger} has no rule${meant(stranger, [...rules.keys()])}`;
  const twice = value.find((field, at) => value.indexOf(field) !== at);
  return twice === undefined ? null : `${twice} stands there twice`;
}

function meant(name: string, names: readonly string[]): string {
  const near = closest(name, names);
  return near === null ? "" : ` (did you mean ${near}?)`;
}

import type { TableName } from "../../src/domain/ids.ts";
import type { Rule, Rules } from "../model/rule.ts";

/** The rule of a field, by its name without prefix; null: there is none. Two look-ups, nothing else. */
export function ruleOf(rules: Rules, table: TableName, field: string): Rule | null {
  return rules.tables.get(table)?.get(field) ?? null;
}

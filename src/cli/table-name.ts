import { tablesType } from "../config/table-types.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";

/**
 * Table names as a person wrote them, several with commas between; letter case does not matter.
 * @param option what errors call the place: `--table`.
 * @throws config.unknown-table, config.login-table … : what `tables` in the configuration could not name either
 */
export function tableNames(text: string, option: string): readonly TableName[] {
  const parsed = tablesType.parse({ kind: "text", value: text });
  if ("value" in parsed) return parsed.value;
  throw fail(parsed.problem.code, { ...parsed.problem.details, where: "the command line", option });
}

/** The same for a place that takes one table. */
export function tableName(text: string, option: string): TableName {
  const [table, more] = tableNames(text, option);
  if (table !== undefined && more === undefined) return table;
  throw fail("usage.bad-value", { option: option.replace(/^--/, ""), value: text, expected: "one table" });
}

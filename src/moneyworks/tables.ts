import { fail } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";

/** @throws `moneyworks.no-table`, `moneyworks.private-table`: `login` holds passwords */
export function tableSchema(table: string): TableSchema {
  if (table === "login") throw fail("moneyworks.private-table", { table });
  const schema = SCHEMA.get(table as TableName);
  if (schema === undefined) throw fail("moneyworks.no-table", { table });
  return schema;
}

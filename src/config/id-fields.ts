import type { TableName } from "../domain/ids.ts";
import { SCHEMA } from "../domain/schema/schema.ts";
import type { ValueType } from "./option.ts";
import { textsOf, wrongType } from "./value-types.ts";

/** Tables in which Tidemark makes records. */
const TABLES: readonly string[] = ["name", "product", "job", "transaction"];
/** Fields that MoneyWorks gives no meaning of its own. */
const USER_FIELD = /^(?:usertext|custom\d|user\d)$/;
/** Shorter fields hold no id. */
const LEAST_SIZE = 15;

/** One user field of each table in which records are made: a text that an import can set and a search can find. */
export const idFieldsType: ValueType<readonly string[]> = {
  expected: `one user field (usertext, custom1 … or user1 …) of at least ${LEAST_SIZE} characters for each of ${TABLES.join(", ")}, written table.field, such as name.usertext`,
  placeholder: "TABLE.FIELD,…",
  parse(raw) {
    const fields = textsOf(raw)?.map((field) => field.toLowerCase());
    if (fields === undefined) return wrongType(this.expected, raw);
    const wrong = fields.find((field) => !isIdField(field));
    if (wrong !== undefined) return wrongType(this.expected, { kind: "text", value: wrong });
    const tables = fields.map((field) => field.split(".")[0] ?? "").sort();
    return tables.join() === TABLES.toSorted().join() ? { value: fields } : wrongType(this.expected, raw);
  },
  format: (fields) => fields.join(","),
};

export const ID_FIELDS: readonly string[] = TABLES.map((table) => `${table}.usertext`);

function isIdField(name: string): boolean {
  const [table = "", field = "", ...more] = name.split(".");
  const schema = TABLES.includes(table) ? SCHEMA.get(table as TableName)?.field.get(field) : undefined;
  const isText = schema?.kind === "T" && schema.importable === true && !schema.system && schema.size >= LEAST_SIZE;
  return isText && USER_FIELD.test(field) && more.length === 0;
}

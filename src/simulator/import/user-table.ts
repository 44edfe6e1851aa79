import type { TableSchema } from "../../domain/schema/schema.ts";
import { alter, type FieldValues, mergeFields, type SimRow } from "../store/row.ts";
import { type ImportContext, type Outcome, requireUnlocked } from "./context.ts";
import { readFields } from "./fields.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/**
 * `user` and `user2`: scratch tables for scripts. An existing key is overwritten whole; `user` with empty data, or
 * `user2` with its keys alone, deletes the record (manual).
 * @throws ImportRefused
 */
export function importUser(context: ImportContext, schema: TableSchema, record: XmlElement): Outcome {
  const { session } = context;
  const fields = mergeFields({}, readFields(context, { schema, workOut: () => null }, record));
  if ((fields.key ?? "") === "") throw new ImportRefused(`A ${schema.record} record needs a key`);
  const existing = find(context, schema, fields);
  if (existing !== undefined) requireUnlocked(context, schema.table, existing);
  const keys = schema.table === "user2" ? ["devkey", "key"] : ["key"];
  if (Object.keys(fields).every((name) => keys.includes(name))) {
    if (existing !== undefined) session.document.remove(schema.table, existing.seq);
    return { kind: "deleted", seq: existing?.seq ?? 0 };
  }
  const table = session.document.table(schema.table);
  if (existing === undefined) return { kind: "created", seq: table.insert({ modtime: session.stamp, fields }).seq };
  table.replace(alter(existing, { modtime: session.stamp, fields }));
  return { kind: "updated", seq: existing.seq };
}

function find({ session }: ImportContext, schema: TableSchema, fields: FieldValues): SimRow | undefined {
  const table = session.document.table(schema.table);
  if (schema.table === "user") return table.byKey("key", fields.key ?? "");
  const key = (fields.key ?? "").toLowerCase();
  for (const row of table.bySequence()) {
    const same = (row.fields.devkey ?? "") === (fields.devkey ?? "");
    if (same && (row.fields.key ?? "").toLowerCase() === key) return row;
  }
  return undefined;
}

import type { TableSchema } from "../../domain/schema/schema.ts";
import { save } from "../ledger/session.ts";
import { type FieldValues, mergeFields } from "../store/row.ts";
import { checkCodes } from "./codes.ts";
import { type ImportContext, isSet, newCode, type Outcome, requireUnlocked } from "./context.ts";
import { readFields } from "./fields.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/**
 * Names, products, jobs and other tables with a code. Codes are compared without letter case and stored as supplied, or
 * as the quirk says. With `update="true"` a record is matched by its code and only the supplied fields change, to blank
 * where an element is empty; without it an existing code is an error (manual). With it an unknown code makes a record (inferred).
 * @throws ImportRefused
 */
export function importCoded(context: ImportContext, schema: TableSchema, record: XmlElement): Outcome {
  const { session } = context;
  const fields = readFields(context, { schema, workOut: () => null }, record);
  const code = fields[schema.key] ?? "";
  if (code === "") throw new ImportRefused(`A ${schema.record} needs a code`);
  const existing = session.document.table(schema.table).byKey(schema.key, code);
  if (existing !== undefined && !isSet(context, record, "update")) {
    throw new ImportRefused(`The ${schema.record} code "${code}" is already in use`);
  }
  checkCodes(session.document, schema.table, fields);
  if (existing === undefined) return create(context, schema, { ...fields, [schema.key]: newCode(context, code) });
  requireUnlocked(context, schema.table, existing);
  const { [schema.key]: _code, ...rest } = fields;
  save(session, schema.table, existing, rest);
  return { kind: "updated", seq: existing.seq };
}

/** Tables without a natural key: every record is new. */
export function importAppended(context: ImportContext, schema: TableSchema, record: XmlElement): Outcome {
  return create(context, schema, readFields(context, { schema, workOut: () => null }, record));
}

function create({ session }: ImportContext, schema: TableSchema, fields: FieldValues): Outcome {
  const table = session.document.table(schema.table);
  const row = table.insert({ modtime: session.stamp, fields: mergeFields({}, fields) });
  return { kind: "created", seq: row.seq };
}

import { inflate } from "../../src/canonical/blob.ts";
import { parseExport } from "../../src/canonical/parse-export.ts";
import { parseRecord } from "../../src/canonical/parse-record.ts";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { Field, MwRecord } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Item, SourceBatch } from "../model/batch.ts";

/** A batch, read. */
export interface ReadBatch {
  readonly items: readonly Item[];
  /** Names of all elements met, blank ones too, as they stand in XML: `gross`, `detail.gross`. Some may come twice. */
  readonly fields: readonly string[];
}

/**
 * Reads one batch.
 * @throws anonymize.unknown-table, and canonical.* for bytes that are not what the batch says they are
 */
export function readBatch(batch: SourceBatch): ReadBatch {
  const schema = schemaOf(batch.table);
  if (batch.form !== "export") return readFiles(batch, schema);
  const { records, fields } = parseExport(batch.bytes, schema);
  return { items: records, fields };
}

function schemaOf(table: TableName): TableSchema {
  const schema = SCHEMA.get(table);
  if (schema === undefined) throw fail("anonymize.unknown-table", { table });
  return schema;
}

function readFiles(batch: SourceBatch, schema: TableSchema): ReadBatch {
  const names = new Set<string>();
  const items: Item[] = [];
  let start = 0;
  for (const end of batch.ends ?? [batch.bytes.length]) {
    const bytes = batch.bytes.subarray(start, end);
    const record = parseRecord(batch.form === "deflated" ? inflate(bytes) : bytes);
    addNames(record, names);
    const seq = sequenceOf(record, schema) ?? (batch.numbers?.[items.length] || null);
    items.push({ seq, modtime: batch.modtimes?.[items.length] ?? null, record });
    start = end;
  }
  return { items, fields: [...names] };
}

function addNames(record: MwRecord, names: Set<string>): void {
  const rows = record.subfiles.flatMap((subfile) => subfile.rows);
  for (const { fields } of [record, ...rows]) for (const { name } of fields) names.add(name);
}

/** `sequencenumber` as a field of a canonical file; the file names alone do not tell it where records have codes. */
function sequenceOf({ fields }: MwRecord, { prefix }: TableSchema): number | null {
  const isNumber = ({ name }: Field) => name === "sequencenumber" || name === `${prefix}sequencenumber`;
  const text = fields.find(isNumber)?.value;
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

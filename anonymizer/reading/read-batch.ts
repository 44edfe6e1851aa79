import { inflate } from "../../src/canonical/blob.ts";
import { parseExport } from "../../src/canonical/parse-export.ts";
import { parseRecord } from "../../src/canonical/parse-record.ts";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { MwRecord } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Item, SourceBatch } from "../model/batch.ts";
import { ExportScanner } from "./export-scanner.ts";
import { FileScanner } from "./file-scanner.ts";

/** A batch, read. */
export interface ReadBatch {
  readonly items: readonly Item[];
  /** Names of all elements met, blank ones too, as they stand in XML: `gross`, `detail.gross`. Some may come twice. */
  readonly fields: readonly string[];
}

/** Reads batches of any table. What it remembers from one to the next makes it fast and changes nothing. */
export interface BatchReader {
  /** @throws anonymize.unknown-table, and canonical.* for bytes that are not what the batch says they are */
  read(batch: SourceBatch): ReadBatch;
}

/**
 * What is in plain layout is read by scanners of our own; all else, and whatever is wrong, by the program's one strict reader, so that
 * nothing is taken here that it refuses, and nothing is understood in another way.
 */
export function createReader(): BatchReader {
  const scanners = new Map<TableName, { readonly exports: ExportScanner; readonly files: FileScanner }>();
  return {
    read(batch) {
      const schema = SCHEMA.get(batch.table);
      if (schema === undefined) throw fail("anonymize.unknown-table", { table: batch.table });
      const made = scanners.get(batch.table) ?? { exports: new ExportScanner(schema), files: new FileScanner(schema) };
      scanners.set(batch.table, made);
      return batch.form === "export" ? readExport(batch, schema, made.exports) : readFiles(batch, schema, made.files);
    },
  };
}

function readExport({ bytes }: SourceBatch, schema: TableSchema, scanner: ExportScanner): ReadBatch {
  const scanned = scanner.scan(bytes);
  if (scanned !== null) return scanned;
  const { records, fields } = parseExport(bytes, schema);
  return { items: records, fields };
}

function readFiles(batch: SourceBatch, schema: TableSchema, scanner: FileScanner): ReadBatch {
  scanner.startBatch();
  const names = new Set<string>();
  const items: Item[] = [];
  let start = 0;
  for (const end of batch.ends ?? [batch.bytes.length]) {
    const file = batch.bytes.subarray(start, end);
    const bytes = batch.form === "deflated" ? inflate(file) : file;
    const scanned = scanner.scan(bytes);
    const record = scanned ?? parseRecord(bytes);
    if (scanned === null) addNames(record, names);
    items.push({ seq: sequenceOf(record, schema), modtime: batch.modtimes?.[items.length] ?? null, record });
    start = end;
  }
  return { items, fields: [...scanner.names(), ...names] };
}

function addNames(record: MwRecord, names: Set<string>): void {
  for (const { name } of record.fields) names.add(name);
  for (const { element, rows } of record.subfiles) {
    const prefix = `${element}.`;
    for (const { fields } of rows) {
      for (const { name } of fields) names.add(name.startsWith(prefix) ? name : prefix + name);
    }
  }
}

/** `sequencenumber` as a field of a canonical file; the file names alone do not tell it where records have codes. */
function sequenceOf({ fields }: MwRecord, { prefix }: TableSchema): number | null {
  for (const { name, value } of fields) {
    if (name === "sequencenumber" || name === `${prefix}sequencenumber`) return numberOf(value);
  }
  return null;
}

function numberOf(text: string): number | null {
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

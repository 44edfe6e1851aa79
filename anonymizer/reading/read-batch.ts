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
  /** Names of all elements met, blank ones too, as they stand in XML: `gross`, `detail.gross`. */
  readonly fields: readonly string[];
}

/** Reads batches of any table, one after the other. What it remembers from one to the next makes it fast and changes nothing. */
export interface BatchReader {
  /** @throws anonymize.unknown-table, and canonical.* for bytes that are not what the batch says they are */
  read(batch: SourceBatch): ReadBatch;
  /**
   * The same, one record at a time: what becomes garbage at once costs little.
   * @param names gets `fields`, complete behind the last record
   */
  records(batch: SourceBatch, names: Set<string>): Iterable<Item>;
}

interface Scanners {
  readonly schema: TableSchema;
  readonly exports: ExportScanner;
  readonly files: FileScanner;
}

/**
 * What is in plain layout is read by scanners of our own; all else, and whatever is wrong, by the program's one strict reader, so that
 * nothing is taken here that it refuses, and nothing is understood in another way.
 */
export function createReader(): BatchReader {
  const scanners = new Map<TableName, Scanners>();
  const scannersOf = (table: TableName): Scanners => {
    const made = scanners.get(table) ?? newScanners(table);
    scanners.set(table, made);
    return made;
  };
  const records: BatchReader["records"] = (batch, names) => {
    const own = scannersOf(batch.table);
    return batch.form === "export" ? exportRecords(batch, own, names) : fileRecords(batch, own, names);
  };
  const read: BatchReader["read"] = (batch) => {
    const names = new Set<string>();
    return { items: [...records(batch, names)], fields: [...names] };
  };
  return { records, read };
}

function newScanners(table: TableName): Scanners {
  const schema = SCHEMA.get(table);
  if (schema === undefined) throw fail("anonymize.unknown-table", { table });
  return { schema, exports: new ExportScanner(schema), files: new FileScanner(schema) };
}

/** Where the scanner gives up, the strict reader goes on with the record it gave up at: those before are the same to both. */
function* exportRecords(
  { bytes }: SourceBatch,
  { schema, exports }: Scanners,
  names: Set<string>,
): Generator<Item, void> {
  const scanned = exports.scan(bytes, names);
  let given = 0;
  for (;;) {
    const next = scanned.next();
    if (next.done === true) {
      if (next.value) return;
      break;
    }
    yield next.value;
    given++;
  }
  const { records, fields } = parseExport(bytes, schema);
  for (const name of fields) names.add(name);
  yield* records.slice(given);
}

function* fileRecords(batch: SourceBatch, { schema, files }: Scanners, names: Set<string>): Generator<Item, void> {
  files.startBatch();
  let start = 0;
  for (const [index, end] of (batch.ends ?? [batch.bytes.length]).entries()) {
    const file = batch.bytes.subarray(start, end);
    const bytes = batch.form === "deflated" ? inflate(file) : file;
    const scanned = files.scan(bytes);
    const record = scanned ?? parseRecord(bytes);
    if (scanned === null) addNames(record, names);
    const seq = sequenceOf(record, schema);
    yield { seq, modtime: batch.modtimes?.[index] ?? null, record };
    start = end;
  }
  for (const name of files.names()) names.add(name);
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

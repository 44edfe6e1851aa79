import { fail } from "../domain/errors/tidemark-error.ts";
import { BLANK_MODTIME, isModtime, type TableName } from "../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import type { NewRow } from "./company/data.ts";
import type { SimDocument } from "./store/document.ts";

/**
 * A snapshot of version 2, JSON Lines: a header, then one line a record, in any order. Other programs can write it
 * without holding a document, and it is read without holding the file; slots are given in the order of the lines.
 */
export interface RecordedCompany {
  /** `DocUUID`. */
  readonly uuid: string;
  /** Lines 2 and on, without their line ends. Read once. */
  readonly records: Iterable<string>;
}

/** What a line after the header holds. */
interface RecordedRow extends NewRow {
  readonly table: string;
}

type Json = Readonly<Record<string, unknown>>;

const DETAIL = "detail";
const UNKNOWN = 0;

/** Fields that a row has beside its `fields`. */
const OWN_FIELDS = new Set(["sequencenumber", "lastmodifiedtime"]);

/** @returns null when this is no header of version 2, but perhaps another snapshot; @throws `simulator.snapshot` when it is a damaged one */
export function recordedHeader(line: string): { readonly uuid: string } | null {
  const header = parsed(line);
  if (header === null || header.format !== "tidemark-simulator" || header.version === 1) return null;
  if (header.version !== 2) throw fail("simulator.snapshot", { reason: "its version is newer than this program" });
  if (typeof header.uuid === "string" && header.uuid !== "") return { uuid: header.uuid };
  throw fail("simulator.snapshot", { reason: "line 1: the header has no uuid" });
}

/**
 * Puts the rows into an empty document.
 * @returns fields that the schema does not know, `name.loyalty`, as the quirk `extraFields` takes them
 * @throws `simulator.snapshot` with the line and what is wrong there
 */
export function loadRecorded(document: SimDocument, { records }: RecordedCompany): string[] {
  const further = new Set<string>();
  let line = 1;
  for (const text of records) {
    line += 1;
    try {
      const { table, ...row } = numbered(document, recordedRow(text, further));
      if (!document.add(table, row)) throw new Wrong(`${table} ${row.seq}, or one of its lines, comes a second time`);
    } catch (error) {
      if (error instanceof Wrong) throw fail("simulator.snapshot", { reason: `line ${line}: ${error.message}` });
      throw error;
    }
  }
  return [...further];
}

/** A number that whoever wrote the snapshot does not know (exports have none of payments) is the next one of its table. */
function numbered(document: SimDocument, row: RecordedRow): RecordedRow {
  const seq = row.seq === UNKNOWN ? document.table(row.table).next : row.seq;
  if (!row.lines?.some((line) => line.seq === UNKNOWN)) return { ...row, seq };
  let next = document.table(DETAIL).next;
  return { ...row, seq, lines: row.lines.map((line) => (line.seq === UNKNOWN ? { ...line, seq: next++ } : line)) };
}

/** What is wrong with one line; never a value of it. */
class Wrong extends Error {}

function recordedRow(text: string, further: Set<string>): RecordedRow {
  const value = parsed(text);
  if (value === null) throw new Wrong("it is no JSON object");
  const schema = typeof value.table === "string" ? SCHEMA.get(value.table as TableName) : undefined;
  if (schema === undefined) throw new Wrong("it names no MoneyWorks table");
  const row = readRow(value, schema, further);
  if (value.lines === undefined) return { table: schema.table, ...row };
  if (schema.subfiles.length === 0 || !Array.isArray(value.lines))
    throw new Wrong(`no lines belong to ${schema.table}`);
  return { table: schema.table, ...row, lines: readLines(value.lines, schema, further) };
}

function readLines(lines: readonly unknown[], { subfiles }: TableSchema, further: Set<string>): NewRow[] {
  const schema = SCHEMA.get(subfiles[0] as TableName) as TableSchema;
  return lines.map((line) => {
    if (!isObject(line)) throw new Wrong("one of its lines is no JSON object");
    return readRow(line, schema, further);
  });
}

function readRow(row: Json, schema: TableSchema, further: Set<string>): NewRow {
  const { seq = null, fields } = row;
  const modtime = row.modtime ?? BLANK_MODTIME;
  const { table } = schema;
  if (seq !== null && (!Number.isSafeInteger(seq) || Number(seq) < 1)) {
    throw new Wrong(`the "seq" of a record of ${table} is no number`);
  }
  if (typeof modtime !== "string" || !isModtime(modtime))
    throw new Wrong(`${table} ${seq} has no "modtime" of 14 digits`);
  if (!isObject(fields)) throw new Wrong(`${table} ${seq} has no "fields"`);
  for (const name in fields) {
    if (typeof fields[name] !== "string") throw new Wrong(`field ${name} of ${table} ${seq} is no text`);
    if (OWN_FIELDS.has(name)) throw new Wrong(`${name} of ${table} ${seq} belongs beside "fields"`);
    const known = schema.field.get(name);
    if (known?.inXml !== true) further.add(`${table}.${name}`);
  }
  return { seq: Number(seq ?? UNKNOWN), modtime, fields: fields as NewRow["fields"] };
}

function parsed(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

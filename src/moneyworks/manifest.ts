import { fail } from "../domain/errors/tidemark-error.ts";
import { isModtime, type Modtime } from "../domain/ids.ts";
import type { Field, SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { XmlExport } from "./client.ts";
import { fieldName } from "./search.ts";

/** One record as a custom format lists it. */
export interface ManifestRow {
  readonly seq: number;
  readonly modtime: Modtime;
  /** Further number fields, in the order they were asked for. */
  readonly numbers: readonly number[];
}

/**
 * Reads the lines of `manifestFormat`. Null where the text is anything else, a cut line included: numbers with separators
 * of a locale, unevaluated formats, error texts.
 * @param columns further number fields asked for
 */
export function parseManifest(text: string, columns: number): readonly ManifestRow[] | null {
  if (text === "") return [];
  if (!text.endsWith("\n")) return null;
  const rows = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => parseRow(line, columns));
  return rows.every((row) => row !== null) ? rows : null;
}

function parseRow(line: string, columns: number): ManifestRow | null {
  const [seq = "", modtime = "", ...rest] = line.split("\t");
  if (!isModtime(modtime) || rest.length !== columns) return null;
  if (![seq, ...rest].every((number) => /^\d{1,10}$/.test(number))) return null;
  return { seq: Number(seq), modtime, numbers: rest.map(Number) };
}

/**
 * Gives the records of an export without sequence numbers theirs, row by row, from the manifests taken before and after
 * it. Null unless all three agree. One manifest would not do: in a stretch of equal modtimes, a record deleted between
 * the two answers moves all that follow by one row, and no modtime would show it.
 */
export function joinManifest(
  before: readonly ManifestRow[],
  xml: XmlExport,
  after: readonly ManifestRow[],
): readonly JoinedRecord[] | null {
  if (before.length !== xml.records.length || after.length !== before.length) return null;
  const joined = xml.records.map((record, index): JoinedRecord | null => {
    const [first, last] = [before[index], after[index]];
    const agree = first?.seq === last?.seq && first?.modtime === last?.modtime && first?.modtime === record.modtime;
    return agree && first !== undefined && ascends(before, index) ? { ...record, ...first } : null;
  });
  return joined.every((record) => record !== null) ? joined : null;
}

type JoinedRecord = SourceRecord & ManifestRow;

function ascends(rows: readonly ManifestRow[], index: number): boolean {
  return index === 0 || (rows[index - 1]?.seq ?? 0) < (rows[index]?.seq ?? 0);
}

/** The record with its number as the system field that the XML should have had. */
export function withSequenceNumber(schema: TableSchema, { seq, modtime, record }: SourceRecord): SourceRecord {
  const field: Field = { name: fieldName(schema, "sequencenumber"), value: String(seq), system: true };
  const fields = [...record.fields.filter(({ name }) => name !== field.name), field];
  return { seq, modtime, record: { ...record, fields: fields.sort((a, b) => (a.name < b.name ? -1 : 1)) } };
}

/** The records of an export that has everything in it. @throws `moneyworks.no-modtime`, `.no-sequence-numbers` */
export function completeRecords(schema: TableSchema, { records }: XmlExport): readonly SourceRecord[] {
  return records.map(({ seq, modtime, record }) => {
    if (seq === null) throw fail("moneyworks.no-sequence-numbers", { table: schema.table });
    if (modtime === null) throw fail("moneyworks.no-modtime", { table: schema.table });
    return { seq, modtime, record };
  });
}

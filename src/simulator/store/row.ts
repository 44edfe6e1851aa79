/** A record's fields by lower-case name without prefix, as MoneyWorks writes them in XML. A blank field is absent. */
export type FieldValues = Readonly<Record<string, string>>;

/**
 * One record in memory. Rows are never changed in place: an edit puts a new row into the table, so that a snapshot
 * is a copy of references and a failed import is undone by putting the old rows back.
 */
export interface SimRow {
  readonly seq: number;
  /** `YYYYMMDDHHMMSS`, server local time. */
  readonly modtime: string;
  /** Place in the data file. Freed places are used again, so slot order is not sequence order (observed). */
  readonly slot: number;
  readonly fields: FieldValues;
  /** Transactions: sequence numbers of the detail lines, in the order of their `sort`. */
  readonly lines?: readonly number[];
  /** Detail lines: the transaction's sequence number. */
  readonly parent?: number;
  /** Detail lines: place among the transaction's lines, from 1. */
  readonly sort?: number;
}

/** What a caller supplies for a new row; the table gives the number and the slot. */
export type RowContent = Pick<SimRow, "modtime" | "fields" | "lines" | "parent" | "sort">;

/** A field's text by schema name; empty when blank. */
export function fieldText(row: SimRow, field: string): string {
  return ownText(row, field) || (row.fields[field] ?? "");
}

/** What a row knows beside its fields: number, stamp and place. */
export function ownText(row: SimRow, field: string): string {
  if (field === "sequencenumber") return String(row.seq);
  if (field === "lastmodifiedtime") return row.modtime;
  if (field === "parentseq" && row.parent !== undefined) return String(row.parent);
  if (field === "sort" && row.sort !== undefined) return String(row.sort);
  return "";
}

/** A field as a number; zero when blank. */
export function fieldNumber(row: SimRow, field: string): number {
  return Number(fieldText(row, field)) || 0;
}

/** The same row as a plain object. */
export function plainRow({ seq, modtime, slot, fields, lines, parent, sort }: SimRow): SimRow {
  return {
    seq,
    modtime,
    slot,
    fields,
    ...(lines === undefined ? {} : { lines }),
    ...(parent === undefined ? {} : { parent }),
    ...(sort === undefined ? {} : { sort }),
  };
}

/**
 * A row that differs from another one in some of its parts. Rows of a table hold `fields` behind a getter, which
 * spreading an object would lose.
 */
export function alter(row: SimRow, changes: Partial<RowContent>): SimRow {
  return { ...plainRow(row), ...changes };
}

/** `base` with `changes` laid over it; an empty string blanks a field. */
export function mergeFields(base: FieldValues, changes: FieldValues): FieldValues {
  const merged: Record<string, string> = { ...base };
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

import type { Reason } from "../../domain/promotion.ts";
import type { Field, MwRecord, SubfileRow } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { type FieldMap, fieldMap } from "./three-way.ts";
import { reason } from "./values.ts";

/** A line by its place among all lines of the transaction, as paths count them: from 1. */
export interface Line {
  readonly place: number;
  /** MoneyWorks' number of the line; null: it has none yet. */
  readonly id: string | null;
  readonly system: boolean;
  readonly fields: FieldMap;
  /** Two of its fields are one: `account` beside `detail.account`. */
  readonly isAmbiguous: boolean;
}

/** The lines of a transaction. Names without the prefix are taken for those with it. */
export function linesOf({ subfiles }: MwRecord, detail: TableSchema): readonly Line[] {
  const rows = subfiles.filter((subfile) => isLines(subfile, detail)).flatMap((subfile) => subfile.rows);
  return rows.map((row, index) => lineOf(row, index + 1, detail));
}

/** Whether a subfile is that of the lines. */
export function isLines(
  { name, element }: { readonly name: string; readonly element: string },
  { table, record }: TableSchema,
): boolean {
  return element === record && name.toLowerCase() === table;
}

function lineOf({ fields, system }: SubfileRow, place: number, detail: TableSchema): Line {
  const named = fieldMap(fields.map((field) => prefixed(field, detail)));
  const id = named.get(`${detail.prefix}sequencenumber`)?.value ?? null;
  return { place, id, system, fields: named, isAmbiguous: named.size !== fields.length };
}

function prefixed(field: Field, { prefix }: TableSchema): Field {
  return field.name.startsWith(prefix) ? field : { ...field, name: prefix + field.name };
}

export function userLines(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ system }) => !system);
}

/** How paths begin that lead into a line: `detail[2].`. */
export function linePath({ place }: Pick<Line, "place">, { record }: TableSchema): string {
  return `${record}[${place}].`;
}

/** What makes the lines of a file unreadable, whatever they say. */
export function formFaults(theirs: MwRecord, detail: TableSchema): Reason[] {
  const faults = lineFaults(linesOf(theirs, detail), detail);
  if (theirs.subfiles.filter((subfile) => isLines(subfile, detail)).length < 2) return faults;
  return [...faults, reason("bad-xml", detail.table, "Its lines stand in two subfiles; one holds all of them.")];
}

function lineFaults(lines: readonly Line[], { record, prefix }: TableSchema): Reason[] {
  const seen = new Set<string>();
  return lines.flatMap(({ id, place, isAmbiguous }) => {
    const faults: Reason[] = [];
    const path = `${record}[${place}]`;
    if (isAmbiguous) {
      const text = `A field stands twice in ${path}, with and without ${prefix} in front.`;
      faults.push(reason("bad-xml", path, text));
    }
    if (id !== null && seen.has(id)) {
      const text = "Two lines have one sequence number; leave it out of a line that is new.";
      faults.push(reason("system-field", `${path}.sequencenumber`, text));
    }
    if (id !== null) seen.add(id);
    return faults;
  });
}

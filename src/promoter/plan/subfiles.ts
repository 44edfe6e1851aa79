import type { Reason } from "../../domain/promotion.ts";
import type { MwRecord, Subfile, SubfileRow } from "../../domain/record.ts";
import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { compareFields, fieldMap } from "./three-way.ts";
import { reason } from "./values.ts";

export interface RecordSides {
  readonly bases: readonly MwRecord[];
  readonly theirs: MwRecord;
  readonly ours: MwRecord;
}

/** Subfiles of which no import is known, where the commit changed one and MoneyWorks does not have it so. @param isKnown those that are judged elsewhere */
export function subfileFaults(
  { bases, theirs, ours }: RecordSides,
  isKnown: (subfile: Subfile) => boolean = () => false,
): readonly Reason[] {
  const all = [...bases, theirs].flatMap(({ subfiles }) => subfiles).filter((subfile) => !isKnown(subfile));
  const names = [...new Set(all.map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const mine = find(theirs, name);
    const isUnchanged = bases.every((base) => isSame(find(base, name), mine)) || isSame(find(ours, name), mine);
    return isUnchanged ? [] : [subfileFault(name)];
  });
}

export function subfileFault(name: string): Reason {
  return reason("not-importable", name, `MoneyWorks is not known to take ${name} from an import.`);
}

function find({ subfiles }: MwRecord, name: string): Subfile | undefined {
  return subfiles.find((subfile) => subfile.name === name);
}

function isSame(a: Subfile | undefined, b: Subfile | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const schema = [...SCHEMA.values()].find(({ record }) => record === a.element);
  const isLike = a.element === b.element && a.rows.length === b.rows.length;
  return isLike && a.rows.every((row, index) => isSameRow(row, b.rows[index] as SubfileRow, schema));
}

function isSameRow(a: SubfileRow, b: SubfileRow, schema: TableSchema | undefined): boolean {
  const [before, after] = [fieldMap(a.fields), fieldMap(b.fields)];
  const prefix = schema?.prefix ?? "";
  const schemaOf = (name: string) => schema?.field.get(name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const sides = { bases: [before], theirs: after, ours: after };
  return a.system === b.system && compareFields(sides, schemaOf).length === 0;
}

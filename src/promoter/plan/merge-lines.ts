import type { PromotedField, Reason } from "../../domain/promotion.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { type FieldPlace, fieldFaults, promotedField } from "./field-rules.ts";
import { heldState } from "./held-form.ts";
import { type Line, linePath, userLines } from "./lines.ts";
import { compareFields, type FieldComparison, type FieldMap, mergedValues, type Values } from "./three-way.ts";
import { reason } from "./values.ts";

export interface LineSides {
  readonly bases: readonly (readonly Line[])[];
  readonly theirs: readonly Line[];
  readonly ours: readonly Line[];
}

/** A line as MoneyWorks is to have it. */
export interface MergedLine {
  readonly place: number;
  readonly values: Values;
  /** What MoneyWorks has in this line; nothing for a new one. */
  readonly own: FieldMap;
}

export interface MergedLines {
  readonly lines: readonly MergedLine[];
  /** MoneyWorks has other lines than these. */
  readonly isChanged: boolean;
  readonly fields: readonly PromotedField[];
  readonly reasons: readonly Reason[];
}

/** The user's lines in three ways: whole where only the commit changed them, field by field where both sides have the same lines. */
export function mergeLines(sides: LineSides, detail: TableSchema): MergedLines {
  const system = systemFaults(sides, detail);
  const own = { bases: sides.bases.map(userLines), theirs: userLines(sides.theirs), ours: userLines(sides.ours) };
  const merged = mergeUserLines(own, detail);
  return { ...merged, reasons: [...system, ...merged.reasons] };
}

function mergeUserLines(sides: LineSides, detail: TableSchema): MergedLines {
  const { bases, theirs, ours } = sides;
  if (bases.every((base) => isSame(base, theirs, detail)) || isSame(theirs, ours, detail)) return kept(ours, []);
  if (bases.every((base) => isSame(base, ours, detail)) || haveSameIds(sides)) return mergeEach(sides, detail);
  const held = heldFields(sides, detail);
  return held === null ? crossed(ours) : kept(ours, held);
}

function kept(ours: readonly Line[], fields: readonly PromotedField[]): MergedLines {
  return { lines: ours.map(untouched), isChanged: false, fields, reasons: [] };
}

function untouched({ place, fields }: Line): MergedLine {
  return { place, own: fields, values: mergedValues(fields, []) };
}

function isSame(a: readonly Line[], b: readonly Line[], detail: TableSchema): boolean {
  if (a.length !== b.length) return false;
  return a.every((line, index) => {
    const other = b[index] as Line;
    const sides = { bases: [line.fields], theirs: other.fields, ours: other.fields };
    return compare(sides, detail).length === 0;
  });
}

interface FieldSides {
  readonly bases: readonly FieldMap[];
  readonly theirs: FieldMap;
  readonly ours: FieldMap;
}

function compare(sides: FieldSides, { field, prefix }: TableSchema): readonly FieldComparison[] {
  return compareFields(sides, (name) => field.get(name.slice(prefix.length)));
}

function haveSameIds({ bases, theirs, ours }: LineSides): boolean {
  return theirs.every(({ id }) => id !== null) && [...bases, ours].every((lines) => sameIds(lines, theirs));
}

function sameIds(a: readonly Line[], b: readonly Line[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}

const NO_FIELDS: FieldMap = new Map();

function fieldsOf(lines: readonly Line[], id: string | null): FieldMap {
  return lines.find((line) => id !== null && line.id === id)?.fields ?? NO_FIELDS;
}

/** MoneyWorks' lines are as they were, or are the same ones: each line of the commit against the one of its number. */
function mergeEach({ bases, theirs, ours }: LineSides, detail: TableSchema): MergedLines {
  const fields: PromotedField[] = [];
  const reasons: Reason[] = [];
  const lines = theirs.map(({ id, place, fields: wanted }) => {
    const own = fieldsOf(ours, id);
    const changes = compare({ bases: bases.map((base) => fieldsOf(base, id)), theirs: wanted, ours: own }, detail);
    for (const change of changes) {
      const where = placeOf(change.name, place, detail);
      reasons.push(...fieldFaults(change, where));
      fields.push(promotedField(change, where));
    }
    return { place, own, values: mergedValues(own, changes) };
  });
  const left = new Set(theirs.map(({ id }) => id));
  const gone = ours.filter(({ id }) => !left.has(id)).flatMap((line) => goneFields(line, detail));
  const isChanged = !sameIds(theirs, ours) || fields.some(({ state }) => state !== "held");
  return { lines, isChanged, fields: [...fields, ...gone], reasons };
}

function placeOf(name: string, place: number, detail: TableSchema): FieldPlace {
  const { prefix, field } = detail;
  return { path: linePath({ place }, detail), prefix, schema: field.get(name.slice(prefix.length)), isId: false };
}

/** A line that the commit takes away. */
function goneFields(line: Line, detail: TableSchema): PromotedField[] {
  const path = linePath(line, detail);
  return [...line.fields.values()]
    .filter(({ system }) => !system)
    .map(({ name, value }) => ({
      field: path + name.slice(detail.prefix.length),
      state: "asked",
      base: value,
      theirs: null,
      moneyworks: value,
    }));
}

/**
 * MoneyWorks gives the lines of an invoice that was replaced new numbers: where an earlier attempt sent these lines, they are not
 * told by number. null: MoneyWorks' lines are not, one by one, what the commit asks for.
 */
function heldFields({ bases, theirs, ours }: LineSides, detail: TableSchema): readonly PromotedField[] | null {
  if (theirs.length !== ours.length) return null;
  const isWhole = bases.some((base) => !sameIds(base, theirs));
  const fields: PromotedField[] = [];
  for (const [index, line] of theirs.entries()) {
    const own = (ours[index] as Line).fields;
    const before = bases.map((base) => fieldsOf(base, line.id));
    // Where the commit changed which lines there are, all of a line counts: nobody knows which one it was.
    const began = isWhole ? [...before, NO_FIELDS] : before;
    for (const change of compare({ bases: began, theirs: line.fields, ours: own }, detail)) {
      if (change.system) continue;
      const bare = change.name.slice(detail.prefix.length);
      if (heldState(detail, bare, { asked: change.theirs, held: change.ours }) === "different") return null;
      const told = promotedField(change, placeOf(change.name, line.place, detail));
      fields.push({ ...told, state: "held" });
    }
  }
  return fields;
}

/** Both sides changed which lines there are. */
function crossed(ours: readonly Line[]): MergedLines {
  const text = "MoneyWorks and the commit both changed the lines, and they are not the same lines any more.";
  return { lines: ours.map(untouched), isChanged: true, fields: [], reasons: [reason("conflict", "detail", text)] };
}

/** Control and tax lines follow from the others. */
function systemFaults({ bases, theirs, ours }: LineSides, detail: TableSchema): Reason[] {
  const own = (lines: readonly Line[]) => lines.filter(({ system }) => system);
  const mine = own(theirs);
  if ([...bases, ours].some((lines) => isSame(own(lines), mine, detail))) return [];
  const text = 'Lines marked system="true" are MoneyWorks\' own and follow from the others; leave them as they were.';
  return [reason("system-field", "detail", text)];
}

import type { Field, FieldChange, MwRecord, Subfile, SubfileRow } from "../domain/record.ts";
import { byName, sortOf } from "./order.ts";

/**
 * What differs between two states of one record, in the order in which it stands in the file. Empty exactly when the
 * two are equal. A field's path is its name; in a subfile's row it is `detail[2].gross`: the row's element, its `sort`
 * (0 where blank), and the name without the element's prefix. Rows are matched by `sort`; a second row of the same
 * `sort` is `detail[2~2]`. A row that came or went is one change a field. Something that is there or not and has no
 * value of its own, such as the mark `phone@system`, changes between null and `true`. Values are as in the model:
 * protected as protect.ts describes.
 */
export function diffRecords(old: MwRecord, next: MwRecord): FieldChange[] {
  return [
    ...diffFields(old.fields, next.fields, { path: "", prefix: "" }),
    ...merge(old.subfiles, next.subfiles, byName).flatMap(([a, b]) => diffSubfile(a, b)),
  ];
}

function diffSubfile(old: Subfile | undefined, next: Subfile | undefined): FieldChange[] {
  if (old && next && old.element !== next.element) {
    return [...diffSubfile(old, undefined), ...diffSubfile(undefined, next)];
  }
  const { element } = (next ?? old) as Subfile;
  return merge(numbered(old), numbered(next), byPlace).flatMap(([a, b]) => diffRow(a, b, element));
}

/** A row by what a person counts lines by; sequence numbers change when MoneyWorks rewrites the lines. */
interface NumberedRow {
  readonly sort: number;
  /** 1 for the first row of this `sort`. */
  readonly nth: number;
  readonly row: SubfileRow;
}

function numbered(subfile: Subfile | undefined): NumberedRow[] {
  let before: NumberedRow | undefined;
  return (subfile?.rows ?? []).map((row) => {
    const sort = sortOf(row, (subfile as Subfile).element);
    before = { sort, nth: before?.sort === sort ? before.nth + 1 : 1, row };
    return before;
  });
}

function byPlace(a: NumberedRow, b: NumberedRow): number {
  return a.sort - b.sort;
}

function diffRow(old: NumberedRow | undefined, next: NumberedRow | undefined, element: string): FieldChange[] {
  const { sort, nth } = (next ?? old) as NumberedRow;
  const path = `${element}[${sort}${nth === 1 ? "" : `~${nth}`}]`;
  const changes: FieldChange[] = [];
  if (!old || !next) changes.push(...presence(path, next !== undefined, rowIsEmpty(next ?? old)));
  const marks = [old?.row.system ?? false, next?.row.system ?? false] as const;
  if (marks[0] !== marks[1]) changes.push(came(`${path}@system`, marks[1]));
  const names = { path: `${path}.`, prefix: `${element}.` };
  return [...changes, ...diffFields(old?.row.fields ?? [], next?.row.fields ?? [], names)];
}

function rowIsEmpty(numberedRow: NumberedRow | undefined): boolean {
  return numberedRow?.row.fields.length === 0 && !numberedRow.row.system;
}

/** A row with nothing in it would come and go without a trace in its fields. */
function presence(path: string, isThere: boolean, isEmpty: boolean): FieldChange[] {
  return isEmpty ? [came(path, isThere)] : [];
}

interface Names {
  readonly path: string;
  /** Dropped from the front of a field's name. */
  readonly prefix: string;
}

function diffFields(old: readonly Field[], next: readonly Field[], { path, prefix }: Names): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [a, b] of merge(old, next, byName)) {
    const name = ((b ?? a) as Field).name;
    const field = path + (prefix !== "" && name.startsWith(prefix) ? name.slice(prefix.length) : name);
    if (a?.value !== b?.value) changes.push({ field, old: a?.value ?? null, new: b?.value ?? null });
    if (a && b && a.system !== b.system) changes.push(came(`${field}@system`, b.system));
  }
  return changes;
}

function came(field: string, isThere: boolean): FieldChange {
  return { field, old: isThere ? null : "true", new: isThere ? "true" : null };
}

type Pair<T> = readonly [old: T | undefined, next: T | undefined];

/** Two ascending lists as one ascending list of pairs; equal items stand side by side. */
function merge<T>(old: readonly T[], next: readonly T[], compare: (a: T, b: T) => number): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < next.length) {
    const order = i === old.length ? 1 : j === next.length ? -1 : compare(old[i] as T, next[j] as T);
    pairs.push([order <= 0 ? old[i] : undefined, order >= 0 ? next[j] : undefined]);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return pairs;
}

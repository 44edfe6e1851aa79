import { anyOf, between, type FieldName, MAX_SEARCH, type Search } from "./search.ts";

/** Consecutive numbers to ask for, both ends included. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** A search for some of the wanted numbers, and the most records it can match. */
export interface NumberSearch {
  readonly search: Search;
  readonly span: number;
  readonly lowest: number;
}

/** A gap so small is read along: a few records too many cost less than another request, which scans the table. */
const MAX_GAP = 8;
const JOINT = " or ".length;
const BRACKETS = 2;

/**
 * Packs sequence numbers into as few searches as fit the length limit, each matching at most `limit` records. The
 * searches also match numbers nobody asked for; together they match every wanted one, in ascending order.
 */
export function packNumbers(field: FieldName, wanted: readonly number[], limit: number): readonly NumberSearch[] {
  const packed: NumberSearch[] = [];
  let group: Range[] = [];
  const flush = () => {
    if (group.length > 0) packed.push(searchOf(field, group));
    group = [];
  };
  for (const range of rangesOf(wanted, limit)) {
    if (!fits(field, [...group, range], limit)) flush();
    group.push(range);
  }
  flush();
  return packed;
}

function rangesOf(wanted: readonly number[], limit: number): readonly Range[] {
  const ranges: Range[] = [];
  for (const number of [...new Set(wanted)].sort((a, b) => a - b)) {
    const open = ranges.at(-1);
    const joins = open !== undefined && number - open.last - 1 <= MAX_GAP && number - open.first < limit;
    if (joins) ranges[ranges.length - 1] = { first: open.first, last: number };
    else ranges.push({ first: number, last: number });
  }
  return ranges;
}

function fits(field: FieldName, ranges: readonly Range[], limit: number): boolean {
  const length = ranges.reduce((sum, { first, last }) => sum + between(field, first, last).length + JOINT, BRACKETS);
  return length - JOINT <= MAX_SEARCH && spanOf(ranges) <= limit;
}

function searchOf(field: FieldName, ranges: readonly Range[]): NumberSearch {
  const search = anyOf(...ranges.map(({ first, last }) => between(field, first, last)));
  return { search, span: spanOf(ranges), lowest: ranges[0]?.first ?? 0 };
}

function spanOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

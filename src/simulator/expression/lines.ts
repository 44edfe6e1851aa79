import { type FieldValue, isLines, textValue, type Value } from "./value.ts";

/**
 * A transaction search may name `detail.x`, which has one value for each line and matches when any line does (manual).
 * Each comparison looks at the lines for itself (inferred): `detail.a=1 and detail.b=2` may match on two lines.
 */
export function mapLines(value: FieldValue, map: (value: Value) => Value): FieldValue {
  return isLines(value) ? value.map(map) : map(value);
}

/** Combines line by line; a single value stands beside every line. */
export function mapPair(left: FieldValue, right: FieldValue, map: (left: Value, right: Value) => Value): FieldValue {
  if (!isLines(left)) return mapLines(right, (value) => map(left, value));
  return left.map((value, index) => map(value, isLines(right) ? lineOf(right, index) : right));
}

export function someOf(value: FieldValue, test: (value: Value) => boolean): boolean {
  return isLines(value) ? value.some(test) : test(value);
}

export function firstOf(value: FieldValue): Value {
  return isLines(value) ? lineOf(value, 0) : value;
}

/** Line `index`; a single value is the same on every line, and a line that is not there is empty. */
export function lineOf(value: FieldValue, index: number): Value {
  return isLines(value) ? (value[index] ?? textValue("")) : value;
}

/** How many lines the values have; 1 when none of them has lines. */
export function lineCount(values: readonly FieldValue[]): number {
  const counts = values.filter(isLines).map((value) => value.length);
  return counts.length === 0 ? 1 : Math.max(...counts);
}

/**
 * What an expression computes with. Dates and timestamps stay in MoneyWorks' stored form (`YYYYMMDD`,
 * `YYYYMMDDHHMMSS`, server local time, blank `19040101…`), so that they compare as text without a conversion.
 */
export type Value =
  | { readonly kind: "number"; readonly value: number }
  | TextValue
  | { readonly kind: "date"; readonly value: string }
  | { readonly kind: "timestamp"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean };

interface TextValue {
  readonly kind: "text";
  readonly value: string;
  /** false: it comes from a field of type A, which cannot be searched with `@` (manual). */
  readonly wildcards?: false;
}

export type ValueKind = Value["kind"];

/** A field's value in a scope: one value, or one for each line of a transaction (`detail.account`). */
export type FieldValue = Value | readonly Value[];

const TRUE: Value = { kind: "boolean", value: true };
const FALSE: Value = { kind: "boolean", value: false };
/** MoneyWorks' blank date (observed). */
export const BLANK_DATE = "19040101";
/** MoneyWorks' blank timestamp (observed). */
export const BLANK_TIMESTAMP = "19040101000000";

export function numberValue(value: number): Value {
  return { kind: "number", value };
}

export function textValue(value: string): Value {
  return { kind: "text", value };
}

/** @param value `YYYYMMDD` */
export function dateValue(value: string): Value {
  return { kind: "date", value };
}

/** @param value `YYYYMMDDHHMMSS`, server local time */
export function timestampValue(value: string): Value {
  return { kind: "timestamp", value };
}

export function booleanValue(value: boolean): Value {
  return value ? TRUE : FALSE;
}

export function isLines(value: FieldValue): value is readonly Value[] {
  return Array.isArray(value);
}

import fc from "fast-check";
import type { Field, MwRecord } from "../../src/domain/record.ts";
import type { FieldSchema, TableSchema } from "../../src/domain/schema/schema.ts";
import { schemaOf } from "./canonical-tools.ts";

/** Values as MoneyWorks has them; null: blank. */
export type FieldValues = Readonly<Record<string, string | null>>;

const anyLine = fc.array(
  fc
    .constantFrom(..."abzABZ09 &<>\"'é漢😀␛.,-/", "]]>", "&amp;", "\r")
    .map((piece) => (piece === "␛" ? "␛{241B}" : piece)),
  { minLength: 1, maxLength: 5 },
);

/** A value that fits a field, in MoneyWorks' own form; null: blank. */
export function anyValueOf({ kind, type }: FieldSchema): fc.Arbitrary<string | null> {
  switch (kind) {
    case "N":
      return anyNumber(type);
    case "B":
      return fc.constantFrom(null, "1");
    case "D":
      return fc.option(
        fc.date({ min: new Date("1905-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }).map(day),
      );
    default:
      return fc.option(anyLine.map((pieces) => pieces.join("")));
  }
}

function anyNumber(type: string): fc.Arbitrary<string | null> {
  const places = { decimal: 2, double: 6, float: 6 }[type] ?? 0;
  const text = fc
    .integer({ min: -9999, max: 9999 })
    .map((number) => (number / 10 ** Math.min(places, 2)).toFixed(places));
  return text.map((value) => (Number(value) === 0 ? null : value));
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10).replaceAll("-", "");
}

/** Fields that any edit may change: long enough for whatever `anyValueOf` gives. */
export function editableFields(table: string, ...except: readonly string[]): readonly FieldSchema[] {
  const isLongEnough = ({ kind, size }: FieldSchema) => (kind !== "T" && kind !== "A") || size === 0 || size >= 19;
  return schemaOf(table).fields.filter(
    (field) =>
      !field.system &&
      (field.importable ?? field.mutable !== null) &&
      isLongEnough(field) &&
      !except.includes(field.name),
  );
}

/** Values for some of these fields. */
export function anyValues(fields: readonly FieldSchema[]): fc.Arbitrary<FieldValues> {
  return fc
    .subarray([...fields], { maxLength: 6 })
    .chain((some) => fc.tuple(...some.map((field) => anyValueOf(field).map((value) => [field.name, value] as const))))
    .map((pairs) => Object.fromEntries(pairs));
}

/** Fields of a record or line, in order. */
export function fieldsOf(
  values: FieldValues,
  { prefix }: Pick<TableSchema, "prefix">,
  system: readonly string[] = [],
): Field[] {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === null ? [] : [{ name: prefix + name, value, system: system.includes(name) }]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A name of these values, as main has it. */
export function nameOf(values: FieldValues): MwRecord {
  const own = { code: "ROWAN", sequencenumber: "12", dbalance: "120.50" };
  return {
    element: "name",
    fields: fieldsOf({ ...values, ...own }, schemaOf("name"), ["sequencenumber", "dbalance"]),
    subfiles: [],
  };
}

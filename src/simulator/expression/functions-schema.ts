import type { TableName } from "../../domain/ids.ts";
import { type FieldSchema, SCHEMA, type StorageType, type TableSchema } from "../../domain/schema/schema.ts";
import { toText } from "./convert.ts";
import { ExpressionError } from "./error.ts";
import type { CallContext, FunctionSpec } from "./function-spec.ts";
import { prefixedName } from "./names.ts";
import { textValue, type Value } from "./value.ts";

const never = () => false;

/** Schema discovery (observed: newline-separated names). */
export const SCHEMA_FUNCTIONS: readonly (readonly [string, FunctionSpec])[] = [
  ["getdatabasefiles", { min: 0, max: 0, isConstant: never, call: databaseFiles }],
  ["getdatabasefields", { min: 1, max: 1, isConstant: never, call: databaseFields }],
  ["getdatabasefieldsize", { min: 1, max: 2, isConstant: never, call: databaseFieldSize }],
];

/** The names of the sizes that are no string sizes (observed). `byte`, `decimal` and `char2` are mapped by inference. */
const SIZES: Readonly<Record<StorageType, string>> = {
  short: "SHORT",
  byte: "SHORT",
  long: "LONG",
  decimal: "INT48",
  float: "FLOAT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
  time: "TIME",
  string: "",
  char2: "",
  char4: "",
};

/** The tables of this document: a server of another version has fewer. */
function databaseFiles(_: readonly Value[], { scope }: CallContext): Value {
  const present = [...SCHEMA.values()].filter(({ table }) => scope.table(table) !== null);
  return textValue(present.map(({ name }) => name).join("\n"));
}

function databaseFields([name]: readonly Value[], { scope }: CallContext): Value {
  const table = tableNamed(name === undefined ? "" : toText(name, scope.locale));
  return textValue(table.fields.map((field) => prefixedName(table, field.name)).join("\n"));
}

/** Takes `"name.code"` or `"name", "code"`. */
function databaseFieldSize(args: readonly Value[], { scope }: CallContext): Value {
  const [file = "", ...rest] = args
    .map((arg) => toText(arg, scope.locale))
    .join(".")
    .toLowerCase()
    .split(".");
  const field = tableNamed(file).field.get(rest.at(-1) ?? "");
  if (field === undefined) throw new ExpressionError(`no field "${rest.join(".")}" in "${file}"`);
  return textValue(sizeOf(field));
}

function sizeOf(field: FieldSchema): string {
  return SIZES[field.type] || String(field.size);
}

function tableNamed(name: string): TableSchema {
  const table = SCHEMA.get(name.toLowerCase() as TableName);
  if (table === undefined) throw new ExpressionError(`no file "${name}"`);
  return table;
}

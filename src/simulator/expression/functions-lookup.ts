import type { TableName } from "../../domain/ids.ts";
import { SCHEMA } from "../../domain/schema/schema.ts";
import { order, orderText } from "./compare.ts";
import { isTrue, toNumber, toText } from "./convert.ts";
import { ExpressionError } from "./error.ts";
import type { CallContext, Evaluate, FunctionSpec } from "./function-spec.ts";
import { firstOf, someOf } from "./lines.ts";
import type { Scope } from "./scope.ts";
import { numberValue, textValue, type Value } from "./value.ts";

const never = () => false;

/** Functions that read other tables (manual). */
export const LOOKUP_FUNCTIONS: readonly (readonly [string, FunctionSpec])[] = [
  ["lookup", { min: 2, max: 3, isConstant: never, call: lookup }],
  ["find", { min: 2, max: 5, isConstant: never, call: find }],
];

/**
 * `Lookup(key, "name.phone")`: the field of the record whose code is `key`, compared without case; empty when there
 * is none. The third argument (what to do then) is ignored.
 */
function lookup([key, target]: readonly Value[], context: CallContext): Value {
  const { table, expression } = splitTarget(textOf(target, context));
  const wanted = textOf(key, context);
  const keyOf = context.compile(keyField(table), table);
  const value = context.compile(expression || keyField(table), table);
  for (const row of rowsOf(table, context.scope)) {
    if (orderText(toText(firstOf(keyOf(row)), row.locale), wanted) === 0) return firstOf(value(row));
  }
  return textValue("");
}

/**
 * `Find("table", search)` counts; `Find("file.expr", search, limit, delimiter, sort)` joins the values of the matching
 * records. Inferred: without a limit all of them, without a delimiter a newline between, without a sort in slot order;
 * a sort ending in `-` descends.
 */
function find(args: readonly Value[], context: CallContext): Value {
  const [target, search, limit, delimiter, sort] = args;
  const { table, expression } = splitTarget(textOf(target, context));
  const rows = matching(table, textOf(search, context), context);
  if (expression === "") return numberValue(rows.length);
  const sorted = sort === undefined ? rows : sortRows(rows, compileSort(textOf(sort, context), table, context));
  const most = limit === undefined ? 0 : toNumber(limit);
  const value = context.compile(expression, table);
  const texts = (most > 0 ? sorted.slice(0, most) : sorted).map((row) => toText(firstOf(value(row)), row.locale));
  return textValue(texts.join(delimiter === undefined ? "\n" : textOf(delimiter, context)));
}

function matching(table: string, search: string, context: CallContext): Scope[] {
  const rows = Array.from(rowsOf(table, context.scope));
  if (search.trim() === "") return rows;
  const matches = context.compile(search, table);
  return rows.filter((row) => someOf(matches(row), isTrue));
}

interface Sorting {
  readonly key: Evaluate;
  readonly descending: boolean;
}

function compileSort(sort: string, table: string, context: CallContext): Sorting {
  const text = sort.trim();
  const descending = text.endsWith("-");
  return { key: context.compile(descending ? text.slice(0, -1) : text, table), descending };
}

function sortRows(rows: readonly Scope[], { key, descending }: Sorting): Scope[] {
  const keyed = rows.map((row) => ({ row, value: firstOf(key(row)) }));
  keyed.sort((a, b) => order(a.value, b.value, a.row.locale) * (descending ? -1 : 1));
  return keyed.map(({ row }) => row);
}

/** `name.left(code,3)` → table `name`, expression `left(code,3)`; `name` → an empty expression. */
function splitTarget(target: string): { table: string; expression: string } {
  const dot = target.indexOf(".");
  const table = (dot < 0 ? target : target.slice(0, dot)).trim().toLowerCase();
  if (!SCHEMA.has(table as TableName)) throw new ExpressionError(`no file "${table}"`);
  return { table, expression: dot < 0 ? "" : prefixed(table, target.slice(dot + 1)) };
}

/** `detail.account` already says the prefix that fields of `detail` need. */
function prefixed(table: string, expression: string): string {
  const schema = SCHEMA.get(table as TableName);
  const field = expression.trim().toLowerCase();
  const needsPrefix = schema?.field.has(field) === true && !schema.prefixExcept.includes(field);
  return needsPrefix ? `${schema.prefix}${field}` : expression;
}

/** General's code repeats in exports, but it is what Lookup goes by. */
function keyField(table: string): string {
  const schema = SCHEMA.get(table as TableName);
  if (schema === undefined) return "sequencenumber";
  const name = schema.key === "sequencenumber" && schema.field.has("code") ? "code" : schema.key;
  return prefixed(table, name);
}

function rowsOf(table: string, scope: Scope): Iterable<Scope> {
  const rows = scope.table(table);
  if (rows === null) throw new ExpressionError(`no file "${table}"`);
  return rows;
}

function textOf(value: Value | undefined, { scope }: CallContext): string {
  return value === undefined ? "" : toText(value, scope.locale);
}

import type { TableName } from "../../domain/ids.ts";
import { SCHEMA } from "../../domain/schema/schema.ts";
import { compile } from "./compile.ts";
import { isTrue, toText } from "./convert.ts";
import { ExpressionError } from "./error.ts";
import type { Dialect, Evaluate } from "./function-spec.ts";
import { firstOf, someOf } from "./lines.ts";
import { parse } from "./parser.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

/** Longest search expression that the manual allows; whether REST holds to it is unknown. */
export const MAX_SEARCH_LENGTH = 255;

/** MoneyWorks 9.2. */
const DIALECT: Dialect = { missing: new Set(), fourteenDigits: true };

/** A parsed and compiled expression: build it once, run it on many records. */
export interface Expression {
  readonly text: string;
  readonly run: Evaluate;
}

export interface ParseOptions {
  /**
   * The lower-case table whose records it will run on: its names are then checked at once. Without it (an
   * `evaluate` request) unknown names show when they are evaluated.
   */
  readonly table?: string;
  readonly dialect?: Dialect;
}

/** @throws ExpressionError for bad syntax, unknown functions, unknown fields of the table, a table that does not exist */
export function parseExpression(text: string, options: ParseOptions = {}): Expression {
  const table = options.table === undefined ? null : (SCHEMA.get(options.table as TableName) ?? null);
  if (table === null && options.table !== undefined) throw new ExpressionError(`no file "${options.table}"`);
  return { text, run: compile(parse(text), { table, dialect: options.dialect ?? DIALECT, depth: 0 }) };
}

/** The expression's value for one record; of a line field, the first line's. @throws ExpressionError for unknown names */
export function evaluateExpression(expression: Expression, scope: Scope): Value {
  return firstOf(expression.run(scope));
}

/** What `evaluate` answers: the value as text in the server's locale. @throws ExpressionError for unknown names */
export function evaluateText(expression: Expression, scope: Scope): string {
  return toText(evaluateExpression(expression, scope), scope.locale);
}

/** Whether a record matches, for a search. @throws ExpressionError for unknown names */
export function matches(expression: Expression, scope: Scope): boolean {
  return someOf(expression.run(scope), isTrue);
}

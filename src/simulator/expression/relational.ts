import { toText } from "./convert.ts";
import { ExpressionError } from "./error.ts";
import { type Join, joinOf } from "./links.ts";
import { type Operation, parseSteps, type Step } from "./relational-parser.ts";
import type { Scope } from "./scope.ts";
import { matches, type ParseOptions, parseExpression } from "./search.ts";
import { isLines } from "./value.ts";

/** Whether a record of the exported table is in the result. */
export type Predicate = (row: Scope) => boolean;

/** A search of one table, ready for any number of requests. */
export interface Search {
  /**
   * Prepares it for one request. A relational search reads the other tables here, so nothing in them may change
   * before the predicate has been asked about the last record.
   * @param document any scope of the document; only `table`, `now`, `global` and `locale` of it are used
   * @throws ExpressionError here or from the predicate, for names that are known only when evaluated
   */
  prepare(document: Scope): Predicate;
}

/**
 * A search as REST takes it: an expression, or a relational search whose last term is the exported table; blank text
 * selects everything. The special search `=` (one record of field names) is not an expression and is the caller's.
 * @param table lower-case name of the exported table
 * @throws ExpressionError
 */
export function parseSearch(text: string, table: string, options: Omit<ParseOptions, "table"> = {}): Search {
  if (text.trim() === "") return { prepare: () => () => true };
  if (text.trimStart().startsWith("[")) return relationalSearch(parseSteps(text, options), table);
  const expression = parseExpression(text, { ...options, table });
  return { prepare: () => (row) => matches(expression, row) };
}

function relationalSearch(steps: readonly Step[], table: string): Search {
  const last = steps.findLast((step) => step.kind === "select");
  if (last?.table !== table) throw new ExpressionError(`the last term must be "${table}"`);
  return { prepare: (document) => isIn(select(steps, document), table) };
}

/** The records of one table that are selected so far, by sequence number. */
interface Selection {
  readonly table: string;
  readonly rows: ReadonlyMap<number, Scope>;
}

function isIn({ table, rows }: Selection, exported: string): Predicate {
  if (table !== exported) throw new ExpressionError(`the search ends in "${table}", not "${exported}"`);
  return (row) => rows.has(row.id);
}

interface State {
  readonly current: Selection | null;
  readonly pushed: readonly Selection[];
}

function select(steps: readonly Step[], document: Scope): Selection {
  const start: State = { current: null, pushed: [] };
  const { current } = steps.reduce((state, step) => next(state, step, document), start);
  if (current === null) throw new ExpressionError("nothing selected");
  return current;
}

function next(state: State, step: Step, document: Scope): State {
  if (step.kind === "operation") return operate(state, step.operation, document);
  return { ...state, current: follow(state.current, step, document) };
}

/** From the selection to the records of the term's table that refer to it and match. */
function follow(current: Selection | null, step: Extract<Step, { kind: "select" }>, document: Scope): Selection {
  const { table, field, expression } = step;
  const isRelated = current === null ? () => true : relatedTo(current, table, field);
  const rows = Iterator.from(rowsOf(document, table)).filter(
    (row) => isRelated(row) && (expression === null || matches(expression, row)),
  );
  return { table, rows: byId(rows) };
}

function relatedTo(current: Selection, table: string, field: string | null): Predicate {
  if (current.table === table) return (row) => current.rows.has(row.id);
  const join = joinOf(current.table, table, field);
  if (join === null) throw new ExpressionError(`"${table}" is not related to "${current.table}"`);
  return joined(current, join);
}

function joined({ rows }: Selection, { source, target }: Join): Predicate {
  const keys = new Set(Iterator.from(rows.values()).flatMap((row) => keysOf(row, source)));
  return (row) => keysOf(row, target).some((key) => keys.has(key));
}

/** A blank code refers to nothing. */
function keysOf(row: Scope, field: string): string[] {
  const value = row.field(field);
  if (value === null) throw new ExpressionError(`unknown name "${field}"`);
  const keys = (isLines(value) ? value : [value]).map((each) => toText(each, row.locale).toLowerCase());
  return keys.filter((key) => key !== "" && key !== "0");
}

function operate({ current, pushed }: State, operation: Operation, document: Scope): State {
  if (current === null) throw new ExpressionError(`"${operation}" without a selection`);
  if (operation === "!") return { current: inverse(current, document), pushed };
  if (operation === "^") return { current: null, pushed: [...pushed, current] };
  const other = pushed.at(-1);
  if (other?.table !== current.table)
    throw new ExpressionError(`"${operation}" without a pushed selection of "${current.table}"`);
  return {
    current: operation === "*" ? intersection(other, current) : union(other, current),
    pushed: pushed.slice(0, -1),
  };
}

function inverse({ table, rows }: Selection, document: Scope): Selection {
  return { table, rows: byId(Iterator.from(rowsOf(document, table)).filter((row) => !rows.has(row.id))) };
}

function intersection(one: Selection, other: Selection): Selection {
  return { table: one.table, rows: byId(one.rows.values().filter((row) => other.rows.has(row.id))) };
}

function union(one: Selection, other: Selection): Selection {
  return { table: one.table, rows: new Map([...one.rows, ...other.rows]) };
}

function byId(rows: Iterable<Scope>): Map<number, Scope> {
  return new Map(Iterator.from(rows).map((row) => [row.id, row]));
}

function rowsOf(document: Scope, table: string): Iterable<Scope> {
  const rows = document.table(table);
  if (rows === null) throw new ExpressionError(`no file "${table}"`);
  return rows;
}

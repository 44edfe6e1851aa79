import type { TableSchema } from "../../domain/schema/schema.ts";
import { order } from "../expression/compare.ts";
import type { Dialect } from "../expression/function-spec.ts";
import { prefixedName } from "../expression/names.ts";
import { parse } from "../expression/parser.ts";
import { type Predicate, parseSearch } from "../expression/relational.ts";
import { evaluateExpression, parseExpression } from "../expression/search.ts";
import type { SimRow } from "../store/row.ts";
import type { Table } from "../store/table.ts";
import type { DocumentView } from "./document-view.ts";
import { ANY, type SequencePlan, sequencePlan } from "./sequence-plan.ts";

export interface SelectRequest {
  readonly schema: TableSchema;
  /** Blank: every record. */
  readonly search: string;
  /** Field or expression; blank: slot order. */
  readonly sort: string;
  readonly descending: boolean;
  readonly start: number;
  readonly limit: number;
  readonly dialect: Dialect;
}

export interface Selection {
  readonly rows: readonly SimRow[];
  /** Records that match, whatever `start` and `limit` say (observed). */
  readonly found: number;
}

/** Applies search, order and window of one export. Nothing is remembered between requests (manual: every page repeats them). */
export function select(view: DocumentView, request: SelectRequest): Selection {
  const { schema, search, sort, descending, dialect } = request;
  const table = view.context.document.table(schema.table);
  const predicate = parseSearch(search, schema.table, { dialect }).prepare(view.nowhere());
  const sequence = prefixedName(schema, "sequencenumber");
  if (sort.trim().toLowerCase() !== sequence) {
    const rows = matching(view, request, predicate)(table.bySlot());
    return windowOf(sort.trim() === "" ? rows : sorted(view, request, rows), request);
  }
  const plan = planOf(search, sequence);
  const whole = plan.complete && plan.numbers === null && view.unrestricted;
  if (whole && !descending) return slice(table, plan, request);
  const rows = matching(view, request, predicate)(candidates(table, plan));
  return windowOf(descending ? rows.reverse() : rows, request);
}

/** Every record between two numbers, none looked at. */
function slice(table: Table, { after, upTo }: SequencePlan, { start, limit }: SelectRequest): Selection {
  const first = table.firstAfter(after);
  const end = Math.max(first, table.firstAfter(upTo));
  const numbers = table.order.slice(first + start, Math.min(end, first + start + limit));
  return { rows: numbers.flatMap((seq) => table.get(seq) ?? []), found: end - first };
}

function candidates(table: Table, plan: SequencePlan): Iterable<SimRow> {
  if (plan.numbers === null) return table.bySequence(table.firstAfter(plan.after), table.firstAfter(plan.upTo));
  const numbers = [...new Set(plan.numbers)].sort((a, b) => a - b);
  return numbers.flatMap((seq) => table.get(seq) ?? []);
}

function planOf(search: string, sequence: string): SequencePlan {
  const text = search.trim();
  if (text === "") return { ...ANY, complete: true };
  if (text.startsWith("[")) return ANY;
  return sequencePlan(parse(text), sequence);
}

type Filter = (rows: Iterable<SimRow>) => SimRow[];

function matching(view: DocumentView, { schema, search }: SelectRequest, predicate: Predicate): Filter {
  const everything = search.trim() === "";
  return (rows) => {
    const found: SimRow[] = [];
    for (const row of rows) {
      if (view.sees(row) && (everything || predicate(view.scope(schema.table, row)))) found.push(row);
    }
    return found;
  };
}

/** By value of the sort expression; equal values stay in slot order (what a server does with them is unknown). */
function sorted(view: DocumentView, { schema, sort, descending, dialect }: SelectRequest, rows: SimRow[]): SimRow[] {
  const key = parseExpression(sort, { table: schema.table, dialect });
  const keyed = rows.map((row) => ({ row, value: evaluateExpression(key, view.scope(schema.table, row)) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => sign * order(a.value, b.value, view.context.locale));
  return keyed.map(({ row }) => row);
}

function windowOf(rows: readonly SimRow[], { start, limit }: SelectRequest): Selection {
  return { rows: rows.slice(start, start + limit), found: rows.length };
}

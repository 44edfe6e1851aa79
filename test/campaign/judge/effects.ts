import type { Simulator } from "../../../src/simulator/simulator.ts";
import type { SimRow } from "../../../src/simulator/store/row.ts";
import type { Asked } from "./asked.ts";

/** A row of any table that an import made, changed or took away. */
export interface RowEffect {
  readonly table: string;
  readonly before: SimRow | null;
  readonly after: SimRow | null;
}

export type Rows = ReadonlyMap<string, { readonly table: string; readonly row: SimRow }>;

/** Every row of the document by `table/number`; rows never change in place. */
export function allRows(simulator: Simulator): Rows {
  const rows = new Map<string, { table: string; row: SimRow }>();
  for (const [table, state] of Object.entries(simulator.controls.snapshot().document.tables)) {
    for (const row of state.rows) rows.set(`${table}/${row.seq}`, { table, row });
  }
  return rows;
}

export function effectsBetween(before: Rows, after: Rows): RowEffect[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was?.row === is?.row) return [];
    return [{ table: (was ?? is)?.table ?? "", before: was?.row ?? null, after: is?.row ?? null }];
  });
}

/** What an import did beyond what was asked of it. */
export function excess(effects: readonly RowEffect[], asked: Asked): string[] {
  const own = effects.filter(({ table }) => table === asked.table);
  const others = effects.filter((effect) => !own.includes(effect) && !isLineOf(effect, own));
  return [...others.map(tell), ...(asked.number === null ? excessOfNew(own) : excessOfKnown(own, asked))];
}

function excessOfNew(own: readonly RowEffect[]): string[] {
  const made = own.filter(({ before, after }) => before === null && after !== null);
  return made.length === 1 && own.length === 1 ? [] : own.map(tell);
}

/** The record itself, or, of an invoice, another one in its place. */
function excessOfKnown(own: readonly RowEffect[], { number, table, fields }: Asked): string[] {
  const old = own.find(({ before }) => String(before?.seq) === number);
  const fresh = old?.after ?? own.find(({ before }) => before === null)?.after;
  const isReplaced = table === "transaction" && old?.after === null && own.length === 2;
  if (old?.before == null || fresh == null || (own.length > 1 && !isReplaced)) return own.map(tell);
  const names = new Set([...Object.keys(old.before.fields), ...Object.keys(fresh.fields)]);
  const changed = [...names].filter((name) => old.before?.fields[name] !== fresh.fields[name] && !fields.has(name));
  const wrong = changed.filter((name) => table !== "transaction" || !MADE_ANEW.has(name));
  return wrong.map((name) => `${table} ${number} ${name}: ${old.before?.fields[name]} became ${fresh.fields[name]}`);
}

/** What MoneyWorks enters by itself when it replaces an invoice. */
const MADE_ANEW: ReadonlySet<string> = new Set(["enterdate", "enteredby", "flags", "period", "taxamount"]);

function isLineOf({ table, before, after }: RowEffect, own: readonly RowEffect[]): boolean {
  const parents = own.flatMap((effect) => [effect.before?.seq, effect.after?.seq]);
  return table === "detail" && parents.includes((after ?? before)?.parent);
}

function tell({ table, before, after }: RowEffect): string {
  const what = before === null ? "made" : after === null ? "taken away" : "changed";
  return `${table} ${(after ?? before)?.seq} was ${what}`;
}

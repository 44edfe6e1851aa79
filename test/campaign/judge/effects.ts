import type { Simulator } from "../../../src/simulator/simulator.ts";
import type { SimRow } from "../../../src/simulator/store/row.ts";
import { type Asked, isSame } from "./asked.ts";

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

/** Which transaction stands in the place of which; null: none was replaced by one of another number. */
export function replacement(effects: readonly RowEffect[]): readonly [old: number, fresh: number] | null {
  const own = effects.filter(({ table }) => table === "transaction");
  const [gone, made] = [own.find(({ after }) => after === null), own.find(({ before }) => before === null)];
  return gone?.before == null || made?.after == null ? null : [gone.before.seq, made.after.seq];
}

/** Whether a record, its lines included, is what it was. */
export function isUntouched(one: Rows, other: Rows, number: string): boolean {
  const row = one.get(number)?.row;
  const lines = (row?.lines ?? []).map((line) => `detail/${line}`);
  return [number, ...lines].every((name) => one.get(name)?.row === other.get(name)?.row);
}

/** What an import did beyond what was asked of it. */
export function excess(effects: readonly RowEffect[], asked: Asked): string[] {
  const own = effects.filter(({ table }) => table === asked.table);
  const others = effects.filter((effect) => !own.includes(effect) && !isLineOf(effect, own));
  if (asked.number === null) return [...others.map(tell), ...excessOfNew(own)];
  return [
    ...others.map(tell),
    ...excessOfKnown(own, asked),
    ...overwritten(own, asked),
    ...changedLines(effects, asked),
  ];
}

/** What somebody had entered since the commit was made, and the import wrote over. */
function overwritten(own: readonly RowEffect[], { number, fields, bases }: Asked): string[] {
  const old = own.find(({ before }) => String(before?.seq) === number);
  const after = old?.after ?? own.find(({ before }) => before === null)?.after;
  const lost = [...fields.keys()].filter((name) => {
    const [was, is] = [old?.before?.fields[name], after?.fields[name]];
    return !name.includes("[") && !isSame(was, is) && !bases.some((base) => isSame(base.get(name), was));
  });
  return lost.map((name) => `${name} was ${old?.before?.fields[name]} by then, and is ${after?.fields[name]}`);
}

/** What people entered in a line; MoneyWorks makes the lines of a replaced invoice anew. */
const ENTERED = ["account", "description", "stockcode", "stockqty", "unitprice", "taxcode", "net", "tax", "gross"];

function changedLines(effects: readonly RowEffect[], { fields }: Asked): string[] {
  const sorted = (rows: readonly (SimRow | null)[]) =>
    rows.filter((row) => row !== null).sort((a, b) => (a.sort ?? 0) - (b.sort ?? 0));
  const lines = effects.filter(({ table, before, after }) => table === "detail" && isEntered(after ?? before));
  const [old, fresh] = [sorted(lines.map(({ before }) => before)), sorted(lines.map(({ after }) => after))];
  if (old.length !== fresh.length) return [`${old.length} lines became ${fresh.length}`];
  return old.flatMap((line, at) => {
    const isAsked = (name: string) => fields.has(`detail[${at + 1}].${name}`);
    const wrong = ENTERED.filter((name) => line.fields[name] !== fresh[at]?.fields[name] && !isAsked(name));
    return wrong.map((name) => `line ${at + 1} ${name}: ${line.fields[name]} became ${fresh[at]?.fields[name]}`);
  });
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
  const isOwn = (name: string) => MADE_ANEW.has(name) || (FILLED_IN.has(name) && isBlank(old.before?.fields[name]));
  const wrong = changed.filter((name) => table !== "transaction" || !isOwn(name));
  return wrong.map((name) => `${table} ${number} ${name}: ${old.before?.fields[name]} became ${fresh.fields[name]}`);
}

/** What MoneyWorks enters by itself when it replaces an invoice. */
const MADE_ANEW: ReadonlySet<string> = new Set(["enterdate", "enteredby", "flags", "period", "taxamount", "status"]);
/** The same where nothing stands there. */
const FILLED_IN: ReadonlySet<string> = new Set(["transdate", "duedate", "contra", "tofrom", "prodpricecode"]);

function isBlank(value: string | undefined): boolean {
  return value === undefined || value === "";
}

/** Control and tax lines have flags of their own. */
function isEntered(line: SimRow | null): boolean {
  return Number(line?.fields.flags ?? 0) >= 0;
}

function isLineOf({ table, before, after }: RowEffect, own: readonly RowEffect[]): boolean {
  const parents = own.flatMap((effect) => [effect.before?.seq, effect.after?.seq]);
  return table === "detail" && parents.includes((after ?? before)?.parent);
}

function tell({ table, before, after }: RowEffect): string {
  const what = before === null ? "made" : after === null ? "taken away" : "changed";
  return `${table} ${(after ?? before)?.seq} was ${what}`;
}

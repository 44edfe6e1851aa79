import type { LedgerCells } from "../model/context.ts";
import type { Amounts } from "../model/pseudonyms.ts";
import { periodsOfColumns } from "./ledger-periods.ts";
import { locating } from "./located.ts";
import { moved, type PostedAccount, type PostedPeriods } from "./posted-periods.ts";

export interface LedgerPlanOptions {
  readonly amounts: Amounts;
  readonly posted: PostedPeriods;
  /** Whether a sample left transactions out: what is posted is not of the order of the other amounts then. */
  readonly isSample: boolean;
}

/** What the amounts of a row become, by column; NaN: what their rule says. */
export type LedgerPlan = ReadonlyMap<string, Float64Array>;

/**
 * An amount that was a sum of what is posted to its account is that sum after. The period that most rows of a column agree
 * on goes first, then the latest that has the sum. A balance from before the first transaction is scaled beside the sum.
 * In each column the largest amount that was not all posted takes what rounding left over.
 */
export function planLedger(cells: LedgerCells, options: LedgerPlanOptions): LedgerPlan {
  const rows = rowsOf(cells, options.posted);
  const periods = periodsOfColumns(cells.columns, votesOf(rows, cells.columns.length, options.posted.count));
  for (const row of rows) {
    locating(
      () => "An opening balance of ledger",
      () => fillRow(row, periods, options.amounts),
    );
  }
  for (const [column, name] of cells.columns.entries()) {
    locating(
      () => `Column ${name} of ledger`,
      () => settle(rows, column, options),
    );
  }
  return new Map(rows.filter(({ isSingle }) => isSingle).map(({ code, after }) => [code, after]));
}

interface LedgerRow {
  readonly code: string;
  /** Two rows of one account are not told apart: they are scaled. */
  readonly isSingle: boolean;
  readonly account: PostedAccount | undefined;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** What stood there before the first transaction, in all columns of known periods; 0: nothing, or nothing is known. */
  opening: number;
}

function rowsOf({ codes, columns, cents }: LedgerCells, { accounts }: PostedPeriods): LedgerRow[] {
  const width = columns.length;
  return codes.map((code, index) => {
    const isSingle = code !== codes[index - 1] && code !== codes[index + 1];
    const before = cents.subarray(index * width, (index + 1) * width);
    const after = new Float64Array(width).fill(Number.NaN);
    return { code, isSingle, account: isSingle ? accounts.get(code) : undefined, before, after, opening: 0 };
  });
}

/** @returns how many rows of each column are a sum of each period */
function votesOf(rows: readonly LedgerRow[], columns: number, periods: number): Uint32Array[] {
  const votes = Array.from({ length: columns }, () => new Uint32Array(periods));
  for (const { account, before } of rows) {
    if (account === undefined) continue;
    for (const [column, ofColumn] of votes.entries()) {
      const cents = before[column] as number;
      for (let p = 0; cents !== 0 && p < periods; p += 1) {
        if (!Number.isNaN(account.follow(cents, p))) ofColumn[p] = (ofColumn[p] as number) + 1;
      }
    }
  }
  return votes;
}

function fillRow(row: LedgerRow, periods: readonly number[], amounts: Amounts): void {
  const { account, before, after } = row;
  if (account === undefined) return;
  for (const [column, p] of periods.entries()) {
    const cents = before[column] as number;
    if (cents === 0 || Number.isNaN(cents)) continue;
    const found = p < 0 ? Number.NaN : account.follow(cents, p);
    after[column] = Number.isNaN(found) ? account.followAny(cents) : found;
  }
  const posted = { account, before, after };
  const isOther = periods.some((p, column) => p >= 0 && before[column] !== 0 && Number.isNaN(after[column]));
  const side = isOther ? SIDES.find((sign) => openingOf(posted, periods, sign) !== 0) : undefined;
  if (side === undefined) fillBlanks(posted, periods);
  else {
    row.opening = openingOf(posted, periods, side);
    const opening = amounts.cents(row.opening);
    for (const [column, p] of periods.entries()) {
      if (p >= 0) after[column] = opening + side * (account.after[p] as number);
    }
  }
}

const SIDES = [1, -1] as const;

/** @returns what a row has in each column beside all that is posted up to its period, where that is one amount; else 0 */
function openingOf({ account, before }: FilledRow, periods: readonly number[], side: 1 | -1): number {
  let columns = 0;
  let opening = Number.NaN;
  for (const [column, p] of periods.entries()) {
    if (p < 0) continue;
    const beside = (before[column] as number) - side * (account.before[p] as number);
    if (columns > 0 && beside !== opening) return 0;
    opening = beside;
    columns += 1;
  }
  // One column alone says nothing.
  return columns > 1 && !Number.isNaN(opening) ? opening : 0;
}

/** Blanks are sums of nothing where all else in the row is a sum of one kind; what rounding or a sample makes of them is not nothing. */
function fillBlanks({ account, before, after }: FilledRow, periods: readonly number[]): void {
  const kind = KINDS.find((sum) =>
    periods.every((p, column) => {
      const cents = before[column] as number;
      return cents === 0 || (p >= 0 && Math.abs(cents) === Math.abs(sum(account.before, p)));
    }),
  );
  if (kind === undefined) return;
  for (const [column, p] of periods.entries()) {
    if (p >= 0 && before[column] === 0 && kind(account.before, p) === 0) after[column] = kind(account.after, p);
  }
}

type FilledRow = Pick<LedgerRow, "before" | "after"> & { readonly account: PostedAccount };

const KINDS = [(sums: Float64Array, p: number): number => sums[p] as number, moved];

/** What rounding left over in a column goes to its largest amount that is not all posted, of equals to the first. */
function settle(rows: readonly LedgerRow[], column: number, { amounts, isSample }: LedgerPlanOptions): void {
  const all = { before: 0, after: 0 };
  const scaled = { before: 0, after: 0 };
  let largest: LedgerRow | null = null;
  for (const row of rows) {
    const cents = row.before[column] as number;
    if (Number.isNaN(cents)) continue;
    const isSum = !Number.isNaN(row.after[column] as number);
    const made = isSum ? (row.after[column] as number) : amounts.cents(cents);
    all.before += cents;
    all.after += made;
    if (isSum && row.opening === 0) continue;
    const own = isSum ? row.opening : cents;
    scaled.before += own;
    scaled.after += amounts.cents(own);
    if (row.isSingle && cents !== 0 && Math.abs(cents) > Math.abs(largest?.before[column] ?? 0)) largest = row;
  }
  // Of a sample's sums nobody knows what the others should be beside them.
  const { before, after } = isSample ? scaled : all;
  const difference = amounts.cents(before) - after;
  if (largest === null || difference === 0) return;
  const sum = largest.after[column] as number;
  largest.after[column] = difference + (Number.isNaN(sum) ? amounts.cents(largest.before[column] as number) : sum);
}

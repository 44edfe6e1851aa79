import type { SimDocument } from "../store/document.ts";
import { type FieldValues, mergeFields } from "../store/row.ts";
import { findAccount, lineAccount } from "./accounts.ts";
import type { Family } from "./families.ts";
import { amountText, cents, doubleText } from "./money.ts";
import { taxAccount, taxRate } from "./tax.ts";

/** What every line of a transaction takes from its header. */
export interface Header {
  readonly family: Family;
  readonly type: string;
  readonly period: number;
  /** `YYYYMMDD`. */
  readonly date: string;
  /** Control account, without a hyphen. */
  readonly contra: string;
}

const SYSTEM_LINE = String(-32768);
const TAX_LINE = String(-32768 + 8);

/** A user line with what MoneyWorks computes for it: its side (a journal's by its sign), base currency net, period and type. */
export function bookLine(header: Header, line: FieldValues): FieldValues {
  const net = Number(line.net ?? 0);
  const common = { period: String(header.period), transactiontype: header.type, basecurrencynet: amountText(net) };
  if (!booksToLedger(header.family)) return mergeFields(line, common);
  return mergeFields(line, { ...common, ...sides(header.family.side === "credit" ? -net : net) });
}

/**
 * The lines that MoneyWorks adds: control or bank line, then a tax line for each tax code (observed order). A tax line
 * carries the rate in `discount` and a description such as `G @ 15.0000%` (observed). Debits equal credits.
 */
export function systemLines(document: SimDocument, header: Header, lines: readonly FieldValues[]): FieldValues[] {
  const { control, side } = header.family;
  if (control === null) return [];
  const sign = side === "debit" ? 1 : -1;
  const gross = cents(lines.reduce((sum, line) => sum + Number(line.net ?? 0) + Number(line.tax ?? 0), 0));
  const account = findAccount(document, header.contra);
  const controlLine = systemLine(header, SYSTEM_LINE, {
    account: account === null ? `${header.contra}-` : lineAccount(account),
    ...sides(-sign * gross),
  });
  return [controlLine, ...taxLines(document, header, lines)];
}

function taxLines(document: SimDocument, header: Header, lines: readonly FieldValues[]): FieldValues[] {
  const sign = header.family.side === "debit" ? 1 : -1;
  const totals = Map.groupBy(lines, (line) => line.taxcode ?? "");
  return [...totals].flatMap(([code, group]) => {
    const tax = cents(group.reduce((sum, line) => sum + Number(line.tax ?? 0), 0));
    if (tax === 0) return [];
    const rate = taxRate(document, code, header.date);
    const line = systemLine(header, TAX_LINE, {
      account: `${taxAccount(document, code, header.family.sale)}-`,
      taxcode: code,
      discount: doubleText(rate),
      description: `${code} @ ${(rate * 100).toFixed(4)}%`,
      ...sides(sign * tax),
    });
    return [line];
  });
}

function systemLine(header: Header, flags: string, fields: FieldValues): FieldValues {
  return mergeFields({}, { ...fields, flags, period: String(header.period), transactiontype: header.type });
}

/** @param amount positive: debit */
function sides(amount: number): FieldValues {
  return { debit: amount > 0 ? amountText(amount) : "", credit: amount < 0 ? amountText(-amount) : "" };
}

function booksToLedger(family: Family): boolean {
  return family.control !== null || family.stored === "JN";
}

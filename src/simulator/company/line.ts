import { GST_CONTROL, GST_PAID, type TaxSpec } from "./chart.ts";
import type { TradeLine } from "./trade.ts";
import { type Draft, decimal, double } from "./values.ts";

/** One detail line before it has numbers and stamps. Debit and credit in cents; one of them is 0. */
export interface DraftLine {
  readonly fields: Draft;
  readonly debit: number;
  readonly credit: number;
  readonly system: boolean;
}

/** Detail.flags bit 15: a system line; with bit 3: a tax line (observed: -32768, -32760). */
const SYSTEM_LINE = "-32768";
const TAX_LINE = "-32760";

export type Side = "debit" | "credit";

/** A line that a person typed: it has a net amount, as system lines do not (observed). */
export function userLine(line: TradeLine, side: Side): DraftLine {
  const { item } = line;
  const fields: Draft = {
    account: lineAccount(line.account, line.dept),
    dept: line.dept,
    taxcode: line.tax.code,
    gross: decimal(line.net + line.taxAmount),
    tax: decimal(line.taxAmount),
    net: decimal(line.net),
    basecurrencynet: decimal(line.net),
    description: line.description,
    jobcode: line.jobCode,
    stockqty: double(line.quantity),
    stockcode: item?.code ?? "",
    costprice: double((item?.cost ?? 0) / 100),
    unitprice: double(line.unitPrice / 100),
    saleunit: item === null ? "" : "ea",
  };
  return posted(fields, { amount: line.net, side, system: false });
}

/** A line of a receipt or journal: an account and an amount, no tax. */
export function plainLine(account: string, { amount, side, net, description }: PlainAmount): DraftLine {
  const text = decimal(net);
  const fields = { account: lineAccount(account, ""), gross: text, net: text, basecurrencynet: text, description };
  return posted(fields, { amount, side, system: false });
}

interface PlainAmount {
  /** Cents, posted to `side`. */
  readonly amount: number;
  readonly side: Side;
  /** Cents as the line shows them: a journal's credit is negative (manual). */
  readonly net: number;
  readonly description: string;
}

/** The line that MoneyWorks adds for the bank, receivables or payables. */
export function controlLine(account: string, amount: number, side: Side): DraftLine {
  return posted({ account: lineAccount(account, ""), flags: SYSTEM_LINE }, { amount, side, system: true });
}

/** The lines that MoneyWorks adds for tax, one for each code: rate in `discount`, `G @ 15.0000%` (observed). */
export function taxLines(lines: readonly TradeLine[], side: Side): DraftLine[] {
  const totals = new Map<TaxSpec, number>();
  for (const { tax, taxAmount } of lines) totals.set(tax, (totals.get(tax) ?? 0) + taxAmount);
  return Array.from(totals)
    .filter(([, amount]) => amount !== 0)
    .map(([tax, amount]) => posted(taxFields(tax, side), { amount, side, system: true }));
}

function taxFields({ code, percent }: TaxSpec, side: Side): Draft {
  return {
    account: lineAccount(side === "credit" ? GST_CONTROL : GST_PAID, ""),
    taxcode: code,
    discount: double(percent / 100),
    description: `${code} @ ${percent.toFixed(4)}%`,
    flags: TAX_LINE,
  };
}

function posted(fields: Draft, { amount, side, system }: { amount: number; side: Side; system: boolean }): DraftLine {
  const [debit, credit] = side === "debit" ? [amount, 0] : [0, amount];
  return { fields: { ...fields, debit: decimal(debit), credit: decimal(credit) }, debit, credit, system };
}

/** `4000-` without a department, `4000-NTH` with one (observed). */
function lineAccount(account: string, dept: string): string {
  return `${account}-${dept}`;
}

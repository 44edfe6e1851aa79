import fc from "fast-check";
import type { Item } from "../../anonymizer/model/batch.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { decimal, withoutBlanks } from "../../src/simulator/company/values.ts";
import { itemOf, table } from "./anonymizing.ts";

/** Cents that a receipt settles of invoices, by the invoice's index; and what it has beside them, on account. */
interface Receipt {
  readonly parts: readonly (readonly [invoice: number, cents: number])[];
  readonly onAccount: number;
}

export interface Settled {
  readonly tables: Map<TableName, Item[]>;
  readonly invoices: readonly number[];
  readonly receipts: readonly number[];
}

const FIRST_INVOICE = 10;
const FIRST_RECEIPT = 50;
const NAME = 7;

const anyAmount = fc.oneof(
  fc.integer({ min: 1, max: 50_000 }),
  fc.integer({ min: 1, max: 900 }).map((part) => part * 100),
);

/** Up to six invoices, one of them a credit note, settled in whole or in part by up to four receipts, some with money left over. */
export const anySettled: fc.Arbitrary<Settled> = fc
  .record({
    left: fc.array(fc.oneof(fc.constant(0), anyAmount), { minLength: 6, maxLength: 6 }),
    receipts: fc.array(
      fc.record({
        parts: fc.uniqueArray(fc.tuple(fc.nat(5), anyAmount), { selector: ([invoice]) => invoice, minLength: 1 }),
        onAccount: fc.oneof(fc.constant(0), anyAmount),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ left, receipts }) => settled(left, receipts));

function settled(left: readonly number[], receipts: readonly Receipt[]): Settled {
  const paid = left.map((_, invoice) =>
    sum(receipts.flatMap(({ parts }) => parts.filter(([of]) => of === invoice).map(([, cents]) => cents))),
  );
  const invoices = left.map((rest, index) => invoiceOf(index, paid[index] ?? 0, rest));
  const transactions = [...invoices, ...receipts.map(receiptOf)].filter((item) => item !== null);
  const owed = sum(left.filter((_, index) => invoices[index] !== null));
  const name = { code: "ROWAN", dcurrent: decimal(owed), dbalance: decimal(owed) };
  const tables = new Map([
    [table("name"), [item("name", NAME, name)]],
    [table("transaction"), transactions],
    [table("payments"), receipts.flatMap(paymentsOf)],
  ]);
  return {
    tables,
    invoices: left.flatMap((_, index) => (invoices[index] === null ? [] : [FIRST_INVOICE + index])),
    receipts: receipts.map((_, index) => FIRST_RECEIPT + index),
  };
}

function invoiceOf(index: number, paid: number, left: number): Item | null {
  const gross = paid + left;
  if (gross === 0) return null;
  const type = left === 0 ? "DIC" : "DII";
  const amounts = { gross: decimal(gross), amtpaid: decimal(paid) };
  return trade(FIRST_INVOICE + index, { type, ...amounts }, [line(gross, -1), control(gross, 1)]);
}

function receiptOf({ parts, onAccount }: Receipt, index: number): Item {
  const gross = sum(parts.map(([, cents]) => cents)) + onAccount;
  return trade(FIRST_RECEIPT + index, { type: "CRD", gross: decimal(gross) }, [control(gross, 1), control(gross, -1)]);
}

/** An overpayment's invoiceid is negative: a name's number less 2147483648 (manual). */
function paymentsOf({ parts, onAccount }: Receipt, index: number): Item[] {
  const cashtrans = String(FIRST_RECEIPT + index);
  const rows = parts.map(([invoice, cents]) => ({
    invoiceid: String(FIRST_INVOICE + invoice),
    amount: decimal(cents),
    cashtrans,
  }));
  const over = { invoiceid: String(NAME - 2_147_483_648), amount: decimal(onAccount), cashtrans };
  return (onAccount === 0 ? rows : [...rows, over]).map((fields, row) => item("payments", 1 + row, fields));
}

function line(gross: number, side: number): Record<string, string> {
  return { account: "4000-", gross: decimal(gross), net: decimal(gross), ...posting(gross * side) };
}

function control(gross: number, side: number): Record<string, string> {
  return { account: "1500-", flags: "-32768", ...posting(gross * side) };
}

function posting(amount: number): Record<string, string> {
  return amount > 0 ? { debit: decimal(amount) } : { credit: decimal(-amount) };
}

function trade(seq: number, fields: Record<string, string>, rows: readonly Record<string, string>[]): Item {
  const lines = rows.map((row, index) => ({ seq: seq * 10 + index, modtime: MODTIME, fields: withoutBlanks(row) }));
  const header = withoutBlanks({ ...fields, namecode: "ROWAN", status: "P", transdate: "20250220" });
  return itemOf(table("transaction"), { seq, modtime: MODTIME, fields: header, lines });
}

function item(name: string, seq: number, fields: Record<string, string>): Item {
  return itemOf(table(name), { seq, modtime: MODTIME, fields: withoutBlanks(fields) });
}

const MODTIME = "20250301120000";

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

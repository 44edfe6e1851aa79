import type { TableName } from "../../src/domain/ids.ts";
import type { Item } from "../model/batch.ts";
import type { Context, TaxRate } from "../model/context.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import type { Rule, Rules } from "../model/rule.ts";
import { parseCents } from "./cents.ts";
import { ColumnSums } from "./column-sums.ts";
import { COLUMN_TABLES } from "./columns.ts";
import { fieldValue } from "./fields.ts";
import { LedgerRows } from "./ledger-rows.ts";
import { locating, nameOf } from "./located.ts";
import { PaymentSums } from "./payment-sums.ts";
import { Samples } from "./samples.ts";

export interface GathererOptions {
  readonly rules: Rules;
  /** Of the first copy. */
  readonly pseudonyms: Pseudonyms;
  /** How many transactions are asked for; absent or null: all. */
  readonly sample?: number | null;
}

/** Reads what has to be known before the first record is anonymized. The Context is the same for every order of records. */
export interface ContextGatherer {
  /** Tables to be given to `add`; one that the source does not have is left out. */
  readonly tables: readonly TableName[];
  /** @throws anonymize.sample-needs-numbers */
  add(table: TableName, item: Item): void;
  finish(): Context;
}

const EMPTY: ReadonlyMap<string, Rule> = new Map();

export function createContextGatherer({ rules, pseudonyms, sample = null }: GathererOptions): ContextGatherer {
  const rates: TaxRate[] = [];
  const payments = new PaymentSums();
  const columns = new ColumnSums(pseudonyms);
  const ledger = new LedgerRows(pseudonyms);
  const samples = sample === null ? null : new Samples(sample, pseudonyms);
  const isScaled = rules.tables.get("payments" as TableName)?.get("amount")?.kind === "amount";
  const tables = ["taxrate", "payments", ...COLUMN_TABLES, ...(samples === null ? [] : ["transaction"])];
  return {
    tables: tables as TableName[],
    add: (table, item) => {
      if (table === "taxrate") rates.push(rateOf(item));
      else if (table === "payments" && isScaled) addPayment(payments, item, pseudonyms);
      else if (table === "transaction") samples?.add(item);
      else if (COLUMN_TABLES.includes(table)) columns.add(table, item, rules.tables.get(table) ?? EMPTY);
      if (table === "ledger") ledger.add(item.record.fields, rules.tables.get(table) ?? EMPTY);
    },
    finish: () => {
      const { numbers, cents } = payments.corrections((sum, number) =>
        locating(
          () => `The sum of all payments of transaction ${number}`,
          () => pseudonyms.cents(sum),
        ),
      );
      return {
        version: 1,
        rates: rates.toSorted(byCode),
        corrected: numbers,
        corrections: cents,
        columns: columns.finish(),
        ledger: ledger.finish(),
        sampled: samples?.finish() ?? null,
      };
    },
  };
}

/** A payment counts for its invoice and for the receipt. A negative invoiceid is an overpayment, held for a name. */
function addPayment(payments: PaymentSums, { seq, record }: Item, pseudonyms: Pseudonyms): void {
  const amount = parseCents(fieldValue(record.fields, "amount"));
  if (Number.isNaN(amount) || amount === 0) return;
  const scaled = locating(
    () => `Field amount of ${nameOf("payments", seq)}`,
    () => pseudonyms.cents(amount),
  );
  for (const name of ["invoiceid", "cashtrans"]) {
    const number = Number(fieldValue(record.fields, name));
    if (Number.isInteger(number) && number > 0 && number <= 0xffffffff) payments.add(number, amount, scaled);
  }
}

function rateOf({ record: { fields } }: Item): TaxRate {
  const percent = (name: string) => Number(fieldValue(fields, name)) || 0;
  return {
    code: fieldValue(fields, "taxcode"),
    rate1: percent("rate1"),
    date: fieldValue(fields, "date"),
    rate2: percent("rate2"),
  };
}

/** By code, then by everything else: two of one code come in one order, wherever they stood. */
function byCode(a: TaxRate, b: TaxRate): number {
  const [first, second] = [a, b].map(({ code, date, rate1, rate2 }) => JSON.stringify([code, date, rate1, rate2]));
  return (first as string) < (second as string) ? -1 : first === second ? 0 : 1;
}

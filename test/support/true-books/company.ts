import type { NewRow } from "../../../src/simulator/company/data.ts";
import { companyTables } from "../../../src/simulator/company/generate.ts";
import { type Draft, decimal, sequenceNumber, withoutBlanks } from "../../../src/simulator/company/values.ts";
import type { CompanySource } from "../../../src/simulator/store/document.ts";
import { reducedRate } from "./mixed-tax.ts";
import { otherTables, privateFields } from "./other-tables.ts";
import { Sums } from "./sums.ts";
import { type Listener, trueTransactions } from "./transactions.ts";

/** MoneyWorks' numbers have 32 bits: what is on the account of name 12 has invoice -2147483636 (manual). */
const ON_ACCOUNT = -2_147_483_648;
const BALANCES: Draft = { d90plus: "", d60plus: "", d30plus: "", dcurrent: "", dbalance: "", ccurrent: "" };

export interface TrueTable {
  readonly table: string;
  readonly count: number;
  /** Makes the rows again at each call, in order of sequence number, one at a time. */
  rows(): Iterable<NewRow>;
}

export interface TrueOptions {
  readonly seed: number;
  /** Generated ones; further receipts and cash transactions come on top. */
  readonly transactions: number;
  readonly awkward?: boolean;
}

/**
 * The generated company with books that are true: balances of names and ledgers are the sums of the transactions, and
 * invoices have partial payments by several receipts, overpayments, credit notes, odd cents and taxes of every kind.
 * Goes once over all transactions at the start; holds names' codes and what the receipts after the generated ones paid.
 */
export function trueCompany(options: TrueOptions): TrueTable[] {
  const generated = new Map(companyTables(options).map((table) => [table.table as string, table]));
  const rowsOf = (table: string): Iterable<NewRow> => generated.get(table)?.rows() ?? [];
  const countOf = (table: string): number => generated.get(table)?.count ?? 0;
  const numbers = new Map(Array.from(rowsOf("name"), ({ seq, fields }) => [fields.code ?? "", seq]));
  const books = bookkeeping(numbers, countOf("payments"));
  let count = 0;
  for (const row of trueTransactions(options.seed, rowsOf("transaction"), books.listener)) {
    books.sums.see(row);
    count += 1;
  }
  const { sums, payments } = books;
  const transactions = () => trueTransactions(options.seed, rowsOf("transaction"), SILENT);
  const ledger = sums.ledger();
  const reduced = reducedRate(1 + Math.max(...Array.from(rowsOf("taxrate"), ({ seq }) => seq)));
  const changed: Record<string, TrueTable> = {
    taxrate: { table: "taxrate", count: countOf("taxrate") + 1, rows: () => [...rowsOf("taxrate"), reduced] },
    ledger: { table: "ledger", count: ledger.length, rows: () => ledger },
    name: { table: "name", count: countOf("name"), rows: () => trueNames(options.seed, rowsOf("name"), sums) },
    transaction: { table: "transaction", count, rows: transactions },
    jobsheet: { table: "jobsheet", count: countOf("jobsheet"), rows: () => jobSheets(rowsOf("jobsheet"), countOf) },
    payments: {
      table: "payments",
      count: countOf("payments") + payments.length,
      rows: () => both(rowsOf("payments"), payments),
    },
  };
  const others = Object.entries(otherTables({ name: countOf("name"), product: countOf("product") }));
  return [
    ...[...generated.values()].map((table) => changed[table.table] ?? table),
    ...others.map(([table, rows]) => ({ table, count: rows.length, rows: () => rows })),
  ];
}

/** The whole company in memory. */
export function trueCompanyData(options: TrueOptions): CompanySource & { tables: Record<string, NewRow[]> } {
  return { tables: Object.fromEntries(trueCompany(options).map(({ table, rows }) => [table, Array.from(rows())])) };
}

const SILENT: Listener = { onAccount: () => {}, settles: () => {} };

/** @param numbers of names, by code */
function bookkeeping(numbers: ReadonlyMap<string, number>, generatedPayments: number) {
  const sums = new Sums();
  const payments: NewRow[] = [];
  const pay = ({ seq: cashtrans, modtime, fields }: NewRow, invoice: number, cents: number) => {
    const draft = { invoiceid: String(invoice), cashtrans: String(cashtrans), date: fields.transdate ?? "" };
    const seq = sequenceNumber(generatedPayments + payments.length);
    payments.push({ seq, modtime, fields: withoutBlanks({ ...draft, amount: decimal(cents) }) });
  };
  const listener: Listener = {
    settles: pay,
    onAccount: (row, cents, sale) => {
      const code = row.fields.namecode ?? "";
      pay(row, ON_ACCOUNT + (numbers.get(code) ?? 0), cents);
      if (row.fields.status === "P") sums.payOver(code, cents, sale);
    },
  };
  return { sums, payments, listener };
}

function* trueNames(seed: number, generated: Iterable<NewRow>, sums: Sums): Generator<NewRow> {
  let index = 0;
  for (const row of generated) {
    const balances = { ...BALANCES, ...sums.balances(row.fields.code ?? "") };
    yield { ...row, fields: withoutBlanks({ ...privateFields(seed, index, row.fields), ...row.fields, ...balances }) };
    index += 1;
  }
}

/** Some time was billed by an invoice, which is told by its number. */
function* jobSheets(generated: Iterable<NewRow>, countOf: (table: string) => number): Generator<NewRow> {
  const transactions = countOf("transaction");
  for (const row of generated) {
    const invoice = { desttransseq: String(sequenceNumber(row.seq % transactions)) };
    yield row.seq % 5 === 0 && transactions > 0 ? { ...row, fields: { ...row.fields, ...invoice } } : row;
  }
}

function* both(first: Iterable<NewRow>, then: Iterable<NewRow>): Generator<NewRow> {
  yield* first;
  yield* then;
}

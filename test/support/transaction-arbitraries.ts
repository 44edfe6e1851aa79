import fc from "fast-check";
import type { Item } from "../../anonymizer/model/batch.ts";
import type { NewRow } from "../../src/simulator/company/data.ts";
import { decimal, double, withoutBlanks } from "../../src/simulator/company/values.ts";
import { itemOf, table } from "./anonymizing.ts";

/** What MoneyWorks computes for a line that a person typed. Cents; `side` 1 debits. */
interface TypedLine {
  readonly net: number;
  readonly tax: number;
  readonly code: string;
  readonly quantity: number;
  /** The price is with tax. */
  readonly inclusive: boolean;
}

export const RATES = { G: 0.15, S: 0.2, L: 0.125, E: 0 } as const;
type Code = keyof typeof RATES;

const anyCents = fc.oneof(
  fc.integer({ min: 1, max: 999 }),
  fc.integer({ min: 1, max: 2_000_000 }),
  fc.integer({ min: 1, max: 90_000 }).map((dollars) => dollars * 100),
);

/** Most are at the rate, from the net or from the gross; some a cent off it, and some have a tax that a person typed. */
const anyLine: fc.Arbitrary<TypedLine> = fc
  .record({
    net: fc.oneof({ weight: 6, arbitrary: anyCents }, { weight: 1, arbitrary: anyCents.map((cents) => -cents) }),
    code: fc.constantFrom<Code>("G", "G", "S", "L", "E"),
    off: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, -1, 137) }),
    quantity: fc.constantFrom(0, 1, 1, 3, 7, 12, 0.5),
    inclusive: fc.boolean(),
  })
  .map(({ net, code, off, quantity, inclusive }) => {
    const tax = code === "E" ? 0 : Math.sign(net) * Math.round(Math.abs(net) * RATES[code]) + off;
    return { net, code, tax, quantity, inclusive };
  });

/** An invoice, a bill, a receipt or a payment, as it stands in a verbose export; some with a movement of stock. */
export const anyTrade: fc.Arbitrary<Item> = fc
  .record({
    type: fc.constantFrom("DII", "DIC", "CII", "CIC", "CR", "CP"),
    lines: fc.array(anyLine, { minLength: 1, maxLength: 6 }),
    cost: fc.oneof(fc.constant(0), anyCents),
    paid: fc.constantFrom("not", "half", "all", "rest written off"),
  })
  .map(tradeItem);

function tradeItem({
  type,
  lines,
  cost,
  paid,
}: {
  type: string;
  lines: TypedLine[];
  cost: number;
  paid: string;
}): Item {
  const side = type.startsWith("D") || type === "CR" ? -1 : 1;
  const tax = sum(lines.map((line) => line.tax));
  const gross = sum(lines.map((line) => line.net)) + tax;
  const codes = [...new Set(lines.map(({ code }) => code))].filter((code) => taxOf(lines, code) !== 0);
  const stock = cost === 0 ? [] : [system("6000-", cost, "-16384"), system("1300-", -cost, "-16384")];
  const rows = [
    ...lines.map((line) => typedLine(line, side)),
    system("1500-", -side * gross, "-32768"),
    ...codes.map((code) => taxLine(code, side * taxOf(lines, code))),
    ...stock,
  ];
  const half = Math.trunc(gross / 2);
  const amtpaid = { not: 0, half, all: gross, "rest written off": half }[paid] ?? 0;
  const writtenOff = paid === "rest written off" ? gross - half : 0;
  const header = { type, gross: decimal(gross), taxamount: decimal(tax), amtpaid: decimal(amtpaid) };
  return transaction({ ...header, amtwrittenoff: decimal(writtenOff), ordertotal: decimal(gross) }, rows);
}

/** A journal: debits and credits of one total, which is its gross. */
export const anyJournal: fc.Arbitrary<Item> = fc
  .record({
    debits: fc.array(anyCents, { minLength: 1, maxLength: 5 }),
    parts: fc.array(fc.nat(1000), { maxLength: 4 }),
  })
  .map(({ debits, parts }) => {
    const gross = sum(debits);
    const credits = shares(gross, [...parts, 1]);
    const rows = [...debits, ...credits.map((credit) => -credit)].map((net) => journalLine(net));
    return transaction({ type: "JN", gross: decimal(gross) }, rows);
  });

/** Whole parts of a total, in proportion. */
function shares(total: number, weights: readonly number[]): number[] {
  const all = sum(weights);
  const first = weights.slice(1).map((weight) => Math.floor((total * weight) / all));
  return [total - sum(first), ...first].filter((share) => share > 0);
}

export type Draft = Record<string, string>;

function typedLine({ net, tax, code, quantity, inclusive }: TypedLine, side: number): Draft {
  const price = quantity === 0 ? 0 : (inclusive ? net + tax : net) / 100 / quantity;
  return {
    account: "4000-",
    taxcode: code,
    ...amounts(net, tax),
    ...posting(side * net),
    stockqty: double(quantity),
    unitprice: double(price),
    flags: inclusive ? "4" : "",
  };
}

function journalLine(net: number): Draft {
  return { account: "7500-", ...amounts(net, 0), ...posting(net) };
}

function amounts(net: number, tax: number): Draft {
  return { gross: decimal(net + tax), net: decimal(net), tax: decimal(tax), basecurrencynet: decimal(net) };
}

function taxLine(code: string, amount: number): Draft {
  const rate = RATES[code as Code];
  return { ...system("2400-", amount, "-32760"), taxcode: code, discount: double(rate) };
}

function system(account: string, amount: number, flags: string): Draft {
  return { account, flags, ...posting(amount) };
}

function posting(amount: number): Draft {
  return amount > 0 ? { debit: decimal(amount) } : { credit: decimal(-amount) };
}

/** One transaction of `ROWAN`, number 17, with lines from 100. */
export function transaction(fields: Draft, rows: readonly Draft[]): Item {
  const lines: NewRow[] = rows.map((row, index) => {
    const numbers = { parentseq: "17", sort: String(index + 1) };
    return { seq: 100 + index, modtime: "20250301120000", fields: withoutBlanks({ ...row, ...numbers }) };
  });
  const header = withoutBlanks({ ...fields, status: "P", transdate: "20250220", namecode: "ROWAN" });
  return itemOf(table("transaction"), { seq: 17, modtime: "20250301120000", fields: header, lines });
}

function taxOf(lines: readonly TypedLine[], code: string): number {
  return sum(lines.filter((line) => line.code === code).map((line) => line.tax));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

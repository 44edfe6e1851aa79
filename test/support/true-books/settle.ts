import { BANK, RECEIVABLE } from "../../../src/simulator/company/chart.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { controlLine, plainLine } from "../../../src/simulator/company/line.ts";
import { decimal } from "../../../src/simulator/company/values.ts";
import { centsOf, type Entry } from "./entries.ts";

/** A further receipt for an invoice that the generator left half paid. Cents. */
export interface FurtherReceipt {
  readonly invoice: number;
  readonly date: string;
  readonly amount: number;
  /** Paid over what is owed: goes on the debtor's account. */
  readonly over: number;
  readonly namecode: string;
  readonly tofrom: string;
  readonly ourref: string;
}

/** One in four stays half paid; one gets a part, one the rest, and one the rest in two parts with something over. */
const WAYS = 4;

/** What further receipts a half paid invoice of a debtor gets, by its place among the transactions. */
export function furtherReceipts(row: NewRow, index: number): FurtherReceipt[] {
  const { fields } = row;
  const [gross, paid] = [centsOf(fields.gross), centsOf(fields.amtpaid)];
  if (fields.type !== "DII" || paid <= 0 || gross - paid < 3) return [];
  const rest = gross - paid;
  const part = Math.floor(rest / 3) + 1;
  const { namecode = "", tofrom = "", ourref = "" } = fields;
  const receipt = (day: number, amount: number, over = 0): FurtherReceipt => {
    const date = `202503${String(day).padStart(2, "0")}`;
    return { invoice: row.seq, date, amount, over, namecode, tofrom, ourref };
  };
  switch (Math.floor(index / 32) % WAYS) {
    case 1:
      return [receipt(3, part)];
    case 2:
      return [receipt(7, rest)];
    case 3:
      return [receipt(10, part), receipt(21, rest - part, 1 + (index % 9973))];
    default:
      return [];
  }
}

/** The invoice after them. */
export function settled(row: NewRow, receipts: readonly FurtherReceipt[]): NewRow {
  const last = receipts.at(-1);
  if (last === undefined) return row;
  const paid = receipts.reduce((sum, { amount }) => sum + amount, centsOf(row.fields.amtpaid));
  const type = paid === centsOf(row.fields.gross) ? "DIC" : "DII";
  return {
    ...row,
    modtime: `${last.date}101500`,
    fields: { ...row.fields, amtpaid: decimal(paid), datepaid: last.date, type },
    lines: (row.lines ?? []).map((line) => ({ ...line, fields: { ...line.fields, transactiontype: type } })),
  };
}

export function receiptEntry({ date, amount, over, namecode, tofrom, ourref }: FurtherReceipt): Entry {
  const gross = amount + over;
  const description = `Balance of invoice ${ourref}, ${namecode}`;
  return {
    date,
    header: { type: "CRD", description, namecode, tofrom, contra: BANK, gross: decimal(gross) },
    lines: [
      plainLine(RECEIVABLE, { amount: gross, side: "credit", net: gross, description: "" }),
      controlLine(BANK, gross, "debit"),
    ],
  };
}

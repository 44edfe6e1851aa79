import type { NewRow } from "../../../src/simulator/company/data.ts";
import { type Draft, withoutBlanks } from "../../../src/simulator/company/values.ts";

/** Signed on a line; debit and credit change places instead. */
const SIGNED = ["gross", "tax", "net", "basecurrencynet", "stockqty"];

/** Every so many invoices that nobody paid. */
const EVERY = 7;

export function isCreditNote({ fields }: NewRow, index: number): boolean {
  return /^[DC]II$/.test(fields.type ?? "") && fields.amtpaid === undefined && index % EVERY === 3;
}

/** The same invoice the other way round: negative amounts, and what was a debit is a credit. */
export function creditNote(row: NewRow): NewRow {
  const { gross, taxamount } = row.fields;
  const fields = { ...row.fields, gross: negative(gross), taxamount: negative(taxamount), description: "Credit note" };
  return { ...row, fields: withoutBlanks(fields), lines: (row.lines ?? []).map(turned) };
}

function turned(line: NewRow): NewRow {
  const { debit = "", credit = "" } = line.fields;
  const fields: Draft = { ...line.fields, debit: credit, credit: debit };
  for (const name of SIGNED) fields[name] = negative(fields[name]);
  return { ...line, fields: withoutBlanks(fields) };
}

function negative(text = ""): string {
  if (text === "") return "";
  return text.startsWith("-") ? text.slice(1) : `-${text}`;
}

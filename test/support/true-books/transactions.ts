import type { NewRow } from "../../../src/simulator/company/data.ts";
import { integer, sequenceNumber } from "../../../src/simulator/company/values.ts";
import { isInvoice } from "../../../src/simulator/ledger/families.ts";
import { creditNote, isCreditNote } from "./credit-note.ts";
import { Numbering } from "./entries.ts";
import { mixedTaxEntry } from "./mixed-tax.ts";
import { type FurtherReceipt, furtherReceipts, receiptEntry, settled } from "./settle.ts";

/** The generator puts a receipt that settles nothing into its first block of transactions alone. */
const FIRST_BLOCK = 32;
/** One cash sale or purchase with mixed tax for so many transactions. */
const MIXED_TAX = 64;

/** What is told of transactions beside them. */
export interface Listener {
  /** Of what a receipt or payment does not settle, cents; of a debtor or to a creditor. */
  onAccount(row: NewRow, cents: number, sale: boolean): void;
  settles(receipt: NewRow, invoice: number, cents: number): void;
}

/**
 * The generated transactions, with credit notes among them; after them further receipts for half paid invoices, some with
 * more than was owed, and cash transactions with mixed tax.
 */
export function* trueTransactions(seed: number, generated: Iterable<NewRow>, listener: Listener): Generator<NewRow> {
  const receipts: FurtherReceipt[] = [];
  let [index, seq, line] = [0, 1, 1];
  for (const row of generated) {
    seq = row.seq;
    line = row.lines?.at(-1)?.seq ?? line;
    if (index < FIRST_BLOCK) tellOnAccount(row, listener);
    const further = furtherReceipts(row, index);
    receipts.push(...further);
    yield isCreditNote(row, index) ? creditNote(row) : settled(linked(row, index), further);
    index += 1;
  }
  const numbering = new Numbering(seq + 1, line + 1);
  for (const receipt of receipts) {
    const row = numbering.row(receiptEntry(receipt));
    listener.settles(row, receipt.invoice, receipt.amount);
    if (receipt.over > 0) listener.onAccount(row, receipt.over, true);
    yield row;
  }
  for (let place = 0; place < index / MIXED_TAX; place += 1) yield numbering.row(mixedTaxEntry(seed, place));
}

function tellOnAccount(row: NewRow, listener: Listener): void {
  const { type = "", gross, status } = row.fields;
  if (status !== "P") return;
  if (type === "CRD" || type === "CPC") listener.onAccount(row, Math.round(Number(gross) * 100), type === "CRD");
}

/** Some invoices came of an order, which is told by its number. */
function linked(row: NewRow, index: number): NewRow {
  if (index % 40 !== 39 || !isInvoice(row.fields.type ?? "")) return row;
  return { ...row, fields: { ...row.fields, originatingorderseq: integer(sequenceNumber(index - 27)) } };
}

import { alter, type FieldValues, fieldNumber, fieldText, mergeFields, type SimRow } from "../store/row.ts";
import { findAccount, lineAccount, systemAccount } from "./accounts.ts";
import { enter } from "./entry.ts";
import { amountText, cents } from "./money.ts";
import { changeBalance } from "./posting.ts";
import { type Session, save } from "./session.ts";

export interface Payment {
  /** What is paid of each invoice. All invoices are of one kind and one name. */
  readonly parts: readonly { readonly invoice: SimRow; readonly amount: number }[];
  /** `YYYYMMDD`. */
  readonly date: string;
  /** Bank account; blank: the first one. */
  readonly bank: string;
  /** More fields of the receipt, such as `description`. */
  readonly fields: FieldValues;
}

/**
 * Receives from a debtor or pays a creditor, posted at once (manual). Invoices (type, datepaid, amtpaid), name, the new
 * receipt and its payments rows all carry the same second; accounts do not change (observed).
 * @returns the receipt
 */
export function pay(session: Session, payment: Payment): SimRow {
  const receipt = enterReceipt(session, payment);
  for (const { invoice, amount } of payment.parts) {
    payInvoice(session, invoice, { amount, date: payment.date });
    session.document.table("payments").insert({
      modtime: session.stamp,
      fields: mergeFields(
        {},
        {
          invoiceid: String(invoice.seq),
          cashtrans: String(receipt.seq),
          date: payment.date,
          amount: amountText(amount),
        },
      ),
    });
    changeBalance(session, invoice, -amount);
  }
  return receipt;
}

/**
 * The third letter of the type changes when all is paid (observed); so does the type that the lines repeat, without a
 * stamp of their own (inferred).
 */
function payInvoice(session: Session, invoice: SimRow, { amount, date }: { amount: number; date: string }): void {
  const paid = cents(fieldNumber(invoice, "amtpaid") + amount);
  if (paid < cents(fieldNumber(invoice, "gross"))) {
    save(session, "transaction", invoice, { amtpaid: amountText(paid) });
    return;
  }
  const type = `${fieldText(invoice, "type").slice(0, 2)}C`;
  save(session, "transaction", invoice, { amtpaid: amountText(paid), type, datepaid: date });
  for (const line of session.document.lines(invoice)) {
    const fields = mergeFields(line.fields, { transactiontype: type });
    session.document.table("detail").replace(alter(line, { fields }));
  }
}

function enterReceipt(session: Session, { parts, date, bank, fields }: Payment): SimRow {
  const total = cents(parts.reduce((sum, part) => sum + part.amount, 0));
  const invoice = parts[0]?.invoice;
  const fromDebtor = invoice === undefined || fieldText(invoice, "type").startsWith("DI");
  const type = fromDebtor ? "CRD" : "CPC";
  const period = String(session.periods.of(date));
  const contra = bank || systemAccount(session.document, "BK");
  const line = (account: string, debit: boolean): FieldValues => ({
    account: accountText(session, account),
    [debit ? "debit" : "credit"]: amountText(total),
    flags: "-32768",
    period,
    transactiontype: type,
  });
  return enter(session, {
    fields: mergeFields(receiptFields(session, date, type), {
      ...fromInvoice(invoice),
      ...fields,
      contra,
      gross: amountText(total),
      period,
    }),
    lines: [line(contra, fromDebtor), line(invoice === undefined ? "" : fieldText(invoice, "contra"), !fromDebtor)],
  });
}

function receiptFields(session: Session, date: string, type: string): FieldValues {
  return {
    transdate: date,
    enterdate: session.stamp.slice(0, 8),
    type,
    status: "P",
    timeposted: session.stamp,
    enteredby: session.initials,
    postedby: session.initials,
  };
}

function fromInvoice(invoice: SimRow | undefined): FieldValues {
  if (invoice === undefined) return {};
  return { namecode: fieldText(invoice, "namecode"), tofrom: fieldText(invoice, "tofrom") };
}

function accountText(session: Session, code: string): string {
  const account = findAccount(session.document, code);
  return account === null ? `${code}-` : lineAccount(account);
}

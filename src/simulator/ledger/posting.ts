import { fieldNumber, fieldText, type SimRow } from "../store/row.ts";
import { isSystemLine } from "../view/field-text.ts";
import { isInvoice } from "./families.ts";
import { amountText, doubleText } from "./money.ts";
import { type Session, save } from "./session.ts";

/**
 * Posts a transaction. Its header, the name and the products of an invoice get a new modtime; accounts, departments,
 * jobs and the lines do not (observed, departments and jobs: manual). The ledger is left alone: unknown.
 * @returns false when it does not exist, is posted already, is on hold, or is an order or quote
 */
export function post(session: Session, seq: number): boolean {
  const row = session.document.table("transaction").get(seq);
  if (row === undefined || fieldText(row, "status") === "P" || fieldText(row, "hold") === "1") return false;
  const type = fieldText(row, "type");
  if (/^(SO|PO|QU)/.test(type)) return false;
  save(session, "transaction", row, { status: "P", timeposted: session.stamp, postedby: session.initials });
  if (isInvoice(type)) {
    changeBalance(session, row, fieldNumber(row, "gross"));
    moveStock(session, row, type.startsWith("DI") ? -1 : 1);
  }
  return true;
}

/** Adds to what a debtor owes or a creditor is owed, by the transaction's name and type, and stamps the name. */
export function changeBalance(session: Session, transaction: SimRow, amount: number): void {
  const names = session.document.table("name");
  const name = names.byKey("code", fieldText(transaction, "namecode"));
  if (name === undefined) return;
  if (fieldText(transaction, "type").startsWith("C")) {
    save(session, "name", name, { ccurrent: amountText(fieldNumber(name, "ccurrent") + amount) });
    return;
  }
  save(session, "name", name, {
    dcurrent: amountText(fieldNumber(name, "dcurrent") + amount),
    dbalance: amountText(fieldNumber(name, "dbalance") + amount),
    ...(amount > 0 ? { dateoflastsale: fieldText(transaction, "transdate") } : {}),
  });
}

function moveStock(session: Session, transaction: SimRow, sign: 1 | -1): void {
  for (const line of session.document.lines(transaction)) {
    const product = session.document.table("product").byKey("code", fieldText(line, "stockcode"));
    const quantity = fieldNumber(line, "stockqty");
    if (product === undefined || quantity === 0 || isSystemLine(line.fields.flags)) continue;
    const value = sign > 0 ? fieldNumber(line, "net") : quantity * fieldNumber(product, "costprice");
    save(session, "product", product, {
      stockonhand: doubleText(fieldNumber(product, "stockonhand") + sign * quantity),
      stockvalue: doubleText(fieldNumber(product, "stockvalue") + sign * value),
    });
  }
}

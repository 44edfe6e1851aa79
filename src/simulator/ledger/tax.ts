import type { SimDocument } from "../store/document.ts";
import { fieldNumber, fieldText } from "../store/row.ts";

/** The fraction a tax code adds on a date: 0.15 for 15 %; 0 for a blank or unknown code. */
export function taxRate(document: SimDocument, code: string, date: string): number {
  const row = code === "" ? undefined : document.table("taxrate").byKey("taxcode", code);
  if (row === undefined) return 0;
  const changes = fieldText(row, "date");
  const second = changes !== "" && date >= changes;
  return fieldNumber(row, second ? "rate2" : "rate1") / 100;
}

/** Where a tax line books to: the account of tax received on sales, of tax paid on purchases. */
export function taxAccount(document: SimDocument, code: string, sale: boolean): string {
  const row = document.table("taxrate").byKey("taxcode", code);
  return row === undefined ? "" : fieldText(row, sale ? "recaccount" : "paidaccount");
}

import { ENTERED, type Entry, FREIGHT_LINE } from "./entry.ts";
import { HEADER, LINE } from "./sheet.ts";

/** Gives the transaction its own amounts, after its lines have theirs: what was equal to another amount is so again. */
export function scaleHeader(entry: Entry): void {
  const { sheet, gross, newGross, newPaid } = entry;
  sheet.set(0, HEADER.gross, newGross);
  const amtpaid = sheet.was(0, HEADER.amtpaid);
  sheet.set(0, HEADER.amtpaid, newPaid);
  const writtenOff = sheet.was(0, HEADER.amtwrittenoff);
  sheet.set(0, HEADER.amtwrittenoff, writtenOff === 0 ? 0 : writtenOffOf(entry, writtenOff, gross - amtpaid));
  scaleTaxAmounts(entry);
  const freight = sheet.was(0, HEADER.freightamount);
  sheet.set(0, HEADER.freightamount, freight === 0 ? 0 : freightOf(entry, freight));
  for (const slot of FOLLOWERS) sheet.set(0, slot, likeGross(entry, sheet.was(0, slot)));
}

const FOLLOWERS = [
  HEADER.payamount,
  HEADER.promptpaymentamt,
  HEADER.ordertotal,
  HEADER.ordershipped,
  HEADER.orderdeposit,
] as const;

/** What is still to pay of a transaction, in cents. */
export function outstanding(value: (slot: number) => number): number {
  return value(HEADER.gross) - value(HEADER.amtpaid) - value(HEADER.amtwrittenoff);
}

/** All of what was not paid, or so much that as little is open as before: not less than nothing. */
function writtenOffOf({ amounts, newGross, newPaid }: Entry, writtenOff: number, unpaid: number): number {
  const newUnpaid = newGross - newPaid;
  const scaled = amounts.cents(writtenOff);
  const left = unpaid - writtenOff;
  return Math.sign(newUnpaid - scaled) === Math.sign(left) ? scaled : newUnpaid - amounts.cents(left);
}

function scaleTaxAmounts(entry: Entry): void {
  const { sheet, amounts } = entry;
  let tax = 0;
  let newTax = 0;
  for (let row = 1; row < sheet.rows; row += 1) {
    if (entry.kind(row) !== ENTERED) continue;
    tax += sheet.was(row, LINE.tax);
    newTax += sheet.now(row, LINE.tax);
  }
  const amount = sheet.was(0, HEADER.taxamount);
  const newAmount = amount === -tax ? -newTax : newTax + amounts.cents(amount - tax);
  sheet.set(0, HEADER.taxamount, amount === 0 ? 0 : newAmount);
  sheet.set(0, HEADER.taxprocessed, entry.follow(sheet.was(0, HEADER.taxprocessed), amount, newAmount));
}

/** The freight that a line charges, net or gross. */
function freightOf(entry: Entry, freight: number): number {
  const { sheet } = entry;
  for (let row = 1; row < sheet.rows; row += 1) {
    if (!entry.has(row, FREIGHT_LINE)) continue;
    if (sheet.was(row, LINE.net) === freight) return sheet.now(row, LINE.net);
    if (sheet.was(row, LINE.gross) === freight) return sheet.now(row, LINE.gross);
  }
  return entry.amounts.cents(freight);
}

/** The whole gross, what is paid of it or what is left of it; anything else by itself. */
function likeGross({ sheet, amounts, gross, newGross }: Entry, amount: number): number {
  if (amount === 0) return 0;
  if (Math.abs(amount) === Math.abs(gross)) return amount === gross ? newGross : -newGross;
  const left = outstanding((slot) => sheet.was(0, slot));
  if (amount === left) return outstanding((slot) => sheet.now(0, slot));
  return amount === sheet.was(0, HEADER.amtpaid) ? sheet.now(0, HEADER.amtpaid) : amounts.cents(amount);
}

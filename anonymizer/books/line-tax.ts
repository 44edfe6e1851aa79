import { roundAway } from "./cents.ts";
import { ENTERED, type Entry, TAX } from "./entry.ts";
import { HEADER_NOTES, LINE, LINE_NOTES } from "./sheet.ts";

/** Rates are held in millionths, so that a tax of exactly half a cent is one. */
const MILLION = 1_000_000;
const IN_DESCRIPTION = /@ *(\d{1,3}(?:\.\d{1,6})?) *%/;

/**
 * Gives each entered line its tax and net. A tax that was exactly at the rate is so again; one that is a cent off, as
 * where a sum was rounded rather than the line, stays a cent off; any other, as a person types it, keeps its proportion.
 */
export function scaleTax(entry: Entry): void {
  const { sheet } = entry;
  for (let row = 1; row < sheet.rows; row += 1) {
    if (entry.kind(row) !== ENTERED) continue;
    const gross = sheet.was(row, LINE.gross);
    const tax = sheet.was(row, LINE.tax);
    const net = sheet.was(row, LINE.net);
    const newGross = sheet.now(row, LINE.gross);
    const newTax = tax === 0 ? 0 : taxOf(entry, row, newGross);
    sheet.set(row, LINE.tax, newTax);
    if (net !== 0) sheet.set(row, LINE.net, newGross - newTax + entry.amounts.cents(net - gross + tax));
  }
}

function taxOf(entry: Entry, row: number, newGross: number): number {
  const { sheet } = entry;
  const gross = sheet.was(row, LINE.gross);
  const tax = sheet.was(row, LINE.tax);
  if (gross === 0) return entry.amounts.cents(tax);
  const code = sheet.noteOf(row, LINE_NOTES.taxcode);
  let rate = entry.rate(code, sheet.noteOf(0, HEADER_NOTES.transdate));
  let off = tax - taxWithin(gross, rate);
  if (!(Math.abs(off) <= 1)) {
    rate = rateHere(entry, code);
    off = tax - taxWithin(gross, rate);
  }
  if (!(Math.abs(off) <= 1)) return roundAway(newGross * (tax / gross));
  const exact = taxWithin(newGross, rate);
  return Math.abs(exact) > 1 ? exact + off : exact;
}

/** What MoneyWorks computes from a gross. The tax of a net amount, rounded, is the same. */
export function taxWithin(gross: number, rate: number): number {
  const millionths = Math.round(rate * MILLION);
  return roundAway((gross * millionths) / (MILLION + millionths));
}

/** The rate as the transaction's own tax line of that code has it: 0.15 in `discount`, or `G @ 15.0000%`. */
function rateHere(entry: Entry, code: string): number {
  const { sheet } = entry;
  for (let row = 1; row < sheet.rows; row += 1) {
    if (entry.kind(row) !== TAX || sheet.noteOf(row, LINE_NOTES.taxcode) !== code) continue;
    const rate = Number(sheet.noteOf(row, LINE_NOTES.discount));
    if (rate > 0) return rate;
    const percent = IN_DESCRIPTION.exec(sheet.noteOf(row, LINE_NOTES.description));
    if (percent !== null) return Number(percent[1]) / 100;
  }
  return Number.NaN;
}

import { roundAway } from "./cents.ts";
import { ENTERED, type Entry, TAX } from "./entry.ts";
import { HEADER_NOTES, LINE, LINE_NOTES } from "./sheet.ts";

/** Rates are held in millionths, so that a tax of exactly half a cent is one. */
const MILLION = 1_000_000;
const IN_DESCRIPTION = /@ *(\d{1,3}(?:\.\d{1,6})?) *%/;

/**
 * Gives each entered line its tax and net. A tax that was exactly at the rate is so again; one that is a cent off, as
 * where a sum was rounded rather than the line, stays a cent off where that is within a cent of the rate; any other, as a person types it, keeps its proportion.
 */
export function scaleTax(entry: Entry): void {
  const { sheet } = entry;
  let least = 0;
  let most = 0;
  for (let row = 1; row < sheet.rows; row += 1) {
    const tax = entry.kind(row) === ENTERED ? sheet.was(row, LINE.tax) : 0;
    if (tax === 0) continue;
    sheet.set(row, LINE.tax, taxOf(entry, row, sheet.now(row, LINE.gross)));
    least = Math.min(least, tax);
    most = Math.max(most, tax);
  }
  if (least < 0 && most > 0) cancelTaxes(entry);
  scaleNets(entry);
}

function scaleNets({ sheet, amounts }: Entry): void {
  for (let row = 1; row < sheet.rows; row += 1) {
    const net = sheet.was(row, LINE.net);
    if (net === 0) continue;
    const other = net - sheet.was(row, LINE.gross) + sheet.was(row, LINE.tax);
    sheet.set(row, LINE.net, sheet.now(row, LINE.gross) - sheet.now(row, LINE.tax) + amounts.cents(other));
  }
}

/** Where the taxes of one code came to nothing, as in an exchange, there is no line for that tax: they come to nothing again. */
function cancelTaxes(entry: Entry): void {
  const { sheet, group } = entry;
  for (let first = 1; first < sheet.rows; first += 1) {
    group.clear();
    for (let row = 1; row < sheet.rows; row += 1) {
      const tax = sheet.was(row, LINE.tax);
      const isSame = sheet.noteOf(row, LINE_NOTES.taxcode) === sheet.noteOf(first, LINE_NOTES.taxcode);
      if (entry.kind(row) === ENTERED && tax !== 0 && isSame) group.add(row, tax, sheet.now(row, LINE.tax));
    }
    if (group.sum === 0) group.settleByCents(0, (row, tax) => sheet.set(row, LINE.tax, tax));
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
  const isFar = isOff(gross, tax, rate);
  return Math.abs(exact) > 1 && (isFar || !isOff(newGross, exact + off, rate)) ? exact + off : exact;
}

/** Whether a tax is more than a cent from its rate of the net. */
function isOff(gross: number, tax: number, rate: number): boolean {
  return Math.abs(tax - (gross - tax) * rate) > 1;
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

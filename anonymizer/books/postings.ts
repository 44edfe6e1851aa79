import { ENTERED, type Entry, type LineKind, OTHER, STOCK_LINE, TAX } from "./entry.ts";
import { LINE, LINE_NOTES } from "./sheet.ts";

/** Gives each line its debit or credit. Where debits were equal to credits they are so again, exactly. */
export function scalePostings(entry: Entry): void {
  postEntered(entry);
  postTax(entry);
  const control = controlRow(entry);
  postOthers(entry, control, 1);
  postOthers(entry, control, -1);
  if (control > 0) entry.sheet.posted[control] = ofTotal(entry, entry.posting(control));
  balance(entry, control);
  for (let row = 1; row < entry.sheet.rows; row += 1) writeSides(entry, row);
}

/** An entered line posts its net; its gross, where tax is not posted apart. */
function postEntered(entry: Entry): void {
  const { sheet } = entry;
  for (let row = 1; row < sheet.rows; row += 1) {
    const posting = entry.posting(row);
    if (entry.kind(row) === ENTERED && posting !== 0) sheet.posted[row] = entered(entry, row, posting);
  }
}

function entered({ sheet, amounts }: Entry, row: number, posting: number): number {
  const net = sheet.was(row, LINE.net);
  const gross = sheet.was(row, LINE.gross);
  const newNet = sheet.now(row, LINE.net);
  if (Math.abs(posting) === Math.abs(net)) return posting === net ? newNet : -newNet;
  if (Math.abs(posting) === Math.abs(gross))
    return posting === gross ? sheet.now(row, LINE.gross) : -sheet.now(row, LINE.gross);
  const sign = Math.abs(posting - net) <= Math.abs(posting + net) ? 1 : -1;
  return sign * newNet + amounts.cents(posting - sign * net);
}

/** Tax lines of one code post the taxes of the lines with that code. */
function postTax(entry: Entry): void {
  const { sheet, group, amounts } = entry;
  for (let row = 1; row < sheet.rows; row += 1) {
    if (entry.kind(row) !== TAX || sheet.posted[row] !== 0) continue;
    const code = sheet.noteOf(row, LINE_NOTES.taxcode);
    group.clear();
    for (let other = row; other < sheet.rows; other += 1) {
      const posting = entry.posting(other);
      if (entry.kind(other) !== TAX || posting === 0 || sheet.noteOf(other, LINE_NOTES.taxcode) !== code) continue;
      group.add(other, posting, amounts.cents(posting));
    }
    settleTax(entry, code);
  }
}

function settleTax(entry: Entry, code: string): void {
  const { sheet, group, amounts } = entry;
  let tax = 0;
  let newTax = 0;
  for (let row = 1; row < sheet.rows; row += 1) {
    if (entry.kind(row) !== ENTERED || sheet.noteOf(row, LINE_NOTES.taxcode) !== code) continue;
    tax += sheet.was(row, LINE.tax);
    newTax += sheet.now(row, LINE.tax);
  }
  const sign = Math.abs(group.sum - tax) <= Math.abs(group.sum + tax) ? 1 : -1;
  group.settle(sign * newTax + amounts.cents(group.sum - sign * tax), (row, posted) => {
    sheet.posted[row] = posted;
  });
}

/** MoneyWorks' own line for the bank, receivables or payables: the one with the whole gross; else the largest that is not of stock. 0: none. */
function controlRow(entry: Entry): number {
  const { sheet } = entry;
  let largest = 0;
  for (let row = 1; row < sheet.rows; row += 1) {
    if (entry.kind(row) !== OTHER || !entry.isSystem(row)) continue;
    const amount = Math.abs(entry.posting(row));
    if (amount === Math.abs(entry.gross)) return row;
    if (entry.has(row, STOCK_LINE)) continue;
    if (largest === 0 || amount > Math.abs(entry.posting(largest))) largest = row;
  }
  return largest;
}

/** All other lines of one side: both sides of a movement of stock come to one total, as they have one before. */
function postOthers(entry: Entry, control: number, side: number): void {
  const { sheet, group, amounts } = entry;
  group.clear();
  for (let row = 1; row < sheet.rows; row += 1) {
    const posting = entry.posting(row);
    if (entry.kind(row) !== OTHER || row === control || posting * side < 0) continue;
    group.add(row, posting, amounts.cents(posting));
  }
  group.settle(ofTotal(entry, group.sum), (row, posted) => {
    sheet.posted[row] = posted;
  });
}

/** What is the transaction's gross, on either side, stays it. */
function ofTotal({ gross, newGross, amounts }: Entry, amount: number): number {
  if (Math.abs(amount) !== Math.abs(gross)) return amounts.cents(amount);
  return amount === gross ? newGross : -newGross;
}

/**
 * What debits and credits still differ by, where they did not differ before, goes to a line that stands in no relation to
 * others, then to the control line, then to the largest. Nothing is left over where the lines made up the gross, and their taxes the tax lines.
 */
function balance(entry: Entry, control: number): void {
  const { sheet } = entry;
  let before = 0;
  let after = 0;
  for (let row = 1; row < sheet.rows; row += 1) {
    before += entry.posting(row);
    after += sheet.posted[row] as number;
  }
  if (before !== 0 || after === 0) return;
  const row = largestOf(entry, OTHER, control) || control || largestOf(entry, ENTERED, 0) || largestOf(entry, TAX, 0);
  if (entry.kind(row) === ENTERED) correctLine(entry, row, -after);
  sheet.posted[row] = (sheet.posted[row] as number) - after;
}

/** @returns the largest line of a kind, by what it posts; 0: there is none */
function largestOf(entry: Entry, kind: LineKind, except: number): number {
  const { posted } = entry.sheet;
  let largest = 0;
  for (let row = 1; row < entry.sheet.rows; row += 1) {
    if (entry.kind(row) !== kind || row === except) continue;
    if (largest === 0 || Math.abs(posted[row] as number) > Math.abs(posted[largest] as number)) largest = row;
  }
  return largest;
}

/** Net and gross go with what an entered line posts. */
function correctLine({ sheet }: Entry, row: number, change: number): void {
  const net = sheet.now(row, LINE.net);
  if (net === 0 || Math.abs(net) !== Math.abs(sheet.posted[row] as number)) return;
  const toNet = net === sheet.posted[row] ? change : -change;
  sheet.set(row, LINE.net, net + toNet);
  if (sheet.now(row, LINE.gross) !== 0) sheet.set(row, LINE.gross, sheet.now(row, LINE.gross) + toNet);
}

function writeSides(entry: Entry, row: number): void {
  const { sheet } = entry;
  const debit = sheet.was(row, LINE.debit);
  const posted = sheet.posted[row] as number;
  if (debit === 0) sheet.set(row, LINE.credit, -posted);
  else if (sheet.was(row, LINE.credit) === 0) sheet.set(row, LINE.debit, posted);
  else {
    sheet.set(row, LINE.debit, entry.amounts.cents(debit));
    sheet.set(row, LINE.credit, entry.amounts.cents(debit) - posted);
  }
}

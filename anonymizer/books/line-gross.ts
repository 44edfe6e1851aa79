import { ENTERED, type Entry } from "./entry.ts";
import { LINE } from "./sheet.ts";

/**
 * Gives each entered line its gross, so that they add up to the transaction's as they did. In a journal both sides add up
 * to it, each for itself. Lines that made something else keep the difference, scaled.
 */
export function scaleGross(entry: Entry): void {
  const { gross } = entry;
  const debits = sumOf(entry, 1);
  const credits = sumOf(entry, -1);
  const sum = debits + credits;
  if (sum !== gross && credits !== 0 && debits !== 0 && isGross(entry, debits, credits)) {
    const total = Math.abs(entry.newGross);
    const [first, second] = debits === Math.abs(gross) ? [debits, credits] : [credits, debits];
    const side = first === debits ? 1 : -1;
    settle(entry, side, side * total);
    settle(entry, -side, entry.amounts.cents(first + second) - side * total);
  } else if (sum === 0) settle(entry, 0, 0);
  else settle(entry, 0, entry.newGross + entry.amounts.cents(sum - gross));
}

function isGross({ gross }: Entry, debits: number, credits: number): boolean {
  return debits === Math.abs(gross) || -credits === Math.abs(gross);
}

/** @param side 1: amounts above 0, -1: below, 0: all */
function settle(entry: Entry, side: number, total: number): void {
  const { sheet, group, amounts } = entry;
  group.clear();
  for (let row = 1; row < sheet.rows; row += 1) {
    const gross = sheet.was(row, LINE.gross);
    if (entry.kind(row) !== ENTERED || gross === 0 || gross * side < 0) continue;
    group.add(row, gross, amounts.cents(gross));
  }
  group.settle(total, (row, gross) => sheet.set(row, LINE.gross, gross));
}

function sumOf(entry: Entry, side: number): number {
  let sum = 0;
  for (let row = 1; row < entry.sheet.rows; row += 1) {
    const gross = entry.sheet.was(row, LINE.gross);
    if (entry.kind(row) === ENTERED && gross * side > 0) sum += gross;
  }
  return sum;
}

import { roundAway } from "./cents.ts";
import { ENTERED, type Entry, PRICE_WITH_TAX } from "./entry.ts";
import { LINE, LINE_NOTES } from "./sheet.ts";

/**
 * Gives each line its price for one: the quantity times it, less the discount, is the line's net as it was (its gross where
 * the price is with tax), within half a cent. Where it was not, the price keeps its proportion to the line.
 */
export function scalePrices(entry: Entry): void {
  const { sheet, amounts } = entry;
  for (let row = 1; row < sheet.rows; row += 1) {
    const text = sheet.prices[row] as string;
    if (text === "") continue;
    const slot = entry.has(row, PRICE_WITH_TAX) ? LINE.gross : LINE.net;
    const total = entry.kind(row) === ENTERED ? sheet.was(row, slot) : 0;
    const price = total === 0 ? Number.NaN : priceFor(entry, row, { text, total, newTotal: sheet.now(row, slot) });
    sheet.prices[row] = price > 0 || price < 0 ? print(price, text) : amounts.price(text);
  }
}

interface Line {
  readonly text: string;
  /** Cents. */
  readonly total: number;
  readonly newTotal: number;
}

function priceFor({ sheet }: Entry, row: number, { text, total, newTotal }: Line): number {
  const price = Number(text);
  const quantity = Number(sheet.noteOf(row, LINE_NOTES.stockqty)) || 1;
  const discount = Number(sheet.noteOf(row, LINE_NOTES.discount)) || 0;
  const units = unitsOf({ price, total, quantity }, discount);
  if (units === 0) return price * (newTotal / total);
  const exact = newTotal / 100 / units;
  const plain = roundAway(exact * 100) / 100;
  return roundAway(plain * units * 100) === newTotal ? plain : exact;
}

/** How many times the price makes the total: the quantity, less a discount in percent or as a fraction. 0: neither does. */
function unitsOf(
  { price, total, quantity }: { price: number; total: number; quantity: number },
  discount: number,
): number {
  for (const part of [1, 1 - discount / 100, 1 - discount]) {
    const units = quantity * part;
    if (Math.abs(price * units * 100 - total) <= 0.5 + 1e-6 * Math.abs(total)) return units;
  }
  return 0;
}

/** As many decimals as there were, two at least; an empty text for what is 0 then. */
function print(price: number, like: string): string {
  const point = like.indexOf(".");
  const text = price.toFixed(Math.min(20, Math.max(2, point < 0 ? 0 : like.length - point - 1)));
  return Number(text) === 0 ? like.replace(/[1-9]/g, "0").replace(/0$/, "1") : text;
}

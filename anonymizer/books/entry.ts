import type { Amounts } from "../model/pseudonyms.ts";
import { roundAway } from "./cents.ts";
import { Group } from "./group.ts";
import { HEADER, LINE, LINE_NOTES, type Sheet } from "./sheet.ts";

/** What a line is: typed by a person, MoneyWorks' own for tax, or any other that posts (bank, receivables, stock). */
export const NOTHING = 0;
export const ENTERED = 1;
export const TAX = 2;
export const OTHER = 3;
export type LineKind = typeof NOTHING | typeof ENTERED | typeof TAX | typeof OTHER;

/** Bits of detail.flags (manual). */
const SYSTEM_LINE = 0x8000;
const TAX_LINE = 0x0008;
export const STOCK_LINE = 0x4000;
export const PRICE_WITH_TAX = 0x0004;
export const FREIGHT_LINE = 0x0002;

/** One transaction while it is balanced. Used again for the next, as its sheet is. */
export class Entry {
  readonly sheet: Sheet;
  readonly amounts: Amounts;
  /** The fraction that a tax code, in capitals, adds to a net amount on a day `YYYYMMDD`; NaN: not known. */
  readonly rate: (code: string, date: string) => number;
  /** The transaction's own amounts in cents, before and after. */
  gross = 0;
  newGross = 0;
  newPaid = 0;
  readonly #kinds: LineKind[] = [];
  readonly #flags: number[] = [];
  /** Lines under way to a total; used by one step after the other. */
  readonly group = new Group();

  constructor(sheet: Sheet, amounts: Amounts, rate: Entry["rate"]) {
    this.sheet = sheet;
    this.amounts = amounts;
    this.rate = rate;
  }

  /** @param correction cents: what the transaction's payments make of its gross beside its own scaling */
  start(correction: number): void {
    const { sheet } = this;
    this.#scaleGross(correction);
    for (let row = 1; row < sheet.rows; row += 1) {
      const flags = Number(sheet.noteOf(row, LINE_NOTES.flags)) | 0;
      this.#flags[row] = flags;
      this.#kinds[row] = this.#kindOf(row, flags);
      // Codes are equal to MoneyWorks when they are so in one case.
      sheet.note(row, LINE_NOTES.taxcode, sheet.noteOf(row, LINE_NOTES.taxcode).toUpperCase());
    }
  }

  /** What is not paid in whole is not paid in whole after, and no more: rounding may leave nothing of some cents, or less. */
  #scaleGross(correction: number): void {
    const gross = this.sheet.was(0, HEADER.gross);
    const paid = this.sheet.was(0, HEADER.amtpaid);
    this.gross = gross;
    this.newGross = gross === 0 ? 0 : this.amounts.cents(gross) + correction;
    this.newPaid = paid === gross ? this.newGross : paid === 0 ? 0 : this.amounts.cents(paid) + correction;
    if (gross === 0 || Math.sign(this.newGross - this.newPaid) === Math.sign(gross - paid)) return;
    this.newGross = this.newPaid + this.amounts.cents(gross - paid);
  }

  kind(row: number): LineKind {
    return this.#kinds[row] as LineKind;
  }

  has(row: number, flag: number): boolean {
    return ((this.#flags[row] as number) & flag) !== 0;
  }

  isSystem(row: number): boolean {
    return this.has(row, SYSTEM_LINE) || this.sheet.system[row] === 1;
  }

  /** Debit less credit, before. */
  posting(row: number): number {
    return this.sheet.was(row, LINE.debit) - this.sheet.was(row, LINE.credit);
  }

  /** An amount that is another one stays it; else it keeps its proportion; else it is scaled by itself. */
  follow(amount: number, other: number, newOther: number): number {
    if (amount === 0) return 0;
    if (amount === other) return newOther;
    if (amount === -other) return -newOther;
    return other === 0 ? this.amounts.cents(amount) : roundAway(newOther * (amount / other));
  }

  #kindOf(row: number, flags: number): LineKind {
    const { sheet } = this;
    const typed = sheet.was(row, LINE.gross) !== 0 || sheet.was(row, LINE.net) !== 0 || sheet.was(row, LINE.tax) !== 0;
    if ((flags & TAX_LINE) !== 0 && (this.isSystem(row) || !typed)) return TAX;
    if (typed) return ENTERED;
    return this.posting(row) === 0 ? NOTHING : OTHER;
  }
}

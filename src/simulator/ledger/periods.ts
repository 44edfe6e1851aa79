import type { SimDocument } from "../store/document.ts";
import { fieldNumber, fieldText } from "../store/row.ts";

/** Months between year 0 of the calendar and year 0, period 1 of MoneyWorks' numbering when no transaction tells: March 2025 is 1312. */
const MARCH_2025 = monthOf("20250310") - (13 * 12 + 11);

/**
 * MoneyWorks' period numbers: 100 × year index + period, periods being months from the start of the financial year
 * (manual). Which month starts it is read from a transaction of the document.
 */
export class Periods {
  readonly #offset: number;

  constructor(document: SimDocument) {
    this.#offset = offsetOf(document);
  }

  /** @param date `YYYYMMDD` or longer */
  of(date: string): number {
    const months = monthOf(date) - this.#offset;
    return Math.floor(months / 12) * 100 + (((months % 12) + 12) % 12) + 1;
  }
}

function offsetOf(document: SimDocument): number {
  for (const row of document.table("transaction").bySequence()) {
    const [date, period] = [fieldText(row, "transdate"), fieldNumber(row, "period")];
    if (date !== "" && period > 0) return monthOf(date) - (Math.floor(period / 100) * 12 + (period % 100) - 1);
  }
  return MARCH_2025;
}

function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(4, 6)) - 1;
}

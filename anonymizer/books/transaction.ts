import type { Amounts } from "../model/pseudonyms.ts";
import { ENTERED, Entry } from "./entry.ts";
import { scaleHeader } from "./header.ts";
import { scaleGross } from "./line-gross.ts";
import { scaleTax } from "./line-tax.ts";
import { scalePostings } from "./postings.ts";
import { LINE, type Sheet } from "./sheet.ts";
import { scalePrices } from "./unit-price.ts";

/** What a transaction needs to be balanced beside itself. */
export interface TransactionFacts {
  readonly rate: Entry["rate"];
  /** Cents that a transaction's payments make its gross differ by from its own scaling. */
  readonly correction: (seq: number | null) => number;
}

/**
 * Balances one transaction after the other, from the top: its gross is scaled, and its lines are made to add up to it. What
 * did not add up before keeps its difference, scaled; nothing is repaired. docs/decisions/0029 says why from the top.
 */
export class TransactionBooks {
  readonly sheet: Sheet;
  readonly #entry: Entry;
  readonly #facts: TransactionFacts;

  constructor(sheet: Sheet, amounts: Amounts, facts: TransactionFacts) {
    this.sheet = sheet;
    this.#entry = new Entry(sheet, amounts, facts.rate);
    this.#facts = facts;
  }

  /** Fills in the sheet's amounts `after`. */
  balance(seq: number | null): void {
    const entry = this.#entry;
    entry.start(this.#facts.correction(seq));
    scaleGross(entry);
    scaleTax(entry);
    scalePostings(entry);
    scaleFollowers(entry);
    scalePrices(entry);
    scaleHeader(entry);
  }
}

/** Amounts of a line that go with another one: in the base currency, and the tax that is no one's to claim. */
function scaleFollowers(entry: Entry): void {
  const { sheet } = entry;
  for (let row = 1; row < sheet.rows; row += 1) {
    const base = sheet.was(row, LINE.basecurrencynet);
    if (base !== 0) sheet.set(row, LINE.basecurrencynet, baseOf(entry, row, base));
    const tax = sheet.was(row, LINE.tax);
    const expensed = sheet.was(row, LINE.expensedtax);
    if (expensed !== 0) sheet.set(row, LINE.expensedtax, entry.follow(expensed, tax, sheet.now(row, LINE.tax)));
  }
}

function baseOf(entry: Entry, row: number, base: number): number {
  const { sheet } = entry;
  const net = sheet.was(row, LINE.net);
  if (entry.kind(row) === ENTERED && net !== 0) return entry.follow(base, net, sheet.now(row, LINE.net));
  return entry.follow(base, entry.posting(row), sheet.posted[row] as number);
}

import type { Field } from "../../src/domain/record.ts";
import { decimalsOf, formatCents, parseCents } from "./cents.ts";

/** Slots of a transaction's own row. */
export const HEADER = {
  gross: 0,
  amtpaid: 1,
  payamount: 2,
  taxamount: 3,
  taxprocessed: 4,
  promptpaymentamt: 5,
  freightamount: 6,
  amtwrittenoff: 7,
  ordertotal: 8,
  ordershipped: 9,
  orderdeposit: 10,
} as const;

/** Slots of a line. */
export const LINE = {
  gross: 0,
  tax: 1,
  net: 2,
  debit: 3,
  credit: 4,
  basecurrencynet: 5,
  expensedtax: 6,
} as const;

/** What the books read of a row beside its amounts, in the original. */
export const HEADER_NOTES = { type: 0, status: 1, transdate: 2 } as const;
export const LINE_NOTES = {
  flags: 0,
  taxcode: 1,
  discount: 2,
  description: 3,
  stockqty: 4,
  account: 5,
  period: 6,
} as const;

const SLOTS = 11;
const NOTES = 7;

/**
 * The amounts of one transaction: row 0 is its own, its lines follow. It is used again for each record, so that none is
 * made for a record. What is absent or blank is 0 before and stays 0.
 */
export class Sheet {
  /** Lines and the transaction itself. */
  rows = 0;
  /** Cents, by row and slot. */
  before = new Float64Array(SLOTS * 16);
  after = new Float64Array(SLOTS * 16);
  /** Postings, debit less credit, by row. */
  posted = new Float64Array(16);
  system = new Uint8Array(16);
  /** Unit prices as text, by row: they have more decimals than cents. Empty where there is none. */
  readonly prices: string[] = [];
  readonly #pricePlaces: number[] = [];
  readonly #notes: string[] = [];
  #places = new Int32Array(SLOTS * 16);
  #decimals = new Uint8Array(SLOTS * 16);

  start(): void {
    this.rows = 0;
  }

  /** @returns the new row's number */
  addRow(system: boolean): number {
    const row = this.rows;
    this.rows += 1;
    if (this.rows > this.posted.length) this.#grow();
    const from = row * SLOTS;
    this.before.fill(0, from, from + SLOTS);
    this.after.fill(0, from, from + SLOTS);
    this.#places.fill(-1, from, from + SLOTS);
    this.posted[row] = 0;
    this.system[row] = system ? 1 : 0;
    this.prices[row] = "";
    for (let note = 0; note < NOTES; note += 1) this.#notes[row * NOTES + note] = "";
    return row;
  }

  /** Takes an amount in; its field will be at `place` of the row's output. @returns false: it is no amount in cents */
  take(row: number, slot: number, value: string, place: number): boolean {
    const cents = parseCents(value);
    if (Number.isNaN(cents)) return false;
    const at = row * SLOTS + slot;
    this.before[at] = cents;
    this.#places[at] = place;
    this.#decimals[at] = decimalsOf(value);
    return true;
  }

  takePrice(row: number, value: string, place: number): void {
    this.prices[row] = value;
    this.#pricePlaces[row] = place;
  }

  note(row: number, note: number, value: string): void {
    this.#notes[row * NOTES + note] = value;
  }

  noteOf(row: number, note: number): string {
    return this.#notes[row * NOTES + note] as string;
  }

  was(row: number, slot: number): number {
    return this.before[row * SLOTS + slot] as number;
  }

  now(row: number, slot: number): number {
    return this.after[row * SLOTS + slot] as number;
  }

  set(row: number, slot: number, cents: number): void {
    this.after[row * SLOTS + slot] = cents;
  }

  /** Writes the row's amounts into its fields; what became 0 is blank and leaves a null. @returns whether there are nulls */
  write(row: number, fields: (Field | null)[]): boolean {
    let holes = false;
    const from = row * SLOTS;
    for (let at = from; at < from + SLOTS; at += 1) {
      const place = this.#places[at] as number;
      if (place < 0) continue;
      const { name, system } = fields[place] as Field;
      const value = formatCents(this.after[at] as number, this.#decimals[at] as number);
      fields[place] = value === "" ? null : { name, value, system };
      if (value === "") holes = true;
    }
    this.#writePrice(row, fields);
    return holes;
  }

  #writePrice(row: number, fields: (Field | null)[]): void {
    if (this.prices[row] === "") return;
    const place = this.#pricePlaces[row] as number;
    const { name, system } = fields[place] as Field;
    fields[place] = { name, value: this.prices[row] as string, system };
  }

  #grow(): void {
    const rows = this.posted.length * 2;
    this.before = grown(this.before, new Float64Array(rows * SLOTS));
    this.after = grown(this.after, new Float64Array(rows * SLOTS));
    this.posted = grown(this.posted, new Float64Array(rows));
    this.system = grown(this.system, new Uint8Array(rows));
    this.#places = grown(this.#places, new Int32Array(rows * SLOTS));
    this.#decimals = grown(this.#decimals, new Uint8Array(rows * SLOTS));
  }
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

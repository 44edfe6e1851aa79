import type { Field } from "../../src/domain/record.ts";
import type { Context } from "../model/context.ts";
import { decimalsOf, formatCents, parseCents } from "./cents.ts";
import { fieldValue, setValue } from "./fields.ts";

/** Tables whose columns add up to something: a trial balance to zero, a budget to its result. */
export const COLUMN_TABLES: readonly string[] = ["ledger", "offledger"];

/** Whether a column is made of what is posted: those of budgets are not. */
export function isPosted(table: string, name: string): boolean {
  return table === "ledger" && !name.startsWith("budget");
}

/** Whether a row of `offledger` holds exchange rates: they are no money and in no sum (manual: kind CUR). */
export function holdsRates(table: string, fields: readonly Field[]): boolean {
  return table === "offledger" && fieldValue(fields, "kind") === "CUR";
}

/** Whether a field names currencies and ledgers of the user alike: of these only a currency's name is a code, public and kept. */
export function namesLedgers(table: string, field: string): boolean {
  return table === "offledger" && field === "name";
}

/** Gives the rounding differences of columns to the rows that the Context names. */
export class Columns {
  readonly #byRow = new Map<string, (readonly [name: string, cents: number])[]>();

  constructor({ columns }: Context) {
    for (const [key, row, cents] of columns) {
      const [table = "", name = ""] = key.split(" ");
      const at = `${table} ${row}`;
      this.#byRow.set(at, [...(this.#byRow.get(at) ?? []), [name, cents]]);
    }
  }

  /** @param times how many copies the columns hold the sums of */
  finish(table: string, fields: (Field | null)[], { seq, times }: { seq: number | null; times: number }): void {
    for (const [name, cents] of this.#byRow.get(`${table} ${seq}`) ?? []) {
      const text = fieldValue(fields, name);
      const value = parseCents(text);
      if (text !== "" && !Number.isNaN(value))
        setValue(fields, name, formatCents(value + cents * times, decimalsOf(text)));
    }
  }
}

/** An amount so many times, with its decimals and however large. */
export function timesText(text: string, times: number): string {
  if (times === 1 || text === "") return text;
  const decimals = decimalsOf(text);
  const units = BigInt(text.replace(/[-+.]/g, "")) * BigInt(times);
  const digits = String(units).padStart(decimals + 1, "0");
  const sign = text.startsWith("-") && units !== 0n ? "-" : "";
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

import type { Item } from "../model/batch.ts";
import type { Context } from "../model/context.ts";
import type { Amounts } from "../model/pseudonyms.ts";
import type { Rule } from "../model/rule.ts";
import { parseCents } from "./cents.ts";
import { holdsRates, isPosted } from "./columns.ts";
import { locating, nameOf } from "./located.ts";

interface Column {
  before: number;
  scaled: number;
  /** Where the rounding difference goes: the row with the largest amount, of equals the one with the smallest number. */
  row: number;
  largest: number;
}

/** Sums of the columns of `offledger`, and of those of `ledger` that nothing is posted to. Equal for every order of the rows. */
export class ColumnSums {
  readonly #amounts: Amounts;
  readonly #columns = new Map<string, Column>();

  constructor(amounts: Amounts) {
    this.#amounts = amounts;
  }

  add(table: string, item: Item, rules: ReadonlyMap<string, Rule>): void {
    if (item.seq === null || holdsRates(table, item.record.fields)) return;
    for (const { name, value } of item.record.fields) {
      if (rules.get(name)?.kind !== "amount" || isPosted(table, name)) continue;
      const cents = parseCents(value);
      if (Number.isNaN(cents) || cents === 0) continue;
      locating(
        () => `Field ${name} of ${nameOf(table, item.seq)}`,
        () => this.#addTo(`${table} ${name}`, item.seq as number, cents),
      );
    }
  }

  /** By ascending key: what the rows named have to have more, so that each column's sum is its scaled sum. */
  finish(): Context["columns"] {
    return [...this.#columns]
      .map(([key, column]) => {
        const difference = locating(
          () => `The sum of the column ${key}`,
          () => this.#difference(column),
        );
        return [key, column.row, difference] as const;
      })
      .filter(([, , cents]) => cents !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #difference({ before, scaled }: Column): number {
    return (before === 0 ? 0 : this.#amounts.cents(before)) - scaled;
  }

  #addTo(key: string, row: number, cents: number): void {
    const column = this.#columns.get(key) ?? { before: 0, scaled: 0, row, largest: 0 };
    const size = Math.abs(cents);
    column.before += cents;
    column.scaled += this.#amounts.cents(cents);
    if (size > column.largest || (size === column.largest && row < column.row)) {
      column.largest = size;
      column.row = row;
    }
    this.#columns.set(key, column);
  }
}

import type { Field } from "../../src/domain/record.ts";
import type { Context } from "../model/context.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import { decimalsOf, formatCents } from "./cents.ts";
import { timesText } from "./columns.ts";
import { type LedgerPlan, planLedger } from "./ledger-plan.ts";
import { accountKey, accountOfRow } from "./ledger-rows.ts";
import { postedPeriods } from "./posted-periods.ts";
import type { Sums } from "./sums.ts";

/** Gives the rows of `ledger` their sums. */
export class Ledger {
  readonly #context: Context;
  readonly #pseudonyms: Pseudonyms;
  readonly #copies: number;
  #sums: Sums | null = null;
  #plan: LedgerPlan = new Map();

  /** @param pseudonyms of the first copy. @param copies how many copies the rows hold the sums of */
  constructor(context: Context, pseudonyms: Pseudonyms, copies: number) {
    this.#context = context;
    this.#pseudonyms = pseudonyms;
    this.#copies = copies;
  }

  finish(before: readonly Field[], fields: (Field | null)[], sums: Sums): void {
    const row = this.#planOf(sums).get(accountKey(this.#pseudonyms, accountOfRow(before)));
    for (const [column, name] of this.#context.ledger.columns.entries()) {
      const cents = row?.[column] ?? Number.NaN;
      if (!Number.isNaN(cents)) put(fields, name, { cents, times: this.#copies });
    }
  }

  #planOf(sums: Sums): LedgerPlan {
    if (sums === this.#sums) return this.#plan;
    const { ledger, sampled } = this.#context;
    const options = { amounts: this.#pseudonyms, posted: postedPeriods(sums), isSample: sampled !== null };
    this.#plan = planLedger(ledger, options);
    this.#sums = sums;
    return this.#plan;
  }
}

/** Fields stand in order of name; a blank one is not there. */
function put(fields: (Field | null)[], name: string, { cents, times }: { cents: number; times: number }): void {
  const place = fields.findIndex((field) => field !== null && field.name >= name);
  const found = fields[place];
  if (found?.name === name) {
    const value = timesText(formatCents(cents, decimalsOf(found.value)), times);
    fields[place] = value === "" ? null : { ...found, value };
  } else if (cents !== 0) {
    const field = { name, value: timesText(formatCents(cents), times), system: false };
    fields.splice(place < 0 ? fields.length : place, 0, field);
  }
}

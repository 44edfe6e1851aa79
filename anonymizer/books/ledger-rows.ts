import type { Field } from "../../src/domain/record.ts";
import type { Context } from "../model/context.ts";
import type { Pseudonyms } from "../model/pseudonyms.ts";
import type { Rule } from "../model/rule.ts";
import { parseCents } from "./cents.ts";
import { isPosted } from "./columns.ts";
import { fieldValue } from "./fields.ts";

/** What an account and department are called in sums and in the Context: always a pseudonym, whatever the rules keep. */
export function accountKey({ code }: Pick<Pseudonyms, "code">, account: string): string {
  return code(account.includes("-") ? account : `${account}-`).toUpperCase();
}

/** The account and department of a row of `ledger`. */
export function accountOfRow(fields: readonly Field[]): string {
  return fieldValue(fields, "concat") || `${fieldValue(fields, "accountcode")}-${fieldValue(fields, "department")}`;
}

/** The rows of `ledger` as they are in the source. Equal for every order of the rows. */
export class LedgerRows {
  readonly #pseudonyms: Pseudonyms;
  readonly #rows: { readonly code: string; readonly cents: ReadonlyMap<string, number> }[] = [];

  constructor(pseudonyms: Pseudonyms) {
    this.#pseudonyms = pseudonyms;
  }

  add(fields: readonly Field[], rules: ReadonlyMap<string, Rule>): void {
    const amounts = fields.filter(({ name }) => rules.get(name)?.kind === "amount" && isPosted("ledger", name));
    const cents = new Map(amounts.map(({ name, value }) => [name, parseCents(value)]));
    this.#rows.push({ code: accountKey(this.#pseudonyms, accountOfRow(fields)), cents });
  }

  finish(): Context["ledger"] {
    const rows = this.#rows.toSorted((a, b) => (a.code < b.code ? -1 : 1));
    const columns = [...new Set(rows.flatMap((row) => [...row.cents.keys()]))].sort();
    const cents = rows.flatMap((row) => columns.map((name) => row.cents.get(name) ?? 0));
    return { codes: rows.map(({ code }) => code), columns, cents: Float64Array.from(cents) };
  }
}

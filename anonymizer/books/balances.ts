import type { Field } from "../../src/domain/record.ts";
import type { Amounts } from "../model/pseudonyms.ts";
import { decimalsOf, formatCents, parseCents } from "./cents.ts";
import { fieldValue, setValue } from "./fields.ts";
import { Group } from "./group.ts";
import { outstanding } from "./header.ts";
import { HEADER_NOTES, type Sheet } from "./sheet.ts";
import type { Sums } from "./sums.ts";

/** How old what a debtor owes is (manual). */
const AGES = ["dcurrent", "d30plus", "d60plus", "d90plus"] as const;

/** Adds what a posted invoice has still to be paid to its name's sums. @param code the name's new code: no old one is kept */
export function addOutstanding(sums: Sums, sheet: Sheet, code: string): void {
  const before = outstanding((slot) => sheet.was(0, slot));
  const after = outstanding((slot) => sheet.now(0, slot));
  const kind = sheet.noteOf(0, HEADER_NOTES.type).slice(0, 2);
  if ((before === 0 && after === 0) || code === "" || sheet.noteOf(0, HEADER_NOTES.status) !== "P") return;
  if (kind === "DI") sums.add(keyOf("debtor", code), before, after);
  else if (kind === "CI") sums.add(keyOf("creditor", code), before, after);
}

/** Codes are equal to MoneyWorks when they are so in one case. */
function keyOf(side: "debtor" | "creditor", code: string): string {
  return `${side} ${code.toUpperCase()}`;
}

/**
 * What a name owes and is owed, made of the new amounts of its open invoices; what there was beside them is scaled. Ages add
 * up to the balance where they did.
 * @param code the name's new code in the first copy; all copies have the same sums
 */
export class Balances {
  readonly #amounts: Amounts;
  readonly #group = new Group();

  constructor(amounts: Amounts) {
    this.#amounts = amounts;
  }

  finish(before: readonly Field[], fields: (Field | null)[], { sums, code }: { sums: Sums; code: string }): void {
    const debtor = this.#balance(before, fields, { name: "dbalance", sum: sums.get(keyOf("debtor", code)) });
    this.#balance(before, fields, { name: "ccurrent", sum: sums.get(keyOf("creditor", code)) });
    if (debtor !== null) this.#ages(before, fields, debtor);
  }

  /** @returns the balance before and after; null: it is no amount, or there is none */
  #balance(before: readonly Field[], fields: (Field | null)[], { name, sum }: Balance): Change | null {
    const text = fieldValue(before, name);
    const old = parseCents(text);
    if (text === "" || Number.isNaN(old)) return null;
    const [items, newItems] = [sum?.before ?? 0, sum?.after ?? 0];
    const after = newItems + this.#amounts.cents(old - items);
    setValue(fields, name, formatCents(after, decimalsOf(text)));
    return { before: old, after };
  }

  #ages(before: readonly Field[], fields: (Field | null)[], balance: Change): void {
    const texts = AGES.map((name) => fieldValue(before, name));
    const ages = texts.map(parseCents);
    const group = this.#group;
    group.clear();
    for (const [age, cents] of ages.entries()) group.add(age, cents, this.#amounts.cents(cents));
    if (group.sum !== balance.before) return;
    group.settle(balance.after, (age, cents) => {
      const text = texts[age] as string;
      if (text !== "") setValue(fields, AGES[age] as string, formatCents(cents, decimalsOf(text)));
    });
  }
}

interface Balance {
  readonly name: string;
  readonly sum: { readonly before: number; readonly after: number } | undefined;
}

interface Change {
  readonly before: number;
  readonly after: number;
}

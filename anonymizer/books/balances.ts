import type { Field } from "../../src/domain/record.ts";
import type { Amounts } from "../model/pseudonyms.ts";
import { decimalsOf, formatCents, parseCents } from "./cents.ts";
import { fieldValue, setValue } from "./fields.ts";
import { Group } from "./group.ts";
import { outstanding } from "./header.ts";
import type { SumsGiven } from "./shared-sums.ts";
import { HEADER_NOTES, type Sheet } from "./sheet.ts";
import type { Sums } from "./sums.ts";

/** How old what a debtor owes is (manual). */
const AGES = ["dcurrent", "d30plus", "d60plus", "d90plus"] as const;

/** Adds what a posted invoice has still to be paid to its name's sums. @param code the name's new code: no old one is kept */
export function addOutstanding(sums: Sums, sheet: Sheet, code: string): void {
  const before = outstanding((slot) => sheet.was(0, slot));
  const after = outstanding((slot) => sheet.now(0, slot));
  if ((before === 0 && after === 0) || code === "" || sheet.noteOf(0, HEADER_NOTES.status) !== "P") return;
  const side = sideOfType(sheet.noteOf(0, HEADER_NOTES.type));
  if (side !== null) sums.add(keyOf(side, code), before, after);
}

/**
 * The same of an invoice that a sample leaves out: it was in its name's balance, and is not any more.
 * @param codeOf a name's new code
 */
export function addLeftOut(sums: Sums, fields: readonly Field[], codeOf: (code: string) => string): void {
  const side = sideOfType(fieldValue(fields, "type"));
  const code = fieldValue(fields, "namecode");
  if (side === null || code === "" || fieldValue(fields, "status") !== "P") return;
  const [gross = 0, paid = 0, writtenOff = 0] = ["gross", "amtpaid", "amtwrittenoff"].map((name) =>
    parseCents(fieldValue(fields, name)),
  );
  const before = gross - paid - writtenOff;
  if (before !== 0 && !Number.isNaN(before)) sums.add(keyOf(side, codeOf(code)), before, 0);
}

function sideOfType(type: string): "debtor" | "creditor" | null {
  if (type.startsWith("DI")) return "debtor";
  return type.startsWith("CI") ? "creditor" : null;
}

/** What is on the account of name 12 has invoice -2147483636 (manual). */
const ON_ACCOUNT = -(2 ** 31);

/** Adds what a payment leaves on a name's account, which stands against what the name owes or is owed. */
export function addOnAccount(sums: Sums, before: readonly Field[], after: readonly (Field | null)[]): void {
  const invoice = Number(fieldValue(before, "invoiceid"));
  const [was, is] = [parseCents(fieldValue(before, "amount")), parseCents(fieldValue(after, "amount"))];
  if (invoice < 0 && !Number.isNaN(was + is)) sums.add(accountKey(invoice - ON_ACCOUNT), was, is);
}

/** Numbers of names stay as they are in the first copy. */
function accountKey(name: number | null): string {
  return `account ${name}`;
}

/** Codes are equal to MoneyWorks when they are so in one case. */
function keyOf(side: "debtor" | "creditor", code: string): string {
  return `${side} ${code.toUpperCase()}`;
}

/**
 * What a name owes and is owed, made of the new amounts of its open invoices; what there was beside them is scaled. Ages add
 * up to the balance where they did.
 */
export class Balances {
  readonly #amounts: Amounts;
  readonly #group = new Group();

  constructor(amounts: Amounts) {
    this.#amounts = amounts;
  }

  finish(before: readonly Field[], fields: (Field | null)[], { sums, code, seq }: Owner): void {
    const debtor = sideOf(before, "dbalance", sums.get(keyOf("debtor", code)));
    const creditor = sideOf(before, "ccurrent", sums.get(keyOf("creditor", code)));
    const [debtorRest, creditorRest] = this.#rests(debtor.rest, creditor.rest, sums.get(accountKey(seq)));
    const after = set(fields, debtor, debtorRest);
    set(fields, creditor, creditorRest);
    if (debtor.text !== "") this.#ages(before, fields, { before: debtor.old, after });
  }

  /** What balances hold beside open invoices: what is on account, as its payments are now; anything else is scaled. */
  #rests(debtor: number, creditor: number, account: Sum | undefined): readonly [number, number] {
    const amounts = this.#amounts;
    if (account === undefined || debtor + creditor !== -account.before) {
      return [amounts.cents(debtor), amounts.cents(creditor)];
    }
    // All of a sample's left-out name is left out.
    if (account.after === 0) return [0, 0];
    const rest = creditor === 0 ? -account.after : amounts.cents(debtor);
    return [rest, -account.after - rest];
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

/** Whose balances they are. */
interface Owner {
  readonly sums: SumsGiven;
  /** The name's new code in the first copy: all copies have the same sums. */
  readonly code: string;
  /** The name's number as it was; null: not known. */
  readonly seq: number | null;
}

interface Sum {
  readonly before: number;
  readonly after: number;
}

interface Side {
  readonly name: string;
  /** Empty: there is no balance, and there will be none. */
  readonly text: string;
  readonly old: number;
  /** The open invoices, after. */
  readonly items: number;
  /** What it was beside its open invoices. */
  readonly rest: number;
}

function sideOf(fields: readonly Field[], name: string, sum: Sum | undefined): Side {
  const value = fieldValue(fields, name);
  const cents = parseCents(value);
  const [text, old] = Number.isNaN(cents) ? ["", 0] : [value, cents];
  return { name, text, old, items: sum?.after ?? 0, rest: old - (sum?.before ?? 0) };
}

/** @returns the new balance */
function set(fields: (Field | null)[], { name, text, items }: Side, rest: number): number {
  if (text !== "") setValue(fields, name, formatCents(items + rest, decimalsOf(text)));
  return items + rest;
}

interface Change {
  readonly before: number;
  readonly after: number;
}

import { CHART, DEPARTMENTS } from "../../../src/simulator/company/chart.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { type Draft, decimal, withoutBlanks } from "../../../src/simulator/company/values.ts";
import { centsOf } from "./entries.ts";

/** Months of balances that a ledger row has besides the newest. */
const MONTHS = 36;
const LAST_MONTH = monthOf("1312");
const CREATED = "20250331235900";

/** What a name owes by age and is owed; cents. */
export interface Owed {
  readonly buckets: { d90plus: number; d60plus: number; d30plus: number; dcurrent: number };
  creditor: number;
}

/** Adds up what transactions leave open and post: the sums that a real document keeps in `name` and `ledger`. */
export class Sums {
  readonly #owed = new Map<string, Owed>();
  /** By account and department as lines have it, a place for each month. */
  readonly #posted = new Map<string, Float64Array>();

  see({ fields, lines = [] }: NewRow): void {
    if (fields.status !== "P") return;
    this.#addOpen(fields);
    for (const line of lines) this.#post(line.fields);
  }

  /** What is paid over stands against what is owed. @param sale of a debtor */
  payOver(code: string, cents: number, sale: boolean): void {
    const owed = this.#of(code);
    if (sale) owed.buckets.dcurrent -= cents;
    else owed.creditor -= cents;
  }

  /** The balances of a name; those that are zero are blank. */
  balances(code: string): Draft {
    const owed = this.#owed.get(code);
    if (owed === undefined) return {};
    const { d90plus, d60plus, d30plus, dcurrent } = owed.buckets;
    return {
      d90plus: decimal(d90plus),
      d60plus: decimal(d60plus),
      d30plus: decimal(d30plus),
      dcurrent: decimal(dcurrent),
      dbalance: decimal(d90plus + d60plus + d30plus + dcurrent),
      ccurrent: decimal(owed.creditor),
    };
  }

  /** A row for each account and department, debits positive: every column adds up to nothing. */
  ledger(): NewRow[] {
    const departments = ["", ...DEPARTMENTS.map(([code]) => code)];
    return departments.flatMap((department, at) =>
      CHART.map((account, index) => {
        const concat = `${account.code}-${department}`;
        const { code: accountcode, type, system = "", category = "" } = account;
        const draft: Draft = { accountcode, department, category, type, system, concat, ...this.#months(concat) };
        return { seq: 2 + at * CHART.length + index, modtime: CREATED, fields: withoutBlanks(draft) };
      }),
    );
  }

  #months(concat: string): Draft {
    const months = this.#posted.get(concat) ?? new Float64Array(MONTHS + 1);
    const draft: Draft = {};
    let balance = 0;
    for (let back = MONTHS; back >= 0; back -= 1) {
      balance += months[back] ?? 0;
      draft[back === 0 ? "balance" : `balancelast${String(back).padStart(2, "0")}`] = decimal(balance);
    }
    return draft;
  }

  #addOpen({ type = "", namecode = "", gross, amtpaid, duedate = "" }: NewRow["fields"]): void {
    const open = centsOf(gross) - centsOf(amtpaid);
    if (open === 0 || !/^[DC]I/.test(type)) return;
    const owed = this.#of(namecode);
    if (type.startsWith("C")) owed.creditor += open;
    else owed.buckets[ageOf(duedate)] += open;
  }

  #post({ account = "", period = "", debit, credit }: NewRow["fields"]): void {
    const months = this.#posted.get(account) ?? new Float64Array(MONTHS + 1);
    this.#posted.set(account, months);
    const back = Math.min(MONTHS, Math.max(0, LAST_MONTH - monthOf(period)));
    months[back] = (months[back] ?? 0) + centsOf(debit) - centsOf(credit);
  }

  #of(code: string): Owed {
    const owed = this.#owed.get(code) ?? { buckets: { d90plus: 0, d60plus: 0, d30plus: 0, dcurrent: 0 }, creditor: 0 };
    this.#owed.set(code, owed);
    return owed;
  }
}

function monthOf(period: string): number {
  const number = Number(period);
  return Math.floor(number / 100) * 12 + (number % 100);
}

/** On 31 March 2025. */
function ageOf(due: string): keyof Owed["buckets"] {
  if (due >= "20250301") return "dcurrent";
  if (due >= "20250201") return "d30plus";
  return due >= "20250101" ? "d60plus" : "d90plus";
}

import type { Field, MwRecord } from "../../src/domain/record.ts";
import { parseCents } from "./cents.ts";
import { fieldValue } from "./fields.ts";
import { HEADER_NOTES, LINE, LINE_NOTES, type Sheet } from "./sheet.ts";
import type { Sums } from "./sums.ts";

/** Accounts and departments in periods that are remembered from one batch to the next. */
const MOST = 50_000;

interface Sum {
  readonly key: string;
  before: number;
  after: number;
  isOpen: boolean;
}

/** Gathers what posted lines move in each period of an account and department: debit less credit. */
export class PostedSums {
  readonly #codeOf: (account: string) => string;
  readonly #byPeriod = new Map<string, Map<string, Sum>>();
  /** Lines of one transaction have one period. */
  #period = "";
  #accounts = new Map<string, Sum>();
  #open: Sum[] = [];
  #count = 0;

  /** @param codeOf what an account and department are called in the first copy */
  constructor(codeOf: (account: string) => string) {
    this.#codeOf = codeOf;
  }

  /** Adds a balanced transaction. */
  add(sheet: Sheet): void {
    if (sheet.noteOf(0, HEADER_NOTES.status) !== "P") return;
    for (let row = 1; row < sheet.rows; row += 1) {
      const before = sheet.was(row, LINE.debit) - sheet.was(row, LINE.credit);
      const after = sheet.posted[row] as number;
      if (before === 0 && after === 0) continue;
      const sum = this.#sumOf(sheet.noteOf(row, LINE_NOTES.period), sheet.noteOf(row, LINE_NOTES.account));
      sum.before += before;
      sum.after += after;
    }
  }

  /** A transaction that a sample leaves out was in the sums, and is not any more. */
  addLeftOut({ fields, subfiles }: MwRecord): void {
    if (fieldValue(fields, "status") !== "P") return;
    for (const { element, rows } of subfiles) {
      if (element === "detail") for (const row of rows) this.#addLeftOut(row.fields);
    }
  }

  #addLeftOut(fields: readonly Field[]): void {
    const cents = (name: string): number => parseCents(fieldValue(fields, name)) || 0;
    const before = cents("detail.debit") - cents("detail.credit");
    if (before === 0) return;
    this.#sumOf(fieldValue(fields, "detail.period"), fieldValue(fields, "detail.account")).before += before;
  }

  /** Gives all to `sums`, and is empty from then on. */
  moveTo(sums: Sums): void {
    for (const sum of this.#open) {
      sums.add(sum.key, sum.before, sum.after);
      sum.before = 0;
      sum.after = 0;
      sum.isOpen = false;
    }
    this.#open = [];
    if (this.#count <= MOST) return;
    this.#byPeriod.clear();
    this.#accounts = new Map();
    this.#period = "";
    this.#count = 0;
  }

  #sumOf(period: string, account: string): Sum {
    if (period !== this.#period) this.#turnTo(period);
    const sum = this.#accounts.get(account) ?? this.#newSum(account);
    if (!sum.isOpen) {
      sum.isOpen = true;
      this.#open.push(sum);
    }
    return sum;
  }

  #turnTo(period: string): void {
    this.#period = period;
    this.#accounts = this.#byPeriod.get(period) ?? new Map();
    this.#byPeriod.set(period, this.#accounts);
  }

  #newSum(account: string): Sum {
    const key = postedKey(Number(this.#period) || 0, this.#codeOf(account));
    const sum = { key, before: 0, after: 0, isOpen: false };
    this.#accounts.set(account, sum);
    this.#count += 1;
    return sum;
  }
}

/** What keys of posted sums begin with. */
export const POSTED = "posted ";
const KEY = new RegExp(`^${POSTED}(-?\\d+) (.*)$`, "s");

function postedKey(period: number, code: string): string {
  return `${POSTED}${Math.trunc(period)} ${code}`;
}

/** @returns null: a sum of something else */
export function readPostedKey(key: string): { readonly period: number; readonly code: string } | null {
  const [, period, code] = KEY.exec(key) ?? [];
  return period === undefined || code === undefined ? null : { period: Number(period), code };
}

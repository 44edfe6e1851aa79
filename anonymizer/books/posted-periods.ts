import { readPostedKey } from "./posted-sums.ts";
import type { Sums } from "./sums.ts";

/** Debit less credit of one account and department, from the beginning up to and including each period. */
export class PostedAccount {
  readonly before: Float64Array;
  readonly after: Float64Array;

  constructor(periods: number) {
    this.before = new Float64Array(periods);
    this.after = new Float64Array(periods);
  }

  /** @returns what became of the sum that `cents` was, up to that period or in it alone, on either side; NaN: it was none */
  follow(cents: number, p: number): number {
    const size = Math.abs(cents);
    const all = this.before[p] as number;
    if (size === Math.abs(all)) return sameSide(cents, all) * (this.after[p] as number);
    const movement = moved(this.before, p);
    return size === Math.abs(movement) ? sameSide(cents, movement) * moved(this.after, p) : Number.NaN;
  }

  /** The same in the latest period in which it was one. */
  followAny(cents: number): number {
    for (let p = this.before.length - 1; p >= 0; p -= 1) {
      const found = this.follow(cents, p);
      if (!Number.isNaN(found)) return found;
    }
    return Number.NaN;
  }
}

/** What is posted in one period alone. */
export function moved(sums: Float64Array, p: number): number {
  return (sums[p] as number) - (p === 0 ? 0 : (sums[p - 1] as number));
}

function sameSide(a: number, b: number): number {
  return a === b ? 1 : -1;
}

export interface PostedPeriods {
  /** How many periods there are; numbers of periods ascend with time. */
  readonly count: number;
  readonly accounts: ReadonlyMap<string, PostedAccount>;
}

export function postedPeriods(sums: Sums): PostedPeriods {
  const { keys, before: sumsBefore, after: sumsAfter } = sums.all();
  const found = keys.flatMap((key, index) => {
    const posted = readPostedKey(key);
    return posted === null ? [] : [{ ...posted, before: sumsBefore[index] ?? 0, after: sumsAfter[index] ?? 0 }];
  });
  const periods = [...new Set(found.map(({ period }) => period))].sort((a, b) => a - b);
  const places = new Map(periods.map((period, place) => [period, place]));
  const accounts = new Map<string, PostedAccount>();
  for (const { period, code, before, after } of found) {
    const account = accounts.get(code) ?? new PostedAccount(periods.length);
    const place = places.get(period) as number;
    account.before[place] = before;
    account.after[place] = after;
    accounts.set(code, account);
  }
  for (const account of accounts.values()) for (const sum of [account.before, account.after]) cumulate(sum);
  return { count: periods.length, accounts };
}

function cumulate(values: Float64Array): void {
  for (let i = 1; i < values.length; i += 1) values[i] = (values[i] as number) + (values[i - 1] as number);
}

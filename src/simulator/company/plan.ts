import { CHART, DEPARTMENTS, TAX_RATES } from "./chart.ts";
import { paymentCount } from "./layout.ts";
import { type Timeline, timeline } from "./timeline.ts";

export interface CompanyOptions {
  /** The same options with the same seed make the same company, on every machine. */
  readonly seed: number;
  /** Records of all tables together, lines not counted: met exactly. */
  readonly records?: number;
  /** Instead of `records`: how many transactions; the other tables grow with them. 2,000 when neither is given. */
  readonly transactions?: number;
  /** Codes and texts that break careless programs, on some records of most tables. Default true. */
  readonly awkward?: boolean;
  /** First and last day of business, `YYYYMMDD`; every stamp lies between. Default 1 April 2019 to 31 March 2025. */
  readonly from?: string;
  readonly until?: string;
}

/** Tables in the order in which they are generated. */
export const GENERATED_TABLES = [
  "account",
  "department",
  "taxrate",
  "general",
  "user",
  "assetcat",
  "asset",
  "ledger",
  "name",
  "contacts",
  "product",
  "job",
  "jobsheet",
  "transaction",
  "payments",
] as const;
export type GeneratedTable = (typeof GENERATED_TABLES)[number];

export interface Plan {
  readonly seed: number;
  readonly awkward: boolean;
  readonly time: Timeline;
  readonly counts: Readonly<Record<GeneratedTable, number>>;
}

/** Below this a company cannot hold what transactions refer to. */
export const FEWEST_RECORDS = CHART.length + TAX_RATES.length + DEPARTMENTS.length + 11;

const FIXED = { account: CHART.length, taxrate: TAX_RATES.length, department: DEPARTMENTS.length };
/** Of the records beside the fixed ones; what is left are transactions and their payments. */
const SHARES = {
  general: 0.005,
  user: 0.005,
  assetcat: 0.002,
  asset: 0.01,
  ledger: 0.02,
  contacts: 0.05,
  jobsheet: 0.07,
};
const MOST = {
  general: 14,
  user: 12,
  assetcat: 4,
  asset: Number.POSITIVE_INFINITY,
  ledger: CHART.length * (1 + DEPARTMENTS.length),
};
const TRANSACTION_SHARE = 0.46;

/**
 * Decides how many records each table has.
 * @throws RangeError for fewer than FEWEST_RECORDS records or a negative number of transactions
 */
export function planCompany(options: CompanyOptions): Plan {
  return {
    seed: options.seed,
    awkward: options.awkward ?? true,
    time: timeline(options.from ?? "20190401", options.until ?? "20250331"),
    counts: options.records === undefined ? countsFor(options.transactions ?? 2000) : countsWithin(options.records),
  };
}

function countsFor(transactions: number): Plan["counts"] {
  if (!(transactions >= 0)) throw new RangeError(`a company cannot have ${transactions} transactions`);
  const others = otherCounts(Math.round(transactions / TRANSACTION_SHARE));
  return { ...others, transaction: transactions, payments: paymentCount(transactions) };
}

/** Job sheets take what transactions and their payments leave over, so that the sum is met. */
function countsWithin(records: number): Plan["counts"] {
  if (!(records >= FEWEST_RECORDS))
    throw new RangeError(`a company needs at least ${FEWEST_RECORDS} records, not ${records}`);
  const others = otherCounts(records - FEWEST_RECORDS);
  const left = records - Object.values(others).reduce((sum, count) => sum + count, 0);
  const transaction = transactionsWithin(left);
  const payments = paymentCount(transaction);
  return { ...others, transaction, payments, jobsheet: others.jobsheet + left - transaction - payments };
}

function otherCounts(scale: number): Omit<Plan["counts"], "transaction" | "payments"> {
  const share = (part: number, most = Number.POSITIVE_INFINITY) => Math.min(most, Math.floor(scale * part));
  return {
    ...FIXED,
    general: share(SHARES.general, MOST.general),
    user: share(SHARES.user, MOST.user),
    assetcat: share(SHARES.assetcat, MOST.assetcat),
    asset: share(SHARES.assetcat) === 0 ? 0 : share(SHARES.asset, MOST.asset),
    ledger: share(SHARES.ledger, MOST.ledger),
    contacts: share(SHARES.contacts),
    jobsheet: share(SHARES.jobsheet),
    name: 5 + share(0.14),
    product: 4 + share(0.08),
    job: 1 + share(0.03),
  };
}

/** The most transactions that, with their payments, are not more than `records`. */
function transactionsWithin(records: number): number {
  let [low, high] = [0, records];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (middle + paymentCount(middle) <= records) low = middle;
    else high = middle - 1;
  }
  return low;
}

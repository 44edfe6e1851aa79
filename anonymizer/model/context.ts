/**
 * What has to be known of a source before its first record is anonymized, so that sums that reach over several records
 * hold. Plain data: it is sent to other threads. Equal for every order of the records it was gathered from.
 */
export interface Context {
  readonly version: 1;
  /** Tax rates, from table `taxrate`. */
  readonly rates: readonly TaxRate[];
  /**
   * Invoices and receipts whose payments, scaled one by one, do not add up to the scaled sum: the transaction's number and
   * the cents to add to its scaled gross. Ascending numbers.
   */
  readonly corrected: Float64Array;
  readonly corrections: Float64Array;
  /** The rows of `ledger`, by ascending code: see books/ledger-plan.ts. */
  readonly ledger: LedgerCells;
  /** Column sums of budgets in `ledger`, of all amounts in `offledger`, and where their rounding goes: `ledger budgeta` → [number of the row, cents]. */
  readonly columns: readonly (readonly [key: string, row: number, cents: number])[];
  /** With `--sample`: a bit for each transaction's number that is in it; null: all are. */
  readonly sampled: Uint8Array<ArrayBuffer> | null;
}

/** Amounts of `ledger` before, in cents: of each row all columns, one row after the other. 0: blank, NaN: no cents. */
export interface LedgerCells {
  /** Pseudonyms of account and department. */
  readonly codes: readonly string[];
  readonly columns: readonly string[];
  readonly cents: Float64Array;
}

export interface TaxRate {
  readonly code: string;
  /** `rate1` holds before `date` (`YYYYMMDD`, empty: always), `rate2` from then on; in percent. */
  readonly rate1: number;
  readonly date: string;
  readonly rate2: number;
}

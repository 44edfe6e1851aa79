import type { Modtime, RecordKey, RunId, TableName } from "./ids.ts";
import type { Operation } from "./record.ts";

/** One record that MoneyWorks and main do not agree on. */
export interface Difference {
  readonly table: TableName;
  readonly key: RecordKey;
  /** `added`: MoneyWorks has it and main has not. `deleted`: main has it and MoneyWorks has not. */
  readonly operation: Operation;
  /** Its number in MoneyWorks; the last one known when it is deleted, null when nothing tells it. */
  readonly seq: number | null;
  readonly modtime: Modtime | null;
  /** What differs in a changed record; empty for the other two. Private values are `(private)`. */
  readonly fields: readonly FieldDifference[];
  /** It was stamped after the last poll: the next one brings it. */
  readonly sinceLastPoll: boolean;
}

/** `field` is a path: `phone`, `detail[2].gross`. null: blank on that side. */
export interface FieldDifference {
  readonly field: string;
  readonly main: string | null;
  readonly moneyworks: string | null;
}

/** `read` counts the records that the pages brought, `equal` those of them that main holds as they are. */
export interface CheckTally {
  readonly table: TableName;
  readonly read: number;
  readonly equal: number;
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  /** Not the same, but edited in MoneyWorks or committed to main while the check ran: no difference. */
  readonly changedMeanwhile: number;
  /** Records that cannot be read, and are known as such: no difference either. */
  readonly quarantined: number;
}

export type CheckOutcome = "equal" | "different" | "failed" | "partial" | "cancelled";

/** What is kept of a check with its run. */
export interface CheckReport {
  readonly outcome: CheckOutcome;
  readonly tables: readonly CheckTally[];
  /** All of them. */
  readonly differences: number;
  /** The first of them; `omitted` counts the rest. */
  readonly first: readonly Difference[];
  readonly omitted: number;
  /** The server's local time at whose second's end the comparison holds; null when it did not come that far. */
  readonly at: Modtime | null;
}

export interface CheckSummary {
  readonly run: RunId;
  readonly outcome: CheckOutcome;
  readonly tables: readonly CheckTally[];
  /** All of them, told or not. */
  readonly differences: number;
  /** How many were told. */
  readonly shown: number;
  /** The server's local time at whose second's end the comparison holds; null when it did not come that far. */
  readonly at: Modtime | null;
  readonly ms: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

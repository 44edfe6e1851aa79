import type { FieldValue, Value } from "./value.ts";

/** How the server's system settings write dates: New Zealand `24/09/11`, South Africa `2025/06/08` (both observed). */
export type Locale = "nz" | "za";

/** One reading of the server's clock, taken once for a request. */
export interface Moment {
  /** `YYYYMMDDHHMMSS`, server local wall clock. */
  readonly local: string;
  /** 0–999 within that second. */
  readonly millis: number;
  /** The same instant. */
  readonly utc: Date;
}

/**
 * What an expression sees: the fields of one record and, through it, the document around it. An `evaluate`
 * request has no record: its `field` answers null for every name.
 */
export interface Scope {
  /** The record's sequence number: tells records of one table apart in relational searches. */
  readonly id: number;
  readonly locale: Locale;
  /**
   * @param name lower case, spelled as in XML: `code`; `detail.account` on table `detail` and, with one value for
   *   each line, on `transaction` (a search matches when any line does)
   * @returns null where the table has no such field. A blank field answers its kind's blank: see field-value.ts.
   */
  field(name: string): FieldValue | null;
  /** @param name lower case: `version`, `docuuid`, `currentper` … @returns null where no such global exists */
  global(name: string): Value | null;
  /** The same answer for the whole of one request. */
  now(): Moment;
  /**
   * Every record of a table that the user may see: for Find, Lookup and relational searches.
   * @param name lower case @returns null where no such table exists
   */
  table(name: string): Iterable<Scope> | null;
}

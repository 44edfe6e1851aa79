import type { TableName } from "../ids.ts";
import type { SourceRecord } from "../record.ts";

/**
 * What became of an import that was sent.
 * - `imported`: MoneyWorks took it. `seq`: the number of the record, when it was asked for and told.
 * - `refused`: it said no, in its own words, and imported nothing.
 * - `unknown`: it may have taken it. Look before anything is sent again.
 */
export type ImportAnswer =
  | { readonly kind: "imported"; readonly seq: number | null; readonly created: number; readonly updated: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** The writing side of MoneyWorks. One request at a time, and in turn with those of `Source` for the same server. */
export interface Importer {
  /**
   * Sends one import document of one record, once and never again.
   * @param returnSeq asks for the number of the record instead of counts
   * @throws TidemarkError moneyworks.* only where the request was not carried out for certain (not sent, log-in refused …),
   *   and the signal's reason when it was aborted before the request went out; once it went out, an abort is `unknown`
   */
  send(document: string, returnSeq: boolean, signal: AbortSignal): Promise<ImportAnswer>;
  /**
   * The newest records whose text field holds just this, letter case apart, wildcards taken literally: at most `limit`, descending by
   * number. An empty answer means that there is none: anything doubtful throws. @throws moneyworks.*
   */
  find(query: FindQuery, signal: AbortSignal): Promise<readonly SourceRecord[]>;
}

export interface FindQuery {
  readonly table: TableName;
  /** A text field of the table, without prefix. */
  readonly field: string;
  readonly value: string;
  readonly limit: number;
}

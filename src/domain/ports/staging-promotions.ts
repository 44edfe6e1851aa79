import type { Oid, RecordKey, RunId, TableName } from "../ids.ts";
import type { PromotionOutcome, PromotionReport } from "../promotion.ts";

/** When a request went out, by clocks that can be compared after a restart of the process: see `ClockSample`. */
export interface SentAt {
  /** Host wall clock, ms. */
  readonly at: number;
  /** Host, ms since boot. */
  readonly monotonic: number;
  readonly bootId: string;
}

/**
 * - `planned`: not sent. `sent`: sent, and the answer was not seen or told nothing.
 * - `applied`: MoneyWorks took it. `refused`: it said no. `void`: it was looked for, and never arrived.
 */
export type ImportState = "planned" | "sent" | "applied" | "refused" | "void";

/** One import of a promotion: the journal that is written before and after each request. */
export interface ImportEntry {
  /** The file in the incoming commit; one entry each. */
  readonly path: string;
  readonly table: TableName;
  readonly kind: "update" | "new" | "invoice";
  /** The record's key as far as it is known: null for a new transaction. */
  readonly key: RecordKey | null;
  /** The name in `new/<table>/<client-id>.xml`; null for others. */
  readonly clientId: string | null;
  /** The user field that carries that name in MoneyWorks; null for others. */
  readonly idField: string | null;
  readonly state: ImportState;
  /** MoneyWorks' number of the record, once known. */
  readonly seq: number | null;
  /** MoneyWorks' words, or why nobody knows. */
  readonly reason: string | null;
  /** The newest sending; null before the first. */
  readonly sent: SentAt | null;
}

export interface PromotionImport {
  readonly commit: Oid;
  readonly entry: ImportEntry;
}

export interface PromotionStart {
  readonly commit: Oid;
  readonly branch: string;
  readonly run: RunId;
  /** Host wall clock, ms. */
  readonly at: number;
}

export interface Promotion extends PromotionStart {
  /** `pending` until it has ended. */
  readonly outcome: PromotionOutcome;
  /** Host wall clock, ms; null while pending. */
  readonly endedAt: number | null;
  /** null until there was something to tell. */
  readonly report: PromotionReport | null;
  /** The remote has the note of this report. */
  readonly noted: boolean;
}

/** The part of staging that remembers incoming commits: part of `Staging`, by whose rules it goes. Seeding leaves it as it is. */
export interface StagedPromotions {
  promotion(commit: Oid): Promotion | null;
  /** Newest first, by start. `before`: only those that stand behind this commit's; none when it is not known. */
  promotions(limit: number, before?: Oid): readonly Promotion[];
  /** Those that are pending, oldest first. */
  pendingPromotions(): readonly Promotion[];
  /** Begins, or begins again: branch, run and time are replaced, it is pending, its imports stay. */
  startPromotion(start: PromotionStart): void;
  /** Replaces what is told; outcome and end follow from the report. A report that differs is one that the remote has no note of. */
  reportPromotion(report: PromotionReport, at: number): void;
  /** Removes a pending promotion of which nothing was ever sent; any other stays. */
  forgetPromotion(commit: Oid): void;
  /** Those with a report whose note the remote does not have, oldest first. */
  unnotedPromotions(): readonly Promotion[];
  /** The remote has these notes; one whose report changed meanwhile stays unnoted. */
  markNoted(reports: readonly PromotionReport[]): void;
  /** In order of entering. */
  imports(commit: Oid): readonly ImportEntry[];
  /** Enters or replaces the entries of these paths. @throws data.journal when the promotion is not known */
  noteImports(commit: Oid, entries: readonly ImportEntry[]): void;
  /** Every import under this client id, of all promotions, newest first. */
  importsUnder(table: TableName, clientId: string): readonly PromotionImport[];
  /** Every import that is `sent`, of all promotions, oldest first: nobody knows what came of them. */
  openImports(): readonly PromotionImport[];
}

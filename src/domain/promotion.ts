import type { Oid, RecordKey, RunId, TableName } from "./ids.ts";

/**
 * What became of an incoming commit.
 * - `accepted`: MoneyWorks holds what it asks for, and main has it as a parent.
 * - `conflict`: MoneyWorks and the commit changed one field in two ways. Nothing was sent.
 * - `refused`: something in it cannot be carried over. Nothing was sent.
 * - `failed`: MoneyWorks said no, or holds something else than was asked; some of its records may be applied.
 * - `pending`: not decided yet; it is tried again.
 */
export type PromotionOutcome = "accepted" | "conflict" | "refused" | "failed" | "pending";

/** One reason for which something cannot be carried over. `code` is stable; docs/promotion.md lists them. */
export interface Reason {
  readonly code: ReasonCode;
  /** Path of the field it is about: `phone`, `detail[2].gross`; null: the whole file, or the whole commit. */
  readonly field: string | null;
  /** One sentence with what is wrong and what to do, without values of fields. */
  readonly text: string;
}

export type ReasonCode =
  | "conflict"
  | "deleted-in-moneyworks"
  | "renamed-in-moneyworks"
  | "system-field"
  | "unknown-field"
  | "not-importable"
  | "id-field"
  | "too-long"
  | "wrong-type"
  | "unsendable"
  | "delete"
  | "posted"
  | "transaction-type"
  | "not-writable"
  | "path-mismatch"
  | "bad-xml"
  | "not-a-file"
  | "too-large"
  | "foreign-path"
  | "new-elsewhere"
  | "bad-client-id"
  | "client-id-used"
  | "already-created"
  | "code-in-use"
  | "missing-field"
  | "does-not-balance"
  | "marker-file"
  | "configuration"
  | "no-common-commit"
  | "too-many-records"
  | "too-many-commits"
  | "too-big"
  | "anonymized"
  | "unreadable"
  | "moneyworks-refused"
  | "not-as-asked"
  | "withdrawn"
  | "outcome-unknown";

/**
 * What happened to one field that the commit changed.
 * - `applied`: MoneyWorks holds it as asked. `held`: it did so before anything was sent.
 * - `truncated`, `case`, `recomputed`: it holds another form of it, as MoneyWorks' own doing.
 * - `different`: it holds something else. `conflict`: it was changed on both sides. `asked`: nothing was sent, or nobody looked.
 */
export type FieldState = "applied" | "held" | "truncated" | "case" | "recomputed" | "different" | "conflict" | "asked";

/** Values as in the record model; null: blank or absent. */
export interface PromotedField {
  readonly field: string;
  readonly state: FieldState;
  /** Where both sides began. */
  readonly base: string | null;
  readonly theirs: string | null;
  /** The newest that is known of MoneyWorks. */
  readonly moneyworks: string | null;
}

/** `file`: none of the others; such a one is refused. */
export type PromotedKind = "update" | "new" | "invoice" | "configuration" | "file";

/**
 * - `applied`: MoneyWorks took it. `held`: it was so already.
 * - `unsent`: nothing of it was sent. `unknown`: it was sent, and nobody knows what came of it.
 * - `conflict`, `refused`: as the outcome. `failed`: MoneyWorks said no, or holds something else.
 */
export type RecordState = "applied" | "held" | "unsent" | "unknown" | "conflict" | "refused" | "failed";

/** One file that the commit changed. */
export interface PromotedRecord {
  /** As the commit has it. */
  readonly path: string;
  readonly kind: PromotedKind;
  readonly state: RecordState;
  readonly table: TableName | null;
  /** null: not known, or there is none yet. */
  readonly key: RecordKey | null;
  readonly seq: number | null;
  /** Where main has it, when that is another path than the commit's. */
  readonly mainPath: string | null;
  readonly fields: readonly PromotedField[];
  readonly reasons: readonly Reason[];
}

/** What is told of a promotion: the git note, `tidemark promote --json`, staging. A change of its form raises `version`. */
export interface PromotionReport {
  readonly version: 1;
  readonly outcome: PromotionOutcome;
  readonly commit: Oid;
  /** Without `refs/heads/`: `changes`, `edits/ada`. */
  readonly branch: string;
  readonly run: RunId;
  /** When it was decided, ISO 8601 in UTC by the host's clock. */
  readonly at: string;
  /** The common commit that the changes were counted from; null when there is none, or several. */
  readonly base: Oid | null;
  /** The commit of main that has it as a parent; null unless accepted. */
  readonly main: Oid | null;
  /** About the commit as a whole. */
  readonly reasons: readonly Reason[];
  /** The first of them by path; `omitted` counts the rest. */
  readonly records: readonly PromotedRecord[];
  readonly omitted: number;
}

/** What a branch asks for, all its commits together, against main as it is. */
export interface PromotionDraft {
  readonly branch: string;
  readonly commit: Oid;
  /** Commits that wait; null: too many to count. */
  readonly commits: number | null;
  readonly base: Oid | null;
  readonly reasons: readonly Reason[];
  readonly records: readonly PromotedRecord[];
  /** What would be sent, in this order; empty where a reason stands against it. */
  readonly documents: readonly { readonly path: string; readonly document: string }[];
}

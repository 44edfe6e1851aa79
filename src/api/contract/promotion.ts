import { Type } from "@sinclair/typebox";
import { Count, nullable, OidText, RunIdText, TableText, Time, type Wire, words } from "./basics.ts";

export const PromotionOutcome = words("accepted", "conflict", "refused", "failed", "pending");

export const Reason = Type.Object({
  code: Type.String(),
  /** null: the whole file, or the whole commit. */
  field: nullable(Type.String()),
  text: Type.String(),
});

/** An incoming commit, and what became of it. */
export const PromotionStatus = Type.Object({
  commit: OidText,
  branch: Type.String(),
  outcome: PromotionOutcome,
  /** When it was decided; while it is pending, when it was last begun. */
  at: Time,
  /** The commit of main that has it as a parent. */
  main: nullable(OidText),
  reasons: Type.Array(Reason),
  /** Whether the remote has the note of it. */
  noted: Type.Boolean(),
});
export type PromotionStatus = Wire<typeof PromotionStatus>;

/** Newest first. */
export const PromotionList = Type.Object({
  promotions: Type.Array(PromotionStatus),
  /** For `?before=`; null: these were the last. */
  next: nullable(Type.String()),
});
export type PromotionList = Wire<typeof PromotionList>;

export const PromotedRecord = Type.Object({
  path: Type.String(),
  kind: words("update", "new", "invoice", "configuration", "file"),
  state: words("applied", "held", "unsent", "unknown", "conflict", "refused", "failed"),
  table: nullable(TableText),
  key: nullable(Type.String()),
  seq: nullable(Count),
  mainPath: nullable(Type.String()),
  fields: Type.Array(
    Type.Object({
      field: Type.String(),
      state: words("applied", "held", "truncated", "case", "recomputed", "different", "conflict", "asked"),
      base: nullable(Type.String()),
      theirs: nullable(Type.String()),
      moneyworks: nullable(Type.String()),
    }),
  ),
  reasons: Type.Array(Reason),
});
export type PromotedRecord = Wire<typeof PromotedRecord>;

/** `GET /promotions/:commit`: the report, as the git note has it, with private values masked. */
export const PromotionReport = Type.Object({
  version: Type.Literal(1),
  outcome: PromotionOutcome,
  commit: OidText,
  branch: Type.String(),
  run: RunIdText,
  at: Time,
  base: nullable(OidText),
  main: nullable(OidText),
  reasons: Type.Array(Reason),
  records: Type.Array(PromotedRecord),
  omitted: Count,
});
export type PromotionReport = Wire<typeof PromotionReport>;

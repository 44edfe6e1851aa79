import type { Oid } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { Promotion } from "../domain/ports/staging-promotions.ts";
import type { PromotionOutcome, Reason } from "../domain/promotion.ts";
import { iso } from "./iso.ts";

/** An incoming commit, and what became of it. Its records are in `tidemark promote --json` and the git note. */
export interface PromotionStatus {
  readonly commit: Oid;
  readonly branch: string;
  readonly outcome: PromotionOutcome;
  /** When it was decided; while it is pending, when it was last begun. */
  readonly at: string;
  /** The commit of main that has it as a parent; null unless accepted. */
  readonly main: Oid | null;
  readonly reasons: readonly Reason[];
  /** Whether the remote has the note of it. */
  readonly noted: boolean;
}

const MOST = 20;

export function readPromotions(staging: Staging): readonly PromotionStatus[] {
  return staging.promotions(MOST).map(promotionStatus);
}

export function promotionStatus({ commit, branch, outcome, at, endedAt, report, noted }: Promotion): PromotionStatus {
  const [main, reasons] = [report?.main ?? null, report?.reasons ?? []];
  return { commit, branch, outcome, at: iso(endedAt ?? at), main, reasons, noted };
}

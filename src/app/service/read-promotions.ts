import type { PromotionList, PromotionReport as WireReport } from "../../api/contract/promotion.ts";
import type { Oid } from "../../domain/ids.ts";
import { maskReport } from "../mask-report.ts";
import { promotionStatus } from "../promotion-status.ts";
import { badParameter, clamped } from "./limits.ts";
import type { ReadingParts } from "./reading-parts.ts";

const MOST_PROMOTIONS = 200;
const OID = /^[0-9a-f]{40}$/;

export interface PromotionQuery {
  readonly before?: string | undefined;
  readonly limit: number;
}

/** @throws api.bad-parameter for a cursor that is no known commit */
export function readPromotionList({ staging }: ReadingParts, { before, limit }: PromotionQuery): PromotionList {
  if (before !== undefined && (!OID.test(before) || staging.promotion(before as Oid) === null))
    throw badParameter("before", before, "the next of an earlier answer");
  const wanted = clamped(limit, MOST_PROMOTIONS);
  const found = staging.promotions(wanted + 1, before as Oid | undefined);
  const promotions = found.slice(0, wanted).map(promotionStatus);
  return { promotions, next: found.length > wanted ? (promotions.at(-1)?.commit ?? null) : null };
}

/** null: no such commit is known, or nothing is told of it yet. */
export function readPromotion({ staging, hidden }: ReadingParts, commit: string): WireReport | null {
  const report = OID.test(commit) ? (staging.promotion(commit as Oid)?.report ?? null) : null;
  return report === null ? null : maskReport(report, hidden());
}

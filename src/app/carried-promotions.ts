import type { RunId } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { ImportEntry, Promotion } from "../domain/ports/staging-promotions.ts";

/** An incoming commit as the old file knew it, with its journal: neither git nor MoneyWorks tells what was sent and not answered. */
export interface CarriedPromotion {
  readonly promotion: Promotion;
  readonly imports: readonly ImportEntry[];
}

/** The newest so many, and all that are pending: what was made under a client id is known from them. */
const MOST_PROMOTIONS = 100_000;

/** Oldest first. */
export function readPromotions(staging: Staging): readonly CarriedPromotion[] {
  const newest = staging.promotions(MOST_PROMOTIONS);
  const known = new Set(newest.map(({ commit }) => commit));
  const older = staging.pendingPromotions().filter(({ commit }) => !known.has(commit));
  const all = [...older, ...newest.toReversed()];
  return all.map((promotion) => ({ promotion, imports: staging.imports(promotion.commit) }));
}

/** Enters them into a new file, behind its history. */
export function writePromotions(staging: Staging, carried: readonly CarriedPromotion[]): void {
  const runs = new Set(staging.runs(Number.MAX_SAFE_INTEGER).map(({ run }) => run));
  for (const { promotion, imports } of carried) {
    const { commit, branch, run, at, report, endedAt, noted } = promotion;
    if (!runs.has(run)) addRun(staging, run, promotion);
    runs.add(run);
    staging.startPromotion({ commit, branch, run, at });
    staging.noteImports(commit, imports);
    if (report === null) continue;
    staging.reportPromotion(report, endedAt ?? at);
    if (noted) staging.markNoted([report]);
  }
}

/** A run of which the commits of main do not tell: nothing was merged by it. */
function addRun(staging: Staging, run: RunId, { at, outcome }: Promotion): void {
  staging.startRun(run, "promote", at);
  const ended = outcome === "failed" || outcome === "pending" ? "failed" : "ok";
  staging.endRun(
    { run, kind: "promote", outcome: ended, tables: [], commit: null, pushed: false, ms: 0, error: null },
    at,
  );
}

import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { PromotionReport } from "../domain/promotion.ts";
import { finishTails } from "./finish-tails.ts";
import { nextCandidate } from "./next-candidate.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import { promoteOne } from "./promote-one.ts";
import { settlePending } from "./settle-pending.ts";
import { type PromoteRequest, Turn } from "./turn.ts";

/** What a turn of promotions came to. */
export interface PromoteResult {
  /** In the order in which they were judged. */
  readonly reports: readonly PromotionReport[];
  /** What ended the turn early, or the first thing that made a commit wait; the next one goes on. */
  readonly error: TidemarkError | null;
}

/** Commits that one turn judges: polls must not wait for an author who never stops. */
const MOST_COMMITS = 1000;

/**
 * Everything that waits on incoming branches, oldest first and one commit at a time, until nothing is left or something has to
 * wait. Main has to be fresh: call it after a poll that went through. Does not throw.
 */
export async function promoteBranches(
  ports: PromoterPorts,
  settings: PromoterSettings,
  request: PromoteRequest,
): Promise<PromoteResult> {
  const reports: PromotionReport[] = [];
  const turn = new Turn(request);
  try {
    const end = await promoteAll(ports, settings, { turn, reports });
    if (!request.signal.aborted && end?.exitCode !== 4) await finishTails(ports, request.signal);
    return { reports, error: end ?? turn.error };
  } catch (thrown) {
    return { reports, error: asTidemarkError(thrown, request.signal) };
  }
}

interface Going {
  readonly turn: Turn;
  readonly reports: PromotionReport[];
}

/** A commit that cannot be decided now puts its own branch aside; the others go on. @returns what ended the turn early */
async function promoteAll(
  ports: PromoterPorts,
  settings: PromoterSettings,
  { turn, reports }: Going,
): Promise<TidemarkError | null> {
  await settlePending(ports, settings, turn);
  while (turn.judged.size < MOST_COMMITS) {
    const candidate = await nextCandidate(ports, settings, turn);
    if (candidate === null) return null;
    const { branch, step } = candidate;
    turn.judged.add(step.commit);
    const { report, error } = await promoteOne(ports, settings, { candidate, turn });
    reports.push(report);
    if (error === null) continue;
    if (!turn.goesOnAfter(error)) return error;
    turn.putAside(branch.name, step.commit);
  }
  return null;
}

import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { PromotionReport } from "../domain/promotion.ts";
import { finishTails } from "./finish-tails.ts";
import { nextCandidate, type PromoteRequest } from "./next-candidate.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import { promoteOne } from "./promote-one.ts";
import { settlePending } from "./settle-pending.ts";

/** What a turn of promotions came to. */
export interface PromoteResult {
  /** In the order in which they were judged. */
  readonly reports: readonly PromotionReport[];
  /** What ended the turn early; the next one goes on. */
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
  try {
    await settlePending(ports, settings, request.signal);
    const error = await promoteAll(ports, settings, { ...request, reports });
    if (error === null || !isEnd(error)) await finishTails(ports, request.signal);
    return { reports, error };
  } catch (thrown) {
    return { reports, error: asTidemarkError(thrown, request.signal) };
  }
}

/** A stop, or something that only a person ends: nothing more is tried. */
function isEnd({ exitCode }: TidemarkError): boolean {
  return exitCode === 130 || exitCode === 4;
}

async function promoteAll(
  ports: PromoterPorts,
  settings: PromoterSettings,
  request: PromoteRequest & { readonly reports: PromotionReport[] },
): Promise<TidemarkError | null> {
  const judged = new Set<Oid>();
  while (judged.size < MOST_COMMITS) {
    const candidate = await nextCandidate(ports, settings, { ...request, judged });
    if (candidate === null) return null;
    judged.add(candidate.step.commit);
    const { report, error } = await promoteOne(ports, settings, { candidate, signal: request.signal });
    request.reports.push(report);
    if (error !== null) return error;
  }
  return null;
}

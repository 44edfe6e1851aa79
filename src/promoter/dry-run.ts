import { asTidemarkError } from "../domain/errors/tidemark-error.ts";
import type { RunId } from "../domain/ids.ts";
import type { IncomingBranch } from "../domain/ports/incoming.ts";
import type { PromotionDraft, Reason } from "../domain/promotion.ts";
import { branchFault, MOST_COMMITS, tooManyCommits } from "./branch-fault.ts";
import { Journal } from "./journal.ts";
import type { Order } from "./plan/plan-types.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import { isRefused, ordersOf, planFor } from "./promote-commit.ts";
import { recordsOf } from "./tell.ts";

/**
 * Plans of all incoming branches. Nothing is asked of MoneyWorks, nothing sent, nothing decided. What would be refused unread is told
 * so. @throws remote.*, mirror.*
 */
export async function draftBranches(
  ports: PromoterPorts,
  settings: PromoterSettings,
  signal: AbortSignal,
): Promise<readonly PromotionDraft[]> {
  const drafts: PromotionDraft[] = [];
  for (const branch of await ports.incoming.branches(settings.branches, signal)) {
    try {
      await ports.incoming.receive(branch.head, signal);
      drafts.push(draftOf(ports, settings, { branch, signal }));
    } catch (thrown) {
      const fault = branchFault(asTidemarkError(thrown, signal));
      if (fault === null) throw thrown;
      drafts.push(unread(branch, fault));
    }
  }
  return drafts;
}

function unread({ name: branch, head: commit }: IncomingBranch, fault: Reason): PromotionDraft {
  return { branch, commit, commits: null, base: null, reasons: [fault], records: [], documents: [] };
}

function draftOf(
  ports: PromoterPorts,
  settings: PromoterSettings,
  { branch: { name: branch, head: commit }, signal }: { readonly branch: IncomingBranch; readonly signal: AbortSignal },
): PromotionDraft {
  const { incoming, clock, random, staging } = ports;
  const commits = incoming.steps(commit, MOST_COMMITS)?.length ?? null;
  const journal = new Journal(staging, commit);
  const run = random.uuid(clock.now()) as RunId;
  const isLong = commits === null && incoming.changes(commit).bases.length > 0;
  const early = isLong ? [tooManyCommits()] : [];
  const { plan } = planFor({ ports, settings, commit, branch, run, journal, signal }, early);
  const documents = isRefused(plan) ? [] : ordersOf(plan).map(({ path, document }: Order) => ({ path, document }));
  const records = recordsOf(plan, journal.entries);
  return { branch, commit, commits, base: plan.base, reasons: plan.reasons, records, documents };
}

import type { RunId } from "../domain/ids.ts";
import type { PromotionDraft } from "../domain/promotion.ts";
import { Journal } from "./journal.ts";
import type { Order } from "./plan/plan-types.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import { ordersOf, planFor } from "./promote-commit.ts";
import { recordsOf } from "./tell.ts";

const MOST_COMMITS = 1000;

/** Plans of all incoming branches. Nothing is asked of MoneyWorks, nothing sent, nothing decided. @throws remote.*, mirror.* */
export async function draftBranches(
  ports: PromoterPorts,
  settings: PromoterSettings,
  signal: AbortSignal,
): Promise<readonly PromotionDraft[]> {
  const { incoming, clock, random, staging } = ports;
  const drafts: PromotionDraft[] = [];
  for (const { name: branch, head: commit } of await incoming.branches(settings.branches, signal)) {
    await incoming.receive(commit, signal);
    const journal = new Journal(staging, commit);
    const run = random.uuid(clock.now()) as RunId;
    const { plan } = planFor({ ports, settings, commit, branch, run, journal, signal });
    const isFree = plan.reasons.length === 0 && plan.files.every(({ reasons }) => reasons.length === 0);
    const documents = isFree ? ordersOf(plan).map(({ path, document }: Order) => ({ path, document })) : [];
    const records = recordsOf(plan, journal.entries);
    const commits = incoming.steps(commit, MOST_COMMITS)?.length ?? null;
    drafts.push({ branch, commit, commits, base: plan.base, reasons: plan.reasons, records, documents });
  }
  return drafts;
}

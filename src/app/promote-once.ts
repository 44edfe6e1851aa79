import type { Host } from "../domain/ports/host.ts";
import type { PromotionDraft } from "../domain/promotion.ts";
import type { Progress } from "../domain/run.ts";
import { draftBranches } from "../promoter/dry-run.ts";
import type { PromoteResult } from "../promoter/promote-branches.ts";
import { type Appliance, openAppliance, openLog } from "./appliance.ts";
import { maskDraft, maskResult } from "./mask-report.ts";
import { runOnce } from "./run-once.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

export interface PromoteOnceRequest {
  /** Commits that were decided before are judged once more. */
  readonly again: boolean;
  /** `now` is the monotonic clock in ms. */
  readonly onProgress: (progress: Progress, now: number) => void;
}

/** `tidemark promote`: a poll, then what waits on incoming branches. @throws what keeps it from starting */
export async function promoteOnce(
  host: Host,
  input: SettingsInput,
  request: PromoteOnceRequest,
): Promise<PromoteResult> {
  return opened(host, input, async (appliance, signal) => {
    const { onProgress, again } = request;
    const { error, summary } = await runOnce(appliance, { kind: "poll", allowDeletes: 0, signal, onProgress });
    if (error !== null && summary.outcome !== "partial") return { reports: [], error };
    return maskResult(await appliance.promoter.promote({ signal, again }), appliance.settings.privateFields);
  });
}

/** `tidemark promote --dry-run`: what incoming branches ask for, against main as it is. Nothing is polled or sent. */
export async function draftOnce(host: Host, input: SettingsInput): Promise<readonly PromotionDraft[]> {
  return opened(host, input, async ({ promoter, settings }, signal) => {
    const drafts = await draftBranches(promoter.ports, promoter.settings(), signal);
    return drafts.map((draft) => maskDraft(draft, settings.privateFields));
  });
}

async function opened<T>(
  host: Host,
  input: SettingsInput,
  work: (appliance: Appliance, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const config = readConfig(host, input);
  const log = openLog(host, config);
  return await untilStopped(host, async (signal) => {
    const appliance = openAppliance(host, config, log);
    try {
      return await work(appliance, signal);
    } finally {
      appliance.close();
    }
  });
}

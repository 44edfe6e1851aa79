import type { Host } from "../domain/ports/host.ts";
import type { PromoteResult } from "../promoter/promote-branches.ts";
import type { RunResult } from "../sync/engine.ts";
import { openAppliance, openLog } from "./appliance.ts";
import { sweepWhenDue } from "./due-sweep.ts";
import { maskResult } from "./mask-report.ts";
import { type OnceRequest, runOnce } from "./run-once.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";
import { createUpkeep } from "./upkeep/create-upkeep.ts";

export interface SyncOnceResult {
  /** Two when a sweep was due. */
  readonly runs: readonly RunResult[];
  /** What waited on incoming branches; null: nobody looked. */
  readonly promotions: PromoteResult | null;
}

/**
 * `tidemark sync`: opens everything, runs, closes everything. After a poll of all tables that went through, what waits on incoming
 * branches is promoted, and a sweep follows when one is due. @throws what keeps it from starting
 */
export async function syncOnce(
  host: Host,
  input: SettingsInput,
  request: Omit<OnceRequest, "signal">,
): Promise<SyncOnceResult> {
  const config = readConfig(host, input);
  const log = openLog(host, config);
  for (const { message, hint, code } of config.warnings) {
    if (code !== "config.short-poll") log.write("warn", message, { code, hint });
  }
  // A stop while everything is opened is heard too: the run that follows is then cancelled before it begins.
  return await untilStopped(host, async (signal) => {
    const appliance = openAppliance(host, config, log);
    try {
      const first = await runOnce(appliance, { ...request, signal });
      const all = request.kind === "poll" && request.tables === undefined && first.error === null;
      const promoted = all ? await appliance.promoter.promote({ signal, again: false }) : null;
      const promotions = promoted === null ? null : maskResult(promoted, appliance.settings.privateFields);
      const sweep = all ? await sweepWhenDue(appliance, { onProgress: request.onProgress, signal }) : null;
      await createUpkeep(appliance).finish(signal);
      return { runs: sweep === null ? [first] : [first, sweep], promotions };
    } finally {
      appliance.close();
    }
  });
}

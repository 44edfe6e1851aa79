import type { Host } from "../domain/ports/host.ts";
import type { RunResult } from "../sync/engine.ts";
import { openAppliance, openLog } from "./appliance.ts";
import { sweepWhenDue } from "./due-sweep.ts";
import { type OnceRequest, runOnce } from "./run-once.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

/**
 * `tidemark sync`: opens everything, runs, closes everything. After a poll of all tables that went through, a sweep follows
 * when one is due: two results then. @throws what keeps it from starting
 */
export async function syncOnce(
  host: Host,
  input: SettingsInput,
  request: Omit<OnceRequest, "signal">,
): Promise<readonly RunResult[]> {
  const config = readConfig(host, input);
  const log = openLog(host, config);
  for (const { message, hint, code } of config.warnings) {
    if (code !== "config.short-poll") log.write("warn", message, { hint });
  }
  // A stop while everything is opened is heard too: the run that follows is then cancelled before it begins.
  return await untilStopped(host, async (signal) => {
    const appliance = openAppliance(host, config, log);
    try {
      const first = await runOnce(appliance, { ...request, signal });
      const all = request.kind === "poll" && request.tables === undefined && first.error === null;
      const sweep = all ? await sweepWhenDue(appliance, { onProgress: request.onProgress, signal }) : null;
      return sweep === null ? [first] : [first, sweep];
    } finally {
      appliance.close();
    }
  });
}

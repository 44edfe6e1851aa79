import type { Host } from "../domain/ports/host.ts";
import type { RunResult } from "../sync/engine.ts";
import { openAppliance, openLog } from "./appliance.ts";
import { type OnceRequest, runOnce } from "./run-once.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

/** `tidemark sync`: opens everything, runs once, closes everything. @throws what keeps it from starting */
export async function syncOnce(
  host: Host,
  input: SettingsInput,
  request: Omit<OnceRequest, "signal">,
): Promise<RunResult> {
  const config = readConfig(host, input);
  const log = openLog(host, config);
  for (const { message, hint, code } of config.warnings) {
    if (code !== "config.short-poll") log.write("warn", message, { hint });
  }
  const appliance = openAppliance(host, config, log);
  try {
    return await untilStopped(host, (signal) => runOnce(appliance, { ...request, signal }));
  } finally {
    appliance.close();
  }
}

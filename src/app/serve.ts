import type { Host } from "../domain/ports/host.ts";
import { openAppliance, openLog } from "./appliance.ts";
import { runService } from "./run-service.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

/** `tidemark run`: the service, until it is stopped. Returns the exit code. @throws what keeps it from starting */
export async function serve(host: Host, input: SettingsInput): Promise<number> {
  const config = readConfig(host, input);
  const log = openLog(host, config);
  for (const { message, hint, code } of config.warnings) log.write("warn", message, { code, hint });
  // A stop while everything is opened is heard too.
  return await untilStopped(host, async (signal) => {
    const appliance = openAppliance(host, config, log);
    try {
      await runService({ host, config, appliance, signal });
      return 0;
    } finally {
      appliance.close();
    }
  });
}

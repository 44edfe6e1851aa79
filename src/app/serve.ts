import type { Host } from "../domain/ports/host.ts";
import type { Log } from "../domain/ports/log.ts";
import type { RunResult } from "../sync/engine.ts";
import { type Appliance, openAppliance, openLog } from "./appliance.ts";
import { runOnce } from "./run-once.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

/** The longest wait after failures; the service never gives up, and never hammers. */
const LONGEST_WAIT_MS = 3_600_000;

/** `tidemark run`: polls until it is stopped or halts. Returns the exit code. @throws what keeps it from starting */
export async function serve(host: Host, input: SettingsInput): Promise<number> {
  const config = readConfig(host, input);
  const log = openLog(host, config);
  for (const { message, hint } of config.warnings) log.write("warn", message, { hint });
  const appliance = openAppliance(host, config, log);
  try {
    return await untilStopped(host, (signal) => pollUntilStopped(appliance, signal));
  } finally {
    appliance.close();
  }
}

/** Polls at the configured interval; after failures in a row the wait doubles each time. */
export async function pollUntilStopped(appliance: Appliance, signal: AbortSignal): Promise<number> {
  const { ports, pollEvery } = appliance;
  ports.log.write("info", "service started", { pollSeconds: pollEvery / 1000 });
  for (let failures = 0; !signal.aborted; ) {
    const result = await runOnce(appliance, { kind: "poll", allowDeletes: 0, signal, onProgress: () => {} });
    logError(ports.log, result);
    const { error } = result;
    if (error?.exitCode === 4) return 4;
    failures = error === null ? 0 : failures + 1;
    await ports.clock.sleep(waitAfter(failures, pollEvery), signal).catch(() => {});
  }
  ports.log.write("info", "service stopped");
  return 0;
}

/** A table's own error was told when it came up, and a stop is none. */
function logError(log: Log, { summary, error }: RunResult): void {
  const { run, outcome } = summary;
  if (error === null || outcome === "partial" || outcome === "cancelled") return;
  log.write("error", error.message, { run, code: error.code, hint: error.hint });
}

/** Milliseconds until the next poll after so many failures in a row. */
export function waitAfter(failures: number, pollEvery: number): number {
  return failures === 0 ? pollEvery : Math.max(pollEvery, Math.min(LONGEST_WAIT_MS, pollEvery * 2 ** failures));
}

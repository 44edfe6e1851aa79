import type { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import type { HttpListener } from "../domain/ports/http-server.ts";
import type { Log } from "../domain/ports/log.ts";
import type { RunOutcome } from "../domain/run.ts";
import { listen } from "../platform/http-server.ts";
import type { RunResult } from "../sync/engine.ts";
import { type Appliance, openAppliance, openLog } from "./appliance.ts";
import { sweepWhenDue } from "./due-sweep.ts";
import { hookService } from "./hook-service.ts";
import { runOnce } from "./run-once.ts";
import { startApi } from "./service-api.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";
import { Wake } from "./wake.ts";

/** The longest wait after failures; the service never gives up, and never hammers. */
const LONGEST_WAIT_MS = 3_600_000;

/** `tidemark run`: polls until it is stopped or halts. Returns the exit code. @throws what keeps it from starting */
export async function serve(host: Host, input: SettingsInput): Promise<number> {
  const config = readConfig(host, input);
  const log = openLog(host, config);
  for (const { message, hint } of config.warnings) log.write("warn", message, { hint });
  // A stop while everything is opened is heard too.
  return await untilStopped(host, async (signal) => {
    const appliance = openAppliance(host, config, log);
    const wake = new Wake();
    let api: HttpListener | null = null;
    try {
      const { clock } = appliance.ports;
      api = startApi({ config, service: hookService(appliance, wake), pages: [], clock, log, listen });
      return await pollUntilStopped(appliance, signal, { beforeEach: appliance.requireDirectory, wake });
    } finally {
      await api?.stop();
      appliance.close();
    }
  });
}

/** Polls at the configured interval; after failures in a row the wait doubles each time. */
export async function pollUntilStopped(
  appliance: Appliance,
  signal: AbortSignal,
  { beforeEach = () => {}, wake = new Wake() }: PollingOptions = {},
): Promise<number> {
  const { ports } = appliance;
  ports.log.write("info", "service started", { pollSeconds: appliance.pollEvery / 1000 });
  for (let failures = 0; !signal.aborted; ) {
    beforeEach();
    const { error, outcome } = await pollPromoteAndSweep(appliance, signal);
    if (error?.exitCode === 4) return 4;
    // A table of its own that fails is no reason to let the others wait.
    failures = error === null || outcome === "partial" ? 0 : failures + 1;
    await wake.wait(ports.clock, waitAfter(failures, appliance.pollEvery), signal);
  }
  ports.log.write("info", "service stopped");
  return 0;
}

export interface PollingOptions {
  /** What it throws ends the service. */
  readonly beforeEach?: () => void;
  /** Ends the wait between two polls. */
  readonly wake?: Wake;
}

/**
 * One poll, what waits on incoming branches, and a sweep when that is due. No poll begins while a commit is promoted. The delete brake of a sweep holds no poll up: it is a halt that `status`
 * shows, and no further sweep is due until a person ends it.
 */
async function pollPromoteAndSweep(appliance: Appliance, signal: AbortSignal): Promise<Turn> {
  const { log } = appliance.ports;
  const quiet = { signal, onProgress: () => {} };
  const poll = await runOnce(appliance, { kind: "poll", allowDeletes: 0, ...quiet });
  logError(log, poll);
  if (poll.summary.outcome !== "ok" && poll.summary.outcome !== "partial") return turnOf(poll);
  const { error } = await appliance.promoter.promote({ signal, again: false });
  if (error !== null) logPromoteError(log, error);
  if (error?.exitCode === 4) return { error, outcome: "halted" };
  const sweep = await sweepWhenDue(appliance, quiet);
  if (sweep !== null) logError(log, sweep);
  const counts = sweep !== null && sweep.error !== null && sweep.error.code !== "sync.delete-brake";
  return turnOf(counts ? sweep : poll);
}

interface Turn {
  readonly error: TidemarkError | null;
  readonly outcome: RunOutcome;
}

function turnOf({ error, summary }: RunResult): Turn {
  return { error, outcome: summary.outcome };
}

/** A table's own error was told when it came up, and a stop is none. */
function logError(log: Log, { summary, error }: RunResult): void {
  const { run, outcome } = summary;
  if (error === null || outcome === "partial" || outcome === "cancelled") return;
  log.write("error", error.message, { run, code: error.code, hint: error.hint });
}

/** What waits is tried again by the next turn; polls go on. */
function logPromoteError(log: Log, { code, message, hint, exitCode }: TidemarkError): void {
  if (exitCode !== 130) log.write("error", `nothing more is promoted now: ${message}`, { code, hint });
}

/** Milliseconds until the next poll after so many failures in a row. */
export function waitAfter(failures: number, pollEvery: number): number {
  return failures === 0 ? pollEvery : Math.max(pollEvery, Math.min(LONGEST_WAIT_MS, pollEvery * 2 ** failures));
}

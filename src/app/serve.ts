import type { Host } from "../domain/ports/host.ts";
import { createLogFile } from "../platform/log-file.ts";
import { openAppliance, openLog } from "./appliance.ts";
import { runService } from "./run-service.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

/** How a service manager that is not systemd wants it. */
export interface ServeOptions {
  /** Log into this file and turn it over by itself; undefined: standard error. */
  readonly logFile?: string | undefined;
  /** The end of standard input is the word to stop, where there are no signals. */
  readonly untilInputEnds?: boolean;
}

const MOST_LOG_BYTES = 10_000_000;
const KEPT_LOGS = 5;

/** `tidemark run`: the service, until it is stopped. Returns the exit code. @throws what keeps it from starting */
export async function serve(terminal: Host, input: SettingsInput, options: ServeOptions = {}): Promise<number> {
  const host = hostOf(terminal, options);
  const config = readConfig(host, input);
  const log = openLog(host, config);
  for (const { message, hint, code } of config.warnings) log.write("warn", message, { code, hint });
  // A stop while everything is opened is heard too.
  return await untilStopped(host, async (signal) => {
    const appliance = openAppliance(host, config, log, "service");
    try {
      await runService({ host, config, appliance, signal });
      return 0;
    } finally {
      appliance.close();
    }
  });
}

/** The process as `run` uses it. What keeps it from starting goes to standard error all the same: the log's own file may be what is wrong. */
function hostOf(host: Host, { logFile, untilInputEnds }: ServeOptions): Host {
  if (logFile === undefined && untilInputEnds !== true) return host;
  const err =
    logFile === undefined
      ? {}
      : { errIsTerminal: false, err: createLogFile({ path: logFile, mostBytes: MOST_LOG_BYTES, kept: KEPT_LOGS }) };
  return { ...host, ...err, ...(untilInputEnds === true ? { onStop: stopAtInputEnd(host) } : {}) };
}

/** Signals still count. */
function stopAtInputEnd(host: Host): Host["onStop"] {
  return (handler) => {
    const forget = [host.onStop(handler), host.onInputEnd(() => handler("SIGTERM"))];
    return () => {
      for (const each of forget) each();
    };
  };
}

import { secretsOf } from "../config/describe.ts";
import type { Config } from "../config/load.ts";
import { requireMirror, requireToken } from "../config/require.ts";
import { asTidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Mirror } from "../domain/ports/mirror.ts";
import type { Random } from "../domain/ports/random.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { GitMirror } from "../exporter/git-mirror.ts";
import { openRemote } from "../exporter/remote/open-remote.ts";
import { parseRemoteUrl } from "../exporter/remote/remote-url.ts";
import { createSource } from "../moneyworks/source.ts";
import { createClock } from "../platform/clock.ts";
import { createFiles } from "../platform/files.ts";
import { createHttp } from "../platform/http.ts";
import { createLog } from "../platform/log.ts";
import { createRandom } from "../platform/random.ts";
import { acquireLock } from "../staging/lock.ts";
import { openStaging } from "../staging/staging.ts";
import type { SyncPorts, SyncSettings } from "../sync/context.ts";
import { readCertificates } from "./certificates.ts";
import { makeContents, prepareDataDirectory } from "./data-directory.ts";
import { syncSettings } from "./settings.ts";
import { versionInfo } from "./version.ts";

/** One document's mirror, opened: it holds the data directory until `close`. */
export interface Appliance {
  readonly ports: SyncPorts;
  readonly settings: SyncSettings;
  readonly random: Random;
  /** Milliseconds between two polls. */
  readonly pollEvery: number;
  close(): void;
}

/** The log of a command, with every configured secret kept out of it. */
export function openLog(host: Host, config: Config): Log {
  const { "log.level": level, "log.format": wanted } = config.values;
  const format = wanted === "auto" ? (host.errIsTerminal ? "pretty" : "json") : wanted;
  const colour = host.errIsTerminal && host.env.NO_COLOR === undefined;
  // A terminal may hold an unfinished progress line, which a log line replaces; the next progress draws it anew.
  const write = host.errIsTerminal ? (line: string) => host.err(`\r\x1b[K${line}`) : host.err;
  return createLog({ level, format, colour, write, secrets: secretsOf(config), clock: createClock() });
}

/**
 * Checks the configuration, takes the data directory, settles what a crash left, and builds every port once. Nothing is
 * asked of the network yet.
 * @throws config.*, moneyworks.url-*, remote.bad-*, data.*, mirror.*
 */
export function openAppliance(host: Host, config: Config, log: Log): Appliance {
  const { moneyworksUrl, remoteUrl } = requireMirror(config);
  const { values } = config;
  const files = createFiles();
  const [clock, random, http] = [createClock(), createRandom(), createHttp()];
  const target = parseRemoteUrl(remoteUrl);
  if (target.kind === "http") requireToken(config);
  const retry = { clock, random, log };
  const source = createSource({
    url: moneyworksUrl,
    folder: values["moneyworks.folder"] ?? undefined,
    folderPassword: values["moneyworks.folder_password"] ?? undefined,
    ca: readCertificates(values["moneyworks.ca"], "moneyworks.ca", files),
    http,
    ...retry,
  });
  const remote = openRemote(
    {
      target,
      token: values["remote.token"],
      auth: values["remote.auth"],
      ca: readCertificates(values["remote.ca"], "remote.ca", files),
      version: versionInfo().version,
    },
    { http, files, ...retry },
  );
  const directory = prepareDataDirectory(values.data, files);
  const lock = acquireLock({
    path: directory.lock,
    holder: { pid: host.pid, host: "this host", startedAt: clock.now() },
  });
  try {
    makeContents(directory, files);
    const staging = openStaging({ path: directory.staging });
    const remoteName = target.kind === "http" ? target.url : target.path;
    const mirror = new GitMirror({
      files,
      clock,
      log,
      staging,
      remote,
      remoteName,
      directory: directory.repository,
      branch: target.branch,
    });
    recover(mirror, staging, clock);
    const ports = { source, staging, mirror, clock, log };
    const close = () => {
      mirror.close();
      staging.close();
      lock.release();
    };
    return { ports, settings: syncSettings(config), random, pollEvery: values.poll, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What a person has to put right halts here as it does in a run: `tidemark status` tells it, and the next run that goes through lifts it. */
function recover(mirror: Mirror, staging: Staging, clock: Clock): void {
  try {
    mirror.recover();
  } catch (reason) {
    const { code, message, hint, exitCode } = asTidemarkError(reason);
    if (exitCode === 4) staging.setHalt({ code, message, hint, at: clock.now() });
    throw reason;
  }
}

import { secretsOf } from "../config/describe.ts";
import type { Config } from "../config/load.ts";
import { requireMirror } from "../config/require.ts";
import { asTidemarkError, fail } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Mirror } from "../domain/ports/mirror.ts";
import type { Random } from "../domain/ports/random.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { GitMirror } from "../exporter/git-mirror.ts";
import { createAccounts } from "../platform/accounts.ts";
import { createClock } from "../platform/clock.ts";
import { createLog } from "../platform/log.ts";
import { acquireLock } from "../staging/lock.ts";
import { openStaging } from "../staging/staging.ts";
import type { SyncPorts, SyncSettings } from "../sync/context.ts";
import { actAsOwner } from "./act-as-owner.ts";
import { finishSwap } from "./backup/swap.ts";
import { coded, type DataDirectory, makeContents, prepareDataDirectory } from "./data-directory.ts";
import { createHttpMeter, type HttpMeter } from "./http-meter.ts";
import { LiveConfig } from "./live-config.ts";
import { createWays, datacentreOf, remoteOf } from "./parts.ts";
import { createPromoter, type Promoter, type PromoterParts, promoterSettings } from "./promoter.ts";
import { raiseHalt } from "./raise-halt.ts";
import { clearRebuild } from "./rebuild-files.ts";
import { syncSettings } from "./settings.ts";
import type { Mark } from "./upgrade/mark.ts";
import { settleUpgrade } from "./upgrade/settle.ts";
import type { Keep } from "./upkeep/horizon.ts";
import { programId } from "./version.ts";

/** One document's mirror, opened: it holds the data directory until `close`. */
export interface Appliance {
  readonly ports: SyncPorts;
  /** What the configuration says now: an incoming commit may change it. */
  readonly settings: SyncSettings;
  readonly random: Random;
  /** Milliseconds between two polls. */
  readonly pollEvery: number;
  /** Milliseconds between two sweeps; null: only after clock events. */
  readonly sweepEvery: number | null;
  /** Cron expressions: when a full sync and a check run by themselves; null: never. */
  readonly fullAt: string | null;
  readonly checkAt: string | null;
  /** How long what has happened is remembered. */
  readonly keep: Keep;
  readonly promoter: Promoter;
  close(): void;
}

/** An appliance that holds a directory of this host. */
export interface OpenedAppliance extends Appliance {
  readonly directory: DataDirectory;
  readonly files: Files;
  /** Of the requests to MoneyWorks. */
  readonly meter: HttpMeter;
  /** When anything came from MoneyWorks or moved to or from the remote last: milliseconds on the monotonic clock. */
  lastActivity(): number;
  /** The trial that this program stands before it may do anything; null: none. */
  readonly trial: Mark | null;
  /** Of the process that holds the directory. */
  readonly processId: number;
  /** @throws data.replaced when another directory is at the path of the one that this process holds */
  requireDirectory(): void;
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
 * @param purpose `adopt`: a local main that somebody moved is no reason not to open; `service`: it may stand trial after an upgrade
 * @throws config.*, moneyworks.url-*, remote.bad-*, data.*, mirror.*, upgrade.on-trial
 */
export function openAppliance(host: Host, config: Config, log: Log, purpose: Purpose = "run"): OpenedAppliance {
  requireMirror(config);
  const { values } = config;
  const ways = createWays(log);
  const { files, clock, random } = ways;
  const meter = createHttpMeter(ways.http, clock);
  const remoteMeter = createHttpMeter(ways.http, clock);
  const { remote, target, name: remoteName } = remoteOf(config, { ...ways, http: remoteMeter.http });
  const { source, importer } = datacentreOf(config, { ...ways, http: meter.http });
  actAsOwner(values.data, createAccounts(), log);
  const directory = prepareDataDirectory(values.data, files);
  using opened = new DisposableStack();
  const lock = acquireLock({
    path: directory.lock,
    holder: { pid: host.pid, host: "this host", startedAt: clock.now() },
  });
  opened.defer(() => lock.release());
  const identity = files.stamp(directory.lock)?.identity;
  const trial = settle(directory, files, purpose);
  makeContents(directory, files);
  const staging = openStaging({ path: directory.staging });
  opened.defer(() => staging.close());
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
  opened.defer(() => mirror.close());
  recover({ mirror, staging, clock }, purpose);
  const ports = { source, staging, mirror, clock, log };
  const { incoming } = mirror;
  const live = new LiveConfig({
    host: config,
    staging,
    log,
    blob: (oid, most) => incoming.blob(oid, most),
    isMerged: (commit) => incoming.mergeOf(commit) !== null,
  });
  const held = opened.move();
  return withLiveConfig(
    live,
    { ports, importer, incoming, random, meter },
    {
      ...{ directory, files, meter, trial, processId: host.pid },
      lastActivity: () => Math.max(meter.lastActivity(), remoteMeter.lastActivity()),
      requireDirectory: () => {
        const now = files.stamp(directory.lock)?.identity;
        if (now !== undefined && now !== identity) throw fail("data.replaced", { path: directory.path });
      },
      close: () => held.dispose(),
    },
  );
}

type Purpose = "run" | "adopt" | "service";
/** What a crash of a restore, of an upgrade or of a rebuild left. @returns the trial to stand */
function settle(directory: DataDirectory, files: Files, purpose: Purpose): Mark | null {
  return coded(directory.path, () => {
    finishSwap(directory, files);
    const isService = purpose === "service";
    const trial = settleUpgrade({ data: directory.path, files, program: programId(), isService });
    clearRebuild(directory, files);
    return trial;
  });
}

type Parts = Pick<PromoterParts, "ports" | "importer" | "incoming" | "random" | "meter">;
/** What does not follow from the configuration, once it is open. */
type Held = Omit<
  OpenedAppliance,
  "ports" | "random" | "promoter" | "settings" | "pollEvery" | "sweepEvery" | "fullAt" | "checkAt" | "keep"
>;

/** What follows from the configuration is asked of it anew each time: an incoming commit may change it. */
function withLiveConfig(live: LiveConfig, parts: Parts, held: Held): OpenedAppliance {
  const { ports, random } = parts;
  const promoter = createPromoter({
    ...parts,
    configuration: live,
    syncSettings: () => syncSettings(live.now),
    settings: () => promoterSettings(live.now),
  });
  return {
    ...held,
    ports,
    random,
    promoter,
    get settings() {
      return syncSettings(live.now);
    },
    get pollEvery() {
      return live.now.values.poll;
    },
    get sweepEvery() {
      return live.now.values.sweep_every;
    },
    get fullAt() {
      return live.now.values.full_at;
    },
    get checkAt() {
      return live.now.values.check_at;
    },
    get keep() {
      const { "keep.runs": runs, "keep.changes": changes, "keep.promotions": promotions } = live.now.values;
      return { runs, changes, promotions };
    },
  };
}

type Recovering = { readonly mirror: Mirror; readonly staging: Staging; readonly clock: Clock };

/** What a person has to put right halts here as it does in a run: `tidemark status` tells it, and the next run that goes through lifts it. */
function recover({ mirror, staging, clock }: Recovering, purpose: Purpose): void {
  try {
    mirror.recover();
  } catch (reason) {
    const error = asTidemarkError(reason);
    if (purpose === "adopt" && error.code === "mirror.main-moved") return;
    raiseHalt({ staging, clock }, error);
    throw reason;
  }
}

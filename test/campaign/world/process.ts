import { join } from "node:path";
import type { Appliance } from "../../../src/app/appliance.ts";
import { makeContents, prepareDataDirectory } from "../../../src/app/data-directory.ts";
import { asTidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { Log } from "../../../src/domain/ports/log.ts";
import type { Random } from "../../../src/domain/ports/random.ts";
import { GitMirror } from "../../../src/exporter/git-mirror.ts";
import { openRemote } from "../../../src/exporter/remote/open-remote.ts";
import { createDatacentre } from "../../../src/moneyworks/datacentre.ts";
import type { Simulator } from "../../../src/simulator/simulator.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import type { SyncSettings } from "../../../src/sync/context.ts";
import type { SleepingClock } from "../../support/moneyworks-fakes.ts";
import { promoterOf } from "../../support/promoting.ts";
import { quietAppliance } from "../../support/quiet-appliance.ts";
import type { DiskCode, RemoteEffect, StagingCode } from "../scenario/scenario.ts";
import type { Disk } from "./files.ts";
import { Wire, type WireWatch } from "./http.ts";
import type { LateImports } from "./late.ts";
import type { Faults, Life } from "./points.ts";
import { brittleImporter, brittleIncoming } from "./promoting.ts";
import { BrittleRemote } from "./remote.ts";
import { brittleStaging } from "./staging.ts";

/** What processes come and go on. */
export interface Host {
  readonly simulator: Simulator;
  readonly clock: SleepingClock;
  readonly log: Log;
  readonly random: Random;
  readonly late: LateImports;
  readonly watch: WireWatch;
  readonly disk: Disk;
  readonly faults: {
    readonly disk: Faults<DiskCode>;
    readonly remote: Faults<RemoteEffect>;
    readonly staging: Faults<StagingCode>;
  };
  readonly settings: SyncSettings;
  readonly sweepEvery: number | null;
  readonly mostPacks: number;
  readonly mostRecords: number;
  readonly remotePath: string;
  readonly onWritten: (method: string, args: readonly unknown[]) => void;
}

const URL = "http://robot:secret@books.example:6710/REST/Acme.moneyworks";

/** The data directory opened by a new process, as `openAppliance` does it. @throws what keeps it from starting, Crash */
export function startProcess(host: Host, life: Life, path: string): Appliance {
  const { simulator, clock, log, random, faults } = host;
  const files = host.disk.filesOf(life);
  const http = new Wire({ simulator, clock, life, late: host.late, watch: host.watch });
  const ways = { files, http, clock, log, random };
  const target = { kind: "directory" as const, path: host.remotePath, branch: "main" };
  const real = openRemote({ target, token: null, auth: "basic", version: "campaign" }, ways);
  const remote = new BrittleRemote(real, { life, faults: faults.remote, clock });
  const { source, importer } = createDatacentre({ ...ways, url: URL });
  const directory = prepareDataDirectory(path, files);
  makeContents(directory, files);
  const opened = openStaging({ path: directory.staging });
  const staging = brittleStaging(opened, { life, faults: faults.staging, onWritten: host.onWritten });
  const names = { remoteName: "the remote", directory: directory.repository, branch: "main" };
  const mirror = new GitMirror({ files, clock, log, staging, remote, mostPacks: host.mostPacks, ...names });
  // The dead let go of their files too: the host closes them.
  const close = () => {
    mirror.close();
    opened.close();
  };
  try {
    mirror.recover();
  } catch (reason) {
    const { code, message, hint, exitCode } = asTidemarkError(reason);
    if (life.death === null && exitCode === 4) staging.setHalt({ code, message, hint, at: clock.now() });
    close();
    throw reason;
  }
  const ports = { source, staging, mirror, clock, log };
  const promoter = promoterOf({
    ports,
    importer: brittleImporter(importer, life),
    incoming: brittleIncoming(mirror.incoming, life),
    syncSettings: () => host.settings,
    settings: { mostRecords: host.mostRecords },
    uuid: () => random.uuid(clock.now()),
  });
  const { settings, sweepEvery } = host;
  return quietAppliance({ ports, promoter, settings, random, pollEvery: 600_000, sweepEvery, close });
}

/** The local repository of a data directory. */
export function repositoryOf(path: string): string {
  return join(path, "repository.git");
}

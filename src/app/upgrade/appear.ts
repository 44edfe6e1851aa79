import { addressText, type ListenAddress } from "../../config/listen-type.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Log } from "../../domain/ports/log.ts";
import { runningImage, runningProgram } from "../../platform/process.ts";
import { removeTree } from "../../platform/remove-tree.ts";
import type { StagingFacts } from "../../staging/schema-facts.ts";
import type { OpenedAppliance } from "../appliance.ts";
import { programId } from "../version.ts";
import { readJson, readMark, upgradePaths } from "./mark.ts";
import { tellIfPossible } from "./presence.ts";
import { standTrial } from "./trial.ts";

export interface Appearing {
  readonly appliance: OpenedAppliance;
  readonly signal: AbortSignal;
  /** What it got; null: it answers nowhere. */
  readonly port: number | null;
  readonly address: ListenAddress | null;
}

/** The service lets it be known that it is there, and stands its trial if it has to. @throws upgrade.replaced */
export async function appear({ appliance, signal, port, address }: Appearing): Promise<void> {
  const { directory, files, trial, ports, processId: pid } = appliance;
  const { staging, source, clock, log } = ports;
  const program = programId();
  const file = runningProgram();
  const records = staging.tables().reduce((sum, table) => sum + staging.liveCount(table), 0);
  const at = port === null || address === null ? null : addressText({ ...address, port });
  const presence = { pid, program, file, schema: program.schema, records, address: at };
  const data = directory.path;
  if (trial === null) dropStale({ data, files, log, head: staging.lastCommit()?.commit ?? null });
  else {
    const identity = (path: string) => files.stamp(path)?.identity ?? "";
    await standTrial({
      ...{ mark: trial, data, files, clock, log, signal, presence },
      knock: (ended) => source.knock(ended),
      startedFrom: identity(runningImage()),
      programFile: () => identity(file),
    });
  }
  tellIfPossible(data, { ...presence, trial: null, beats: 0, moneyworks: null }, { files, log });
}

interface Snapshot {
  readonly data: string;
  readonly files: Files;
  readonly log: Log;
  /** The newest commit. */
  readonly head: string | null;
}

/** Once there was a commit, nobody can go back to what an upgrade kept, which may be as large as the staging file. */
function dropStale({ data, files, log, head }: Snapshot): void {
  const { facts, directory } = upgradePaths(data);
  const kept = readJson<StagingFacts>(facts, files);
  if (kept === null || kept.head === head) return;
  removeTree(directory);
  log.write("info", "what the last upgrade kept is behind main by now, and goes");
}

/** @throws upgrade.on-trial */
export function requireProven({ trial, directory, files }: OpenedAppliance): void {
  if (trial !== null && readMark(directory.path, files)?.id === trial.id) throw fail("upgrade.on-trial");
}

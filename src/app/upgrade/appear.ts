import { addressText, type ListenAddress } from "../../config/listen-type.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import { runningProgram } from "../../platform/process.ts";
import type { OpenedAppliance } from "../appliance.ts";
import { programId } from "../version.ts";
import { readMark } from "./mark.ts";
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
  if (trial !== null)
    await standTrial({
      ...{ mark: trial, data, files, clock, log, signal, presence },
      knock: (ended) => source.knock(ended),
      programFile: () => files.stamp(file)?.identity ?? "",
    });
  tellIfPossible(data, { ...presence, trial: null, beats: 0, moneyworks: null }, { files, log });
}

/** @throws upgrade.on-trial */
export function requireProven({ trial, directory, files }: OpenedAppliance): void {
  if (trial !== null && readMark(directory.path, files)?.id === trial.id) throw fail("upgrade.on-trial");
}

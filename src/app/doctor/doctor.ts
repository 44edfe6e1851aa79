import { secretsOf } from "../../config/describe.ts";
import type { Config } from "../../config/load.ts";
import type { TableName } from "../../domain/ids.ts";
import type { Host } from "../../domain/ports/host.ts";
import { createRedactor } from "../../lib/redact.ts";
import { createInspection } from "../../platform/inspection.ts";
import { createPrograms } from "../../platform/programs.ts";
import { openLog } from "../appliance.ts";
import { createWays } from "../parts.ts";
import { readConfig, type SettingsInput } from "../settings.ts";
import { untilStopped } from "../stop-signal.ts";
import { CHECKS } from "./checks/all.ts";
import type { DoctorFinding } from "./finding.ts";
import { makeCheck } from "./make-check.ts";
import { createScene, type DoctorScene } from "./scene.ts";

export interface DoctorRequest {
  /** Only these of the configured tables; absent: all. */
  readonly tables?: readonly TableName[] | undefined;
  readonly onFinding: (finding: DoctorFinding) => void;
}

/**
 * `tidemark doctor`: looks at everything that can go wrong, one check after the other, and tells what it found. Takes no lock and
 * writes nothing but a probe file: a service may be running, and there may be no data directory yet.
 * @returns whether nothing failed @throws config.*, run.cancelled
 */
export async function doctor(host: Host, input: SettingsInput, request: DoctorRequest): Promise<boolean> {
  const config = readConfig(host, input);
  let isWell = true;
  const redact = createRedactor(secretsOf(config));
  const tell = ({ says, next, ...finding }: DoctorFinding) => {
    if (finding.state === "fail") isWell = false;
    request.onFinding({ ...finding, says: redact(says), next: next === null ? null : redact(next) });
  };
  await withScene({ host, config, only: request.tables }, async (scene) => {
    for (const check of CHECKS) await makeCheck(check, scene, tell);
  });
  return isWell;
}

interface Looking {
  readonly host: Host;
  readonly config: Config;
  readonly only: readonly TableName[] | undefined;
}

async function withScene({ host, config, only }: Looking, work: (scene: DoctorScene) => Promise<void>): Promise<void> {
  const ways = createWays(openLog(host, config));
  const tables = only ?? config.values.tables;
  const tablesNamed = only !== undefined || config.origins.tables.kind !== "default";
  const outside = { ways, inspection: createInspection(), programs: createPrograms() };
  await untilStopped(host, async (signal) => {
    const scene = createScene({ host, config, ...outside, signal, tables, tablesNamed });
    try {
      await work(scene);
    } finally {
      const isMet = !signal.aborted && (await scene.contact.orNull()) !== null;
      if (isMet) await (await scene.source.get()).release();
    }
  });
}

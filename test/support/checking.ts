import type { Difference } from "../../src/domain/check.ts";
import type { RunId } from "../../src/domain/ids.ts";
import { readBlob } from "../../src/exporter/past.ts";
import { createFiles } from "../../src/platform/files.ts";
import type { CheckPorts, CheckRequest } from "../../src/sync/check/context.ts";
import { type CheckResult, runCheck } from "../../src/sync/check/run-check.ts";
import type { World } from "./world.ts";

export interface Checked extends CheckResult {
  readonly differences: readonly Difference[];
}

/** A check of the world's document against what its main holds. */
export async function check(
  world: World,
  request: Partial<CheckRequest> = {},
  ports: Partial<CheckPorts> = {},
): Promise<Checked> {
  const { source, staging, clock, log } = world.ports;
  const differences: Difference[] = [];
  const all: CheckPorts = {
    ...{ source, clock, log },
    staging: { read: (look) => look(staging) },
    blob: (oid) => readBlob(createFiles(), world.repository, oid),
    ...ports,
  };
  const { signal } = new AbortController();
  const result = await runCheck(all, world.settings, {
    run: "01890000-0000-7000-8000-000000000000" as RunId,
    maxDifferences: null,
    signal,
    onProgress: () => {},
    onDifference: (difference) => void differences.push(difference),
    ...request,
  });
  return { ...result, differences };
}

/** `name N3 changed`, one a difference, sorted. */
export function told({ differences }: Checked): string[] {
  return differences.map(({ table, key, operation }) => `${table} ${key} ${operation}`).sort();
}

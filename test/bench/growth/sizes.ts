import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { World } from "../../support/world.ts";

/** Bytes, and counts. */
export interface Sizes {
  readonly staging: number;
  readonly stagingFree: number;
  readonly repository: number;
  readonly remote: number;
  readonly packs: number;
  readonly logLines: number;
  readonly changes: number;
  readonly runs: number;
}

export function sizesOf(world: World): Sizes {
  const { staging } = world;
  const packs = readdirSync(join(world.repository, "objects/pack")).filter((name) => name.endsWith(".pack"));
  const { size, free } = staging.space();
  return {
    staging: size,
    stagingFree: free,
    repository: sizeOf(world.repository),
    remote: sizeOf(world.remotePath),
    packs: packs.length,
    logLines: world.log.entries.filter(({ level }) => level !== "debug").length,
    changes: staging.lastChange() - staging.forgottenChanges().id,
    runs: staging.runs(Number.MAX_SAFE_INTEGER).length,
  };
}

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

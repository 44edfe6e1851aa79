import type { RunResult } from "../../src/sync/engine.ts";
import { finishedTables } from "../../src/sync/finished-tables.ts";
import type { World } from "./world.ts";

/** One run that lets others go first at every chance. */
export function runOnceYielding(world: World): Promise<RunResult> {
  return world.run("poll", { shouldYield: () => true });
}

/** A poll of what is finished, as the service makes it between two parts of a first read; null: there is nothing to poll. */
export async function pollFinished(world: World): Promise<RunResult["summary"] | null> {
  const tables = finishedTables(world.staging, world.settings);
  return tables.length === 0 ? null : await world.sync("poll", { tables });
}

/** Parts of a first read until one goes through. @param between happens after each part that yielded; its number from 1 */
export async function firstRead(
  world: World,
  between: (part: number) => Promise<void> | void = () => {},
): Promise<readonly RunResult[]> {
  const parts: RunResult[] = [];
  for (;;) {
    const part = await runOnceYielding(world);
    parts.push(part);
    if (part.summary.outcome !== "yielded") return parts;
    if (parts.length > 30) throw new Error("the first read does not end");
    await between(parts.length);
  }
}

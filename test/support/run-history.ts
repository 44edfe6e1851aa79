import type { World } from "./world.ts";

/** Kinds and outcomes of all runs, oldest first. */
export function history(world: World): string[] {
  return world.staging
    .runs(99)
    .map(({ kind, outcome }) => `${kind} ${outcome}`)
    .reverse();
}

/** The codes of the log's error lines. */
export function errorsOf(world: World): unknown[] {
  return world.log.entries.filter(({ level }) => level === "error").map(({ fields }) => fields?.code);
}

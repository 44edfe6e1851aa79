import { createFigures } from "../../platform/figures.ts";
import { releaseMemory } from "../../platform/memory.ts";
import type { OpenedAppliance } from "../appliance.ts";
import { Upkeep } from "./upkeep.ts";

/** For an appliance that holds a directory of this host. */
export function createUpkeep(appliance: Pick<OpenedAppliance, "ports" | "keep" | "directory">): Upkeep {
  const { staging, mirror, clock, log } = appliance.ports;
  const figures = createFigures();
  return new Upkeep({
    ...{ staging, mirror, clock, log, releaseMemory },
    keep: () => appliance.keep,
    diskFree: () => figures.disk(appliance.directory.path)?.freeBytes ?? null,
  });
}

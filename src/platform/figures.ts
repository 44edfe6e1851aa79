import { readdirSync, statfsSync } from "node:fs";
import type { DiskFigures, Figures } from "../domain/ports/figures.ts";

/** The running process. */
export function createFigures(): Figures {
  return {
    residentBytes: () => process.memoryUsage.rss(),
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    openFiles: () => attempt(() => readdirSync("/proc/self/fd").length),
    disk: (path) => attempt(() => diskOf(path)),
  };
}

function diskOf(path: string): DiskFigures {
  const { bavail, blocks, bsize } = statfsSync(path);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}

function attempt<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}

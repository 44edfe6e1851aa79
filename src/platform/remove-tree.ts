import { rmSync } from "node:fs";

/** Removes a directory with everything in it; no error when it is gone. */
export function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

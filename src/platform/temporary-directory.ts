import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes an empty directory of this account's own where the system keeps temporary files (TMPDIR). */
export function makeTemporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), "tidemark-"));
}

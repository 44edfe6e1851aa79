import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Path to size, time of change and SHA-256 of every file under these directories: equal means untouched. */
export function treeHashes(...directories: readonly string[]): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const directory of directories) {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile()) hashes[path] = "directory";
      else hashes[path] = `${statSync(path).mtimeMs} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`;
    }
  }
  return hashes;
}

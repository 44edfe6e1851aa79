import { readFileSync, statSync } from "node:fs";

/** The read bit of "others" (chmod o+r). */
const OTHERS_READ = 0o004;

/**
 * A configuration file and whether accounts other than its owner and group may read it; null when there is none. Windows
 * has no such bits: there, the directory's access list decides, and the answer is false.
 * @throws the operating system's error (EACCES, EISDIR)
 */
export function readConfigFile(path: string): { readonly bytes: Uint8Array; readonly openToOthers: boolean } | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const openToOthers = process.platform !== "win32" && (stats.mode & OTHERS_READ) !== 0;
  return { bytes: readFileSync(path), openToOthers };
}

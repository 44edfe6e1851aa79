import { chownSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Gives a file, or a directory with all that is in it, to the account and group that own another one. Only the administrator can, and only the
 * administrator needs to: does nothing for other accounts and on Windows, where a directory's access list is inherited. No link is followed.
 */
export function giveTo(path: string, like: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(like);
  give(path, uid, gid);
}

function give(path: string, uid: number, gid: number): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  if (stats.isDirectory()) for (const name of readdirSync(path)) give(join(path, name), uid, gid);
  chownSync(path, uid, gid);
}

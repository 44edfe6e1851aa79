import * as fs from "node:fs";
import type { ProgramHost } from "../domain/ports/program-host.ts";
import { removeTree } from "./remove-tree.ts";

export function createProgramHost(): ProgramHost {
  return { freeBytes, copy, makeExecutable: (path) => fs.chmodSync(path, 0o755), asOwnerOf, kill, removeTree };
}

function freeBytes(path: string): number {
  const { bavail, bsize } = fs.statfsSync(path);
  return bavail * bsize;
}

function copy(from: string, to: string): void {
  fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
  const descriptor = fs.openSync(to, "r+");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Only root may be another account; its group is changed first, while it still may. */
function asOwnerOf<T>(path: string, work: () => T): T {
  const { geteuid, getegid, seteuid, setegid } = process;
  if (geteuid === undefined || getegid === undefined || seteuid === undefined || setegid === undefined) return work();
  const { uid, gid } = fs.statSync(path);
  if (geteuid() !== 0 || uid === 0) return work();
  const group = getegid();
  setegid(gid);
  try {
    seteuid(uid);
    return work();
  } finally {
    seteuid(0);
    setegid(group);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (reason) {
    if (!(reason instanceof Error && "code" in reason && reason.code === "ESRCH")) throw reason;
  }
}

import * as fs from "node:fs";
import { createServer } from "node:net";
import type { DiskSpace, Inspection, Rights } from "../domain/ports/inspection.ts";
import { readCertificate } from "./certificate.ts";

/** `f_type` of file systems that another host keeps: NFS, SMB 1 to 3, CIFS (statfs(2)). */
const REMOTE_TYPES: ReadonlySet<number> = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42]);
const CHMOD_BITS = 0o777;

/** The port over node:fs and node:net. */
export function createInspection(): Inspection {
  return {
    account: () => process.getuid?.() ?? null,
    rights,
    mayWrite,
    space,
    syncTimes,
    listenFault,
    certificate: readCertificate,
    isRunning,
  };
}

function rights(path: string): Rights | null {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  if (stats === undefined || process.platform === "win32") return null;
  return { owner: stats.uid, mode: stats.mode & CHMOD_BITS };
}

function mayWrite(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function space(path: string): DiskSpace {
  const { bavail, blocks, bsize, type } = fs.statfsSync(path);
  return { free: bavail * bsize, total: blocks * bsize, isRemote: REMOTE_TYPES.has(type) };
}

function syncTimes(path: string, times: number): readonly number[] {
  const bytes = new Uint8Array(4096);
  fs.rmSync(path, { force: true });
  const descriptor = fs.openSync(path, "wx", 0o600);
  try {
    return Array.from({ length: times }, () => {
      const before = performance.now();
      fs.writeSync(descriptor, bytes);
      fs.fsyncSync(descriptor);
      return performance.now() - before;
    });
  } finally {
    fs.closeSync(descriptor);
    fs.rmSync(path, { force: true });
  }
}

function listenFault({ hostname, port }: { readonly hostname: string; readonly port: number }): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (reason) => resolve("code" in reason ? String(reason.code) : reason.message));
    server.listen({ host: hostname, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** EPERM: it runs, and is another account's. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (reason) {
    return reason instanceof Error && "code" in reason && reason.code === "EPERM";
  }
}

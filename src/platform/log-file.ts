import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

export interface LogFileOptions {
  readonly path: string;
  /** Size in bytes at which it is turned over. */
  readonly mostBytes: number;
  /** How many old ones are kept: `tidemark.log.1` is the newest of them. */
  readonly kept: number;
}

/** Read and write for its owner alone: a log may quote what the accounts hold. */
const PRIVATE = 0o600;

/**
 * Appends lines to a log file and turns it over by size. The file is opened for each line, so that another program may move it away
 * at any time; what cannot be written (a full disk) is dropped, since a log must not end a service. Returns whether it was written.
 */
export function createLogFile({ path, mostBytes, kept }: LogFileOptions): (text: string) => boolean {
  return (text) => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      if (sizeOf(path) + Buffer.byteLength(text) > mostBytes) turnOver(path, kept);
      appendFileSync(path, text, { mode: PRIVATE });
      return true;
    } catch {
      return false;
    }
  };
}

function turnOver(path: string, kept: number): void {
  for (let at = kept - 1; at >= 0; at -= 1) {
    const from = at === 0 ? path : `${path}.${at}`;
    if (sizeOf(from) > 0) renameSync(from, `${path}.${at + 1}`);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

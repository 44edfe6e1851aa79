import type { Files } from "../../domain/ports/files.ts";
import type { ProgramHost } from "../../domain/ports/program-host.ts";
import { type StagingFacts, settleFile } from "../../staging/schema-facts.ts";
import { type Mark, removeFile, upgradePaths, writeJson } from "./mark.ts";

const SIDE_FILES = ["-wal", "-shm", "-journal"];
const EMPTY: StagingFacts = { schema: 0, oldest: 0, records: 0, head: null, pending: 0 };

export interface SnapshotParts {
  readonly data: string;
  readonly files: Files;
}

/**
 * Keeps the staging file as it is, unless it is to stay. The repository needs none of this: what a program writes into it is git's, which
 * every version reads, and main moves only after an upgrade counts. Call with the lock held, as the owner of the directory.
 */
export function takeSnapshot(
  { data, files, host }: SnapshotParts & { readonly host: Pick<ProgramHost, "copy" | "removeTree"> },
  schemaAfter: number,
): { readonly staging: Mark["staging"]; readonly facts: StagingFacts } {
  const paths = upgradePaths(data);
  const staging = `${data}/staging.sqlite`;
  host.removeTree(paths.directory);
  const facts = (files.stamp(staging)?.size ?? 0) > 0 ? settleFile(staging) : EMPTY;
  if (facts.schema === 0) return { staging: "none", facts };
  if (facts.schema === schemaAfter) return { staging: "same", facts };
  files.makeDirectory(paths.directory);
  files.makePrivate(paths.directory);
  try {
    host.copy(staging, paths.snapshot);
  } catch (reason) {
    // Half of it is of no use, and takes the room that going back needs.
    host.removeTree(paths.directory);
    throw reason;
  }
  writeJson(paths.facts, facts, files);
  files.syncDirectory(paths.directory);
  return { staging: "file", facts };
}

/**
 * Lets the data be what they were when the mark was made; again after a crash in the middle of it. The mark stays. Call with the lock
 * held, as the owner of the directory.
 */
export function restoreSnapshot({ data, files }: SnapshotParts, mark: Mark): void {
  if (mark.staging === "same") return;
  const staging = `${data}/staging.sqlite`;
  const fresh = `${staging}.restored`;
  files.remove(fresh);
  if (mark.staging === "file") copySnapshot(data, fresh, files);
  // A log of the migrated file would be taken for the restored one's.
  for (const end of SIDE_FILES) files.remove(staging + end);
  if (mark.staging === "file") files.rename(fresh, staging);
  else files.remove(staging);
  files.syncDirectory(data);
}

/** Where both do not fit on the disk, the migrated file makes room: while the mark is there, the snapshot is what counts. */
function copySnapshot(data: string, fresh: string, files: Files): void {
  const { snapshot } = upgradePaths(data);
  try {
    copyBytes(snapshot, fresh, files);
  } catch (reason) {
    files.remove(fresh);
    if (!isDiskFull(reason) || !files.exists(snapshot)) throw reason;
    for (const end of ["", ...SIDE_FILES]) files.remove(`${data}/staging.sqlite${end}`);
    copyBytes(snapshot, fresh, files);
  }
}

function isDiskFull(reason: unknown): boolean {
  return reason instanceof Error && "code" in reason && (reason.code === "ENOSPC" || reason.code === "EDQUOT");
}

/** Takes away what made going back possible; the mark is the last to go, because it says that there is something to go back to. */
export function dropMark(data: string, files: Files): void {
  removeFile(upgradePaths(data).mark, files);
}

const PIECE = 1 << 20;

function copyBytes(from: string, to: string, files: Files): void {
  const reader = files.open(from);
  try {
    const writer = files.create(to);
    try {
      const piece = new Uint8Array(PIECE);
      for (let at = 0; at < reader.size; ) {
        const count = reader.read(piece, at);
        writer.write(piece.subarray(0, count));
        at += count;
      }
      writer.sync();
    } finally {
      writer.close();
    }
  } finally {
    reader.close();
  }
  files.makePrivate(to);
}

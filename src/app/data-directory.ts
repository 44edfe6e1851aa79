import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Files } from "../domain/ports/files.ts";
import type { StagingView } from "../domain/ports/staging-view.ts";
import { viewStaging } from "../staging/staging-view.ts";
import { isSwapping } from "./backup/swap.ts";

/** Where everything of one document lives on this host. */
export interface DataDirectory {
  readonly path: string;
  /** The SQLite staging cache. */
  readonly staging: string;
  /** The lock that one process at a time holds. */
  readonly lock: string;
  /** The local bare repository. */
  readonly repository: string;
}

export function dataDirectory(path: string): DataDirectory {
  return { path, staging: `${path}/staging.sqlite`, lock: `${path}/lock.sqlite`, repository: `${path}/repository.git` };
}

/**
 * Makes the directory when it is missing, closed to other accounts, and proves that it can be written, before anything
 * is asked of the network. One that is there already keeps the rights that somebody gave it.
 * @throws data.not-a-directory, data.read-only, data.disk-full, data.cannot-open
 */
export function prepareDataDirectory(path: string, files: Files): DataDirectory {
  if (files.exists(path) && !files.isDirectory(path)) throw fail("data.not-a-directory", { path });
  return coded(path, () => {
    makePrivately(path, files, () => files.makeDirectory(path));
    proveWritable(`${path}/.write-test`, files);
    return dataDirectory(path);
  });
}

/**
 * Makes what will hold records, closed to other accounts. Call with the lock held: two processes that start together
 * would get in each other's way.
 * @throws data.read-only, data.disk-full, data.cannot-open
 */
export function makeContents({ path, staging, repository }: DataDirectory, files: Files): void {
  coded(path, () => {
    makePrivately(staging, files, () => files.create(staging).close());
    makePrivately(repository, files, () => files.makeDirectory(repository));
  });
}

/**
 * The staging file of a data directory, for one who only looks: a service may be running on it.
 * @throws data.nothing-yet, data.unreadable
 */
export function viewOf(path: string, files: Files): StagingView {
  return viewStaging(requireStaging(path, files), files);
}

/** Where the staging file is. @throws data.nothing-yet, data.unreadable, restore.unfinished */
export function requireStaging(path: string, files: Files): string {
  const { staging } = dataDirectory(path);
  if (isSwapping({ path }, files)) throw fail("restore.unfinished", { path });
  if (!isReadable(staging, files)) throw fail("data.nothing-yet", { path });
  return staging;
}

/** false: there is no such file. @throws data.unreadable */
function isReadable(path: string, files: Files): boolean {
  try {
    if (files.stamp(path) === null) return false;
    files.open(path).close();
    return true;
  } catch (cause) {
    const code = errorCode(cause);
    if (code === "EACCES" || code === "EPERM") throw fail("data.unreadable", { path }, { cause });
    throw cause;
  }
}

function makePrivately(path: string, files: Files, make: () => void): void {
  if (files.exists(path)) return;
  make();
  files.makePrivate(path);
}

function proveWritable(probe: string, files: Files): void {
  files.remove(probe);
  try {
    const file = files.create(probe);
    try {
      file.write(new TextEncoder().encode("tidemark"));
      file.sync();
    } finally {
      file.close();
      files.remove(probe);
    }
  } catch (error) {
    // Another process proves the same at this moment; the lock will tell the two apart.
    if (errorCode(error) !== "EEXIST") throw error;
  }
}

/** What the disk refuses, in our own words. @throws data.* */
export function coded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof TidemarkError) throw cause;
    throw fail(CODES[errorCode(cause)] ?? "data.cannot-open", { path }, { cause });
  }
}

const CODES: Readonly<Record<string, "data.not-a-directory" | "data.read-only" | "data.disk-full">> = {
  ENOTDIR: "data.not-a-directory",
  EEXIST: "data.not-a-directory",
  EACCES: "data.read-only",
  EPERM: "data.read-only",
  EROFS: "data.read-only",
  ENOSPC: "data.disk-full",
  EDQUOT: "data.disk-full",
};

function errorCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

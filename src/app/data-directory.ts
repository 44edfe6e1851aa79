import { fail } from "../domain/errors/tidemark-error.ts";
import type { Files } from "../domain/ports/files.ts";

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
 * Makes the directory when it is missing and proves that it can be written, before anything is asked of the network.
 * @throws data.not-a-directory, data.read-only, data.disk-full, data.cannot-open
 */
export function prepareDataDirectory(path: string, files: Files): DataDirectory {
  if (files.exists(path) && !files.isDirectory(path)) throw fail("data.not-a-directory", { path });
  try {
    files.makeDirectory(path);
    const probe = `${path}/.write-test`;
    files.remove(probe);
    const file = files.create(probe);
    file.write(new TextEncoder().encode("tidemark"));
    file.sync();
    file.close();
    files.remove(probe);
  } catch (cause) {
    throw fail(CODES[errorCode(cause)] ?? "data.cannot-open", { path }, { cause });
  }
  return dataDirectory(path);
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

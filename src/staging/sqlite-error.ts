import { SQLiteError } from "bun:sqlite";
import type { ErrorCode } from "../domain/errors/registry.ts";
import { fail } from "../domain/errors/tidemark-error.ts";

/**
 * First match by the beginning of SQLite's extended result code wins (sqlite.org/rescode.html). IOERR_SHMSIZE is what a
 * full disk looks like when the shared-memory file of the WAL cannot grow.
 */
const CODES: readonly (readonly [beginning: string, code: ErrorCode])[] = [
  ["SQLITE_FULL", "data.disk-full"],
  ["SQLITE_IOERR_SHMSIZE", "data.disk-full"],
  ["SQLITE_IOERR", "data.io"],
  ["SQLITE_READONLY", "data.read-only"],
  ["SQLITE_PERM", "data.read-only"],
  ["SQLITE_CANTOPEN", "data.cannot-open"],
  ["SQLITE_CORRUPT", "data.corrupt"],
  ["SQLITE_NOTADB", "data.corrupt"],
  ["SQLITE_BUSY", "data.busy"],
  ["SQLITE_LOCKED", "data.busy"],
];

/** The error of ours for SQLite's, with SQLite's as cause; any other value comes back as it is. */
export function translate(error: unknown, path: string): unknown {
  if (!(error instanceof SQLiteError)) return error;
  const name = error.code ?? "";
  const code = CODES.find(([beginning]) => name.startsWith(beginning))?.[1] ?? "data.statement";
  return fail(code, { path, reason: error.message }, { cause: error });
}

/** Runs `work` and throws its SQLite errors as `data.*`. */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(error, path);
  }
}

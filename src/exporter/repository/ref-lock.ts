import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files, FileWriter } from "../../domain/ports/files.ts";

/** git's lock of a file of refs. */
export function lockOf(path: string): string {
  return `${path}.lock`;
}

/** @param path the file that is locked, for the sake of `ref`. @throws mirror.ref-locked */
export function createLock(files: Files, ref: string, path: string): FileWriter {
  const lock = lockOf(path);
  try {
    return files.create(lock);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw fail("mirror.ref-locked", { ref, lock }, { cause: error });
  }
}

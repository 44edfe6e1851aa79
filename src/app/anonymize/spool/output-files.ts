import { fail, TidemarkError } from "../../../domain/errors/tidemark-error.ts";
import type { Files, FileWriter } from "../../../domain/ports/files.ts";

const FULL = new Set(["ENOSPC", "EDQUOT"]);

/** The same files; what the disk refuses to take is told in our own words. @throws anonymize.disk-full, anonymize.cannot-write */
export function outputFiles(files: Files): Files {
  return {
    ...files,
    makeDirectory: (path) => tellDiskErrors(path, () => files.makeDirectory(path)),
    makePrivate: (path) => tellDiskErrors(path, () => files.makePrivate(path)),
    create: (path) =>
      writer(
        path,
        tellDiskErrors(path, () => files.create(path)),
      ),
    rename: (from, to) => tellDiskErrors(to, () => files.rename(from, to)),
    remove: (path) => tellDiskErrors(path, () => files.remove(path)),
    syncDirectory: (path) => tellDiskErrors(path, () => files.syncDirectory(path)),
  };
}

function writer(path: string, file: FileWriter): FileWriter {
  return {
    write: (bytes) => tellDiskErrors(path, () => file.write(bytes)),
    sync: () => tellDiskErrors(path, () => file.sync()),
    close: () => file.close(),
  };
}

/** @param path what the work is about. @throws anonymize.disk-full, anonymize.cannot-write, and TidemarkErrors as they are */
export function tellDiskErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof TidemarkError) throw cause;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    if (FULL.has(code)) throw fail("anonymize.disk-full", { path }, { cause });
    throw fail("anonymize.cannot-write", { path, reason: code }, { cause });
  }
}

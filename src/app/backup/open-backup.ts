import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { FileReader, Files } from "../../domain/ports/files.ts";
import type { Pauses } from "../../exporter/remote/pauses.ts";
import { BackupReader, NewerFormat, NoBackup } from "./backup-reader.ts";
import { FORMAT_VERSION } from "./format.ts";
import { Damage } from "./frames.ts";
import { reasonOf } from "./passphrase.ts";

/** Opens a backup for `work`, and tells what is wrong with it by its name. @throws restore.* */
export async function withBackup<T>(
  path: string,
  { files, pauses }: { readonly files: Files; readonly pauses: Pauses },
  work: (reader: BackupReader, file: FileReader) => Promise<T>,
): Promise<T> {
  const file = open(path, files);
  try {
    return await work(new BackupReader(file, pauses), file);
  } catch (cause) {
    if (cause instanceof Damage) throw fail("restore.damaged", { path, reason: cause.message }, { cause });
    if (cause instanceof NoBackup) throw fail("restore.not-a-backup", { path }, { cause });
    if (cause instanceof NewerFormat)
      throw fail("restore.newer-format", { path, version: cause.version, known: FORMAT_VERSION }, { cause });
    throw cause;
  } finally {
    file.close();
  }
}

function open(path: string, files: Files): FileReader {
  try {
    if (files.isDirectory(path)) throw fail("restore.no-file", { path, reason: "it is a directory" });
    return files.open(path);
  } catch (cause) {
    if (cause instanceof TidemarkError) throw cause;
    throw fail("restore.no-file", { path, reason: reasonOf(cause) }, { cause });
  }
}

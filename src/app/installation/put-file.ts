import { dirname } from "node:path";
import type { Files } from "../../domain/ports/files.ts";

/** Writes a whole file, or replaces one, so that a reader finds the old text or the new one. Its directory is made too. */
export function putFile(files: Files, path: string, text: string): void {
  const partial = `${path}.partial`;
  files.makeDirectory(dirname(path));
  files.remove(partial);
  const file = files.create(partial);
  try {
    file.write(new TextEncoder().encode(text));
    file.sync();
  } finally {
    file.close();
  }
  files.rename(partial, path);
  files.syncDirectory(dirname(path));
}

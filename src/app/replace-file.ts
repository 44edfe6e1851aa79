import { dirname } from "node:path";
import type { Files } from "../domain/ports/files.ts";

export interface ReplaceOptions {
  /** For the account alone that writes it, before a byte is in it. */
  readonly isPrivate?: boolean;
}

/**
 * Writes a whole file, or replaces one, for good: whoever reads it, also after a crash, finds the old text or the new one. What was
 * begun goes when it fails; after a crash it is `<path>.partial`, which the next call replaces. The directory has to be there.
 */
export function replaceFile(
  files: Files,
  path: string,
  text: string,
  { isPrivate = false }: ReplaceOptions = {},
): void {
  const partial = partialOf(path);
  files.remove(partial);
  const file = files.create(partial);
  try {
    try {
      if (isPrivate) files.makePrivate(partial);
      file.write(new TextEncoder().encode(text));
      file.sync();
    } finally {
      file.close();
    }
    files.rename(partial, path);
  } catch (reason) {
    files.remove(partial);
    throw reason;
  }
  files.syncDirectory(dirname(path));
}

/** What a crash in the middle leaves beside a file. */
export function partialOf(path: string): string {
  return `${path}.partial`;
}

import { dirname } from "node:path";
import type { Files } from "../../domain/ports/files.ts";
import { replaceFile } from "../replace-file.ts";

/** Writes a whole file, or replaces one. Its directory is made too. */
export function putFile(files: Files, path: string, text: string): void {
  files.makeDirectory(dirname(path));
  replaceFile(files, path, text);
}

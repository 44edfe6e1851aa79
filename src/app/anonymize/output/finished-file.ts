import { dirname } from "node:path";
import type { Files, FileWriter } from "../../../domain/ports/files.ts";

export interface FileOrder {
  readonly files: Files;
  /** Where it is made. */
  readonly partial: string;
  /** Where it is once it is whole. */
  readonly path: string;
}

/** Makes a file under another name, and gives it its own once it is whole and durable. */
export function finishedFile({ files, partial, path }: FileOrder, write: (file: FileWriter) => void): void {
  files.remove(partial);
  const file = files.create(partial);
  try {
    files.makePrivate(partial);
    write(file);
    file.sync();
  } finally {
    file.close();
  }
  files.rename(partial, path);
  files.syncDirectory(dirname(path));
}

export function writeText(file: FileWriter, text: string): void {
  file.write(new TextEncoder().encode(text));
}

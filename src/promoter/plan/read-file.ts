import { parseEdited } from "../../canonical/parse-edited.ts";
import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { TreeFile } from "../../domain/ports/incoming.ts";
import type { Reason } from "../../domain/promotion.ts";
import type { MwRecord } from "../../domain/record.ts";
import { reason } from "./values.ts";

/** The largest record file that is looked at: a transaction of 1,000 lines has about 1 MB. */
const MOST_BYTES = 8 * 1024 * 1024;
const FILE_MODES: ReadonlySet<string> = new Set(["100644", "100755"]);

/** Reads the content of a file of some commit; null when it is larger than `most` bytes. */
export type ReadBlob = (file: TreeFile, most: number) => Uint8Array | null;

export type ReadFile<T> = { readonly content: T } | { readonly reason: Reason };

export function readBytes(read: ReadBlob, file: TreeFile): ReadFile<Uint8Array> {
  if (!FILE_MODES.has(file.mode))
    return { reason: reason("not-a-file", null, "It is a link or a submodule, not a file.") };
  const content = read(file, MOST_BYTES);
  if (content !== null) return { content };
  return { reason: reason("too-large", null, `It is larger than ${MOST_BYTES / 1024 / 1024} MiB; no record is.`) };
}

/** The record in a file, whoever wrote it. @param blanks as in `parseEdited` */
export function readEdited(read: ReadBlob, file: TreeFile, blanks: "typed" | "empty" = "typed"): ReadFile<MwRecord> {
  const bytes = readBytes(read, file);
  if ("reason" in bytes) return bytes;
  try {
    return { content: parseEdited(bytes.content, blanks) };
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    return { reason: reason("bad-xml", null, error.message) };
  }
}

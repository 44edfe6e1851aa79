import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { Files } from "../../../domain/ports/files.ts";
import { finishedFile, writeText } from "../output/finished-file.ts";
import { Journal } from "./journal.ts";

/** Written last: a directory that has it is whole. */
export const MANIFEST = "ANONYMIZED.json";
const PARTS = ".parts";
export const IGNORE = ".gitignore";
export const IGNORE_TEXT = "*\n";

/** The directory that is written to. */
export interface Target {
  readonly path: string;
  /** What is not finished yet; gone in the end. */
  readonly parts: string;
}

/**
 * Looks at the directory before anything is made. One that is missing or empty is begun; one that an interrupted run left, and nothing
 * else, is gone on with.
 * @throws anonymize.target-not-empty, anonymize.target-finished, anonymize.target-begun
 */
export function lookAtTarget(path: string, resume: boolean, files: Files): Target {
  const target = { path, parts: `${path}/${PARTS}` };
  if (!files.exists(path)) return target;
  if (!files.isDirectory(path)) throw fail("anonymize.target-not-empty", { path, name: "it is a file" });
  const isBegun = Journal.exists(files, target.parts);
  if (isBegun && resume) return target;
  if (isBegun) throw fail("anonymize.target-begun", { path });
  const names = files.list(path);
  if (names.includes(MANIFEST)) throw fail("anonymize.target-finished", { path });
  const foreign = names.find((name) => name !== PARTS && name !== IGNORE);
  if (foreign !== undefined) throw fail("anonymize.target-not-empty", { path, name: foreign });
  return target;
}

/** Makes it, closed to other accounts and ignored by git, before a record is in it. @throws anonymize.cannot-write, anonymize.disk-full */
export function beginTarget({ path, parts }: Target, files: Files): void {
  for (const directory of [path, parts]) {
    if (!files.isDirectory(directory)) files.makeDirectory(directory);
    files.makePrivate(directory);
  }
  const ignore = `${path}/${IGNORE}`;
  finishedFile({ files, partial: `${parts}/${IGNORE}`, path: ignore }, (file) => writeText(file, IGNORE_TEXT));
}

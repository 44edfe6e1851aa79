import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { removeTree } from "../../platform/remove-tree.ts";
import type { DataDirectory } from "../data-directory.ts";
import { partialOf, replaceFile } from "../replace-file.ts";
import { REPOSITORY, STAGING } from "./manifest.ts";

type Place = Pick<DataDirectory, "path">;

/** What is to be done once it is certain that the new data is whole. */
export interface SwapPlan {
  /** The name of the directory, inside the data directory, that takes the old data. */
  readonly before: string;
  /** Whether that goes in the end. */
  readonly discard: boolean;
}

const BEFORE = /^before-restore-[0-9TZ-]+$/;
/** The old file's log goes with it: SQLite would take it for the new one's. */
const SIDE_FILES = ["-wal", "-shm", "-journal"];

/** Where the new data is until it takes the old one's place. */
export function stageOf({ path }: Place): string {
  return `${path}/restoring`;
}

function journalOf({ path }: Place): string {
  return `${path}/restore.json`;
}

/** Whether a restore was decided and is not done. */
export function isSwapping(directory: Place, files: Files): boolean {
  return files.exists(journalOf(directory));
}

/**
 * From here on the new data is the data, whatever dies: `finishSwap` does the rest, now or at the next start. Everything in the stage is whole
 * and durable. Call with the lock held.
 */
export function beginSwap(directory: Place, files: Files, { before, discard }: SwapPlan): void {
  const text = `${JSON.stringify({ version: 1, before, discard })}\n`;
  replaceFile(files, journalOf(directory), text, { isPrivate: true });
}

/**
 * Ends what a restore began: where it was decided, the new data takes its place and the old one goes aside; where it was not, what it had unpacked
 * goes. May be cut off after any step and called again. Does nothing where nothing was restored. Call with the lock held, before
 * anything else is opened.
 * @returns whether the data is another now
 */
export function finishSwap(directory: Place, files: Files): boolean {
  const stage = stageOf(directory);
  const plan = planOf(directory, files);
  if (plan === null) {
    files.remove(partialOf(journalOf(directory)));
    if (files.exists(stage)) removeTree(stage);
    return false;
  }
  const aside = `${directory.path}/${plan.before}`;
  if (files.exists(stage)) {
    files.makeDirectory(aside);
    files.makePrivate(aside);
    const ways = { from: stage, to: directory.path, aside, files };
    // What is still in the stage has not taken its place: what stands there is the old one, and whatever belongs to that.
    replace(STAGING, SIDE_FILES, ways);
    replace(REPOSITORY, [], ways);
    for (const path of [aside, stage, directory.path]) files.syncDirectory(path);
    removeTree(stage);
  }
  if (plan.discard && files.exists(aside)) removeTree(aside);
  files.remove(journalOf(directory));
  files.syncDirectory(directory.path);
  return true;
}

interface Ways {
  readonly from: string;
  readonly to: string;
  readonly aside: string;
  readonly files: Files;
}

function replace(name: string, ends: readonly string[], { from, to, aside, files }: Ways): void {
  if (!files.exists(`${from}/${name}`)) return;
  for (const one of ["", ...ends].map((end) => name + end))
    if (files.exists(`${to}/${one}`)) files.rename(`${to}/${one}`, `${aside}/${one}`);
  files.rename(`${from}/${name}`, `${to}/${name}`);
}

/**
 * null: nothing was decided. Only we write it, and whole: one that cannot be read, or names another place than such a directory, is none of ours.
 * @throws restore.bad-journal
 */
function planOf(directory: Place, files: Files): SwapPlan | null {
  const path = journalOf(directory);
  const bytes = files.readIfPresent(path);
  if (bytes === null) return null;
  const { version, before, discard } = Object(parsed(bytes));
  if (version === 1 && typeof before === "string" && BEFORE.test(before)) return { before, discard: discard === true };
  throw fail("restore.bad-journal", { path });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

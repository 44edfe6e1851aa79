import { dirname } from "node:path";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { ProgramPaths } from "./journal.ts";

export interface SwapParts {
  readonly paths: ProgramPaths;
  readonly files: Files;
  /** Windows lets a running program be renamed, and neither replaced nor removed. */
  readonly isWindows: boolean;
}

/** SHA-256 of a file in hexadecimal; null when there is none. */
export function sumOf(path: string, files: Files): string | null {
  if (!files.exists(path)) return null;
  const hash = new Bun.CryptoHasher("sha256");
  const reader = files.open(path);
  try {
    const piece = new Uint8Array(1 << 20);
    for (let at = 0; at < reader.size; ) {
      const count = reader.read(piece, at);
      hash.update(piece.subarray(0, count));
      at += count;
    }
  } finally {
    reader.close();
  }
  return hash.digest("hex");
}

/** Lets the candidate take the program's place and keeps the former one beside it. Elsewhere than on Windows there is a program at every moment. */
export function swapIn({ paths, files, isWindows }: SwapParts): void {
  const { program, previous, next, workshop } = paths;
  if (isWindows) {
    setAside(previous, { paths, files, isWindows });
    files.rename(program, previous);
  } else {
    // A second name first, which then takes the place of an older one: the program's own name never goes.
    const second = `${next}.former`;
    files.remove(second);
    files.link(program, second);
    files.rename(second, previous);
  }
  files.rename(next, program);
  syncBoth(program, workshop, files);
}

/** Gives the former program its place back, by its sum; nothing is to do when it is there. @throws upgrade.nothing-to-go-back */
export function swapBack(parts: SwapParts, fromSum: string): void {
  const { paths, files, isWindows } = parts;
  const { program, previous, workshop } = paths;
  if (sumOf(program, files) === fromSum) {
    removeTwin(parts, fromSum);
    return;
  }
  if (sumOf(previous, files) !== fromSum) {
    throw fail("upgrade.nothing-to-go-back", { reason: `${previous} is not the program that was there before` });
  }
  if (isWindows && files.exists(program)) setAside(program, parts);
  files.rename(previous, program);
  syncBoth(program, workshop, files);
}

/** Two names of one file are left by a crash in the middle: a rename from one to the other does nothing (POSIX). */
function removeTwin({ paths, files }: SwapParts, fromSum: string): void {
  if (sumOf(paths.previous, files) === fromSum) files.remove(paths.previous);
}

/** A running program of Windows gives its name free when it is renamed; the file goes with the next upgrade. */
function setAside(path: string, { paths, files }: SwapParts): void {
  if (!files.exists(path)) return;
  const aside = `${paths.next}.old`;
  files.remove(aside);
  files.rename(path, aside);
}

function syncBoth(program: string, workshop: string, files: Files): void {
  files.syncDirectory(workshop);
  files.syncDirectory(dirname(program));
}

import { dirname } from "node:path";
import { type Setting, setInToml } from "../../config/set-in-toml.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { replaceFile } from "../replace-file.ts";

const NEW = `# Tidemark's configuration, written by tidemark init.
# tidemark config shows every option with its value; tidemark help configuration explains each.
# This file holds passwords: only the account that the service runs as may read it.


[moneyworks]

[remote]
`;

/**
 * Puts a configuration in place whole, or not at all: closed to others before a byte is in it, and under another name until all of
 * it is on the disk. One that is there keeps what is not set anew. @throws init.cannot-write, config.cannot-edit
 */
export function writeConfig(files: Files, path: string, settings: readonly Setting[]): void {
  const before = attempt(path, () => files.readIfPresent(path));
  const text = setInToml(path, before === null ? NEW : new TextDecoder().decode(before), settings);
  attempt(path, () => put(files, path, text));
}

function put(files: Files, path: string, text: string): void {
  files.makeDirectory(dirname(path));
  replaceFile(files, path, text, { isPrivate: true });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw fail("init.cannot-write", { file: path, reason }, { cause });
  }
}

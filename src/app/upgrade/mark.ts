import { dirname } from "node:path";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { replaceFile } from "../replace-file.ts";

/** Which program it is: two that agree in all of this can take each other's place. */
export interface ProgramId {
  readonly version: string;
  readonly commit: string;
  /** The newest schema of staging.sqlite that it knows. */
  readonly schema: number;
}

/**
 * What lies in a data directory from before its program is exchanged until the new one has proven itself. While it is there,
 * nobody has written anything that is not in the snapshot: its removal is the one step that makes an upgrade count.
 */
export interface Mark {
  /** Of the upgrade. */
  readonly id: string;
  readonly from: ProgramId;
  readonly to: ProgramId;
  /** `file`: in the snapshot. `none`: there was no staging file. `same`: no migration lies between the two, so nothing goes back. */
  readonly staging: "file" | "none" | "same";
  /** How long the new program waits for whoever upgrades before it decides alone, ms. */
  readonly patienceMs: number;
}

/** Where the upgrade's files are in a data directory. */
export interface UpgradePaths {
  readonly mark: string;
  /** What the running service tells of itself. */
  readonly presence: string;
  readonly directory: string;
  /** The staging file as it was. */
  readonly snapshot: string;
  /** What had been committed by then. */
  readonly facts: string;
}

export function upgradePaths(data: string): UpgradePaths {
  const directory = `${data}/.upgrade`;
  return {
    mark: `${data}/upgrade.json`,
    presence: `${data}/running.json`,
    directory,
    snapshot: `${directory}/staging.sqlite`,
    facts: `${directory}/taken.json`,
  };
}

export function isSame(one: ProgramId, other: ProgramId): boolean {
  return one.version === other.version && one.commit === other.commit && one.schema === other.schema;
}

export function readMark(data: string, files: Files): Mark | null {
  return readJson<Mark>(upgradePaths(data).mark, files);
}

/** What a file of ours holds; null when there is none. @throws data.corrupt */
export function readJson<T>(path: string, files: Files): T | null {
  const bytes = bytesOf(path, files);
  if (bytes === null) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw fail("data.corrupt", { path, reason: "it is no JSON" }, { cause });
  }
}

function bytesOf(path: string, files: Files): Uint8Array | null {
  try {
    return files.readIfPresent(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : "";
    if (code === "EINVAL" || code === "EISDIR")
      throw fail("data.corrupt", { path, reason: "it is no file" }, { cause });
    throw cause;
  }
}

export function writeJson(path: string, value: object, files: Files): void {
  replaceFile(files, path, `${JSON.stringify(value)}\n`);
}

export function removeFile(path: string, files: Files): void {
  files.remove(path);
  files.syncDirectory(dirname(path));
}

import { basename, dirname, join, resolve } from "node:path";
import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Files, FileWriter } from "../../domain/ports/files.ts";
import type { Host } from "../../domain/ports/host.ts";
import { removeTree } from "../../platform/remove-tree.ts";
import { isRunning } from "../../platform/running.ts";
import { makeTemporaryDirectory } from "../../platform/temporary-directory.ts";
import type { Sink } from "./backup-writer.ts";
import { reasonOf } from "./passphrase.ts";

export interface TargetOrder {
  /** A file, a directory, or `-` for standard output. */
  readonly file: string;
  readonly force: boolean;
  readonly host: Host;
  readonly files: Files;
}

/** Where a backup goes, and a place for the copy of the staging file meanwhile. */
export interface Target {
  /** null: standard output. */
  readonly directory: string | null;
  /** Whether each backup gets a name of its own. */
  readonly isDirectory: boolean;
  /** An empty file that nobody else may read. */
  copyPath(): string;
  /** @param name in a directory */
  begin(name: string): Sink;
  /** All is written and durable. Returns where it can be read back, still under another name; null for standard output. */
  close(): string | null;
  /** Gives it its name, unless somebody else took that meanwhile. Returns the path; `-` for standard output. */
  finish(): string;
  /** Takes away what is unfinished. */
  discard(): void;
}

const LEFTOVER = /^\.tidemark-backup\.(\d+)\.(staging\.)?part(-journal)?$/;

/** @throws backup.exists, backup.to-terminal, backup.cannot-write */
export function openTarget(order: TargetOrder): Target {
  const { file, force, host, files } = order;
  if (file === "-") return new OutputTarget(host, files);
  const isDirectory = files.isDirectory(file);
  const directory = isDirectory ? file : dirname(file);
  if (!files.isDirectory(directory))
    throw fail("backup.cannot-write", { path: file, reason: `there is no directory ${directory}` });
  if (!isDirectory && !force && files.exists(file)) throw fail("backup.exists", { path: file });
  // A rename would put a file in the place of /dev/null, for every program on the host.
  if (!isDirectory && files.exists(file) && !files.isPlainFile(file))
    throw fail("backup.no-plain-file", { path: file });
  for (const name of files.list(directory)) {
    const pid = LEFTOVER.exec(name)?.[1];
    if (pid !== undefined && (Number(pid) === host.pid || !isRunning(Number(pid)))) files.remove(join(directory, name));
  }
  return new FileTarget(order, { directory, isDirectory });
}

/** Whether a file, which need not be there, is in a directory, by whatever name. */
export function isWithin(
  file: string,
  directory: string,
  { cwd, files }: { readonly cwd: string; readonly files: Files },
): boolean {
  const wanted = files.stamp(directory)?.identity;
  const isDirectory = (path: string) => files.isDirectory(path) && files.stamp(path)?.identity === wanted;
  for (let path = resolve(cwd, file); file !== "-"; path = dirname(path)) {
    if (isDirectory(path)) return true;
    if (path === dirname(path)) return false;
  }
  return false;
}

/** A file that appears whole, under its name, or not at all. */
class FileTarget implements Target {
  readonly #files: Files;
  readonly #force: boolean;
  readonly #part: string;
  readonly #copy: string;
  readonly directory: string;
  readonly isDirectory: boolean;
  #path: string;
  #writer: FileWriter | null = null;

  constructor(
    { file, force, host, files }: TargetOrder,
    place: { readonly directory: string; readonly isDirectory: boolean },
  ) {
    this.#files = files;
    this.#force = force;
    this.#path = file;
    this.directory = place.directory;
    this.isDirectory = place.isDirectory;
    this.#part = join(place.directory, `.tidemark-backup.${host.pid}.part`);
    this.#copy = join(place.directory, `.tidemark-backup.${host.pid}.staging.part`);
  }

  copyPath(): string {
    return told(this.#copy, () => makeEmpty(this.#copy, this.#files));
  }

  begin(name: string): Sink {
    if (this.isDirectory) this.#path = join(this.directory, name);
    this.#refuseTaken();
    return told(this.#path, () => {
      const writer = this.#files.create(this.#part);
      this.#writer = writer;
      shut(this.#part, this.#files);
      return { write: (bytes) => told(this.#path, () => writer.write(bytes)) };
    });
  }

  close(): string {
    told(this.#path, () => this.#writer?.sync());
    this.#close();
    return this.#part;
  }

  finish(): string {
    this.#refuseTaken();
    told(this.#path, () => {
      this.#files.rename(this.#part, this.#path);
      this.#files.syncDirectory(this.directory);
    });
    return this.#path;
  }

  discard(): void {
    this.#close();
    for (const path of [this.#part, this.#copy, `${this.#copy}-journal`]) this.#files.remove(path);
  }

  #close(): void {
    this.#writer?.close();
    this.#writer = null;
  }

  #refuseTaken(): void {
    if (!this.#force && this.#files.exists(this.#path)) throw fail("backup.exists", { path: this.#path });
  }
}

/** Standard output, where nothing can be taken back: its reader has to mind the exit code. */
class OutputTarget implements Target {
  readonly #host: Host;
  readonly #files: Files;
  readonly #place: string;
  readonly directory = null;
  readonly isDirectory = false;

  constructor(host: Host, files: Files) {
    if (host.outIsTerminal) throw fail("backup.to-terminal");
    this.#host = host;
    this.#files = files;
    this.#place = makeTemporaryDirectory();
  }

  copyPath(): string {
    return makeEmpty(join(this.#place, "staging.part"), this.#files);
  }

  begin(): Sink {
    return { write: (bytes) => this.#host.outBytes(bytes) };
  }

  close(): null {
    return null;
  }

  finish(): string {
    return "-";
  }

  discard(): void {
    removeTree(this.#place);
  }
}

function makeEmpty(path: string, files: Files): string {
  files.create(path).close();
  shut(path, files);
  return path;
}

/** FAT and the like refuse to close one file to other accounts; there the whole disk can be. @throws backup.not-private */
function shut(path: string, files: Files): void {
  try {
    files.makePrivate(path);
  } catch (cause) {
    const isRefused = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(reasonOf(cause));
    throw isRefused ? fail("backup.not-private", { directory: dirname(path) }, { cause }) : cause;
  }
}

/** What the disk refuses, with the name that a person gave. */
function told<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof TidemarkError) throw cause;
    const reason = reasonOf(cause);
    if (reason === "ENOSPC" || reason === "EDQUOT") throw fail("backup.disk-full", { path }, { cause });
    throw fail("backup.cannot-write", { path, reason }, { cause });
  }
}

/** `acme` of `/etc/tidemark/acme.toml`; else of the document's name; else `mirror`. Part of a file's name. */
export function backupName(configFile: string | null, documentName: string | null): string {
  const stem = basename(configFile ?? "", ".toml");
  const instance = stem === "tidemark" ? "" : stem;
  const document = (documentName ?? "").split(" on ", 1)[0]?.replace(/\.moneyworks$/i, "") ?? "";
  const slugs = [instance, document].map((text) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, ""),
  );
  return (slugs.find((slug) => slug !== "") ?? "mirror").slice(0, 40);
}

/** `tidemark-acme-20261130T023000Z.tar.zst` */
export function datedName(name: string, at: number): string {
  return `tidemark-${name}-${stampOf(at)}.tar.zst`;
}

/** `20261130T023000Z` */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}

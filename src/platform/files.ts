import * as fs from "node:fs";
import { dirname, resolve } from "node:path";
import type { FileReader, FileStamp, Files, FileWriter } from "../domain/ports/files.ts";

/** What `link` answers where there are no hard links: another file system, FAT, some network shares, too many links. */
const NO_LINKS = new Set(["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Read, write and search of the owner. */
const OWNER_RIGHTS = 0o700;

/** The port over node:fs, synchronous throughout: a crash then falls between two calls, never inside one. */
export function createFiles(): Files {
  return {
    read: (path) => fs.readFileSync(path),
    readIfPresent,
    exists: (path) => fs.existsSync(path),
    isDirectory,
    isPlainFile,
    size: (path) => fs.statSync(path).size,
    realPath,
    stamp,
    list,
    makeDirectory,
    makePrivate,
    create: (path) => writer(fs.openSync(path, "wx")),
    open: (path) => reader(openFile(path)),
    rename: (from, to) => fs.renameSync(from, to),
    link,
    remove,
    syncDirectory,
  };
}

/** Nor is what lies below a file. */
function isDirectory(path: string): boolean {
  return unless("ENOTDIR", false, () => fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

function isPlainFile(path: string): boolean {
  return unless("ENOTDIR", false, () => fs.lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** The system's own: the one in JavaScript takes `link/..` apart as text, where the system follows the link first. */
function realPath(path: string): string | null {
  return unless("ENOTDIR", null, () => unless("ENOENT", null, () => fs.realpathSync.native(path)));
}

/** A power cut must not take a new directory with all that was made durable in it. */
function makeDirectory(path: string): void {
  const first = fs.mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let made = resolve(path); made !== top && made !== dirname(made); made = dirname(made)) {
    // To make an entry takes no right to read the others, to sync them does.
    unless("EACCES", undefined, () => syncDirectory(dirname(made)));
  }
}

function makePrivate(path: string): void {
  if (process.platform !== "win32") fs.chmodSync(path, fs.statSync(path).mode & OWNER_RIGHTS);
}

function readIfPresent(path: string): Uint8Array | null {
  return unless("ENOENT", null, () => {
    const descriptor = openFile(path);
    try {
      return fs.readFileSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  });
}

/** A pipe in a file's place would be waited for until somebody writes there, without a way to end that; a device may have no end. */
function openFile(path: string): number {
  const descriptor = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  const stats = fs.fstatSync(descriptor);
  if (stats.isFile() || stats.isDirectory()) return descriptor;
  fs.closeSync(descriptor);
  throw Object.assign(new Error(`${path} is no file`), { code: "EINVAL", path });
}

function stamp(path: string): FileStamp | null {
  const found = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return null;
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  return { size: Number(size), text: [dev, ino, size, mtimeNs, ctimeNs].join(" "), identity: `${dev} ${ino}` };
}

function list(directory: string): string[] {
  return unless("ENOENT", [], () => fs.readdirSync(directory).sort());
}

function remove(path: string): void {
  unless("ENOENT", undefined, () => fs.unlinkSync(path));
}

function writer(descriptor: number): FileWriter {
  return {
    write: (bytes) => writeAll(descriptor, bytes),
    sync: () => fs.fsyncSync(descriptor),
    close: () => fs.closeSync(descriptor),
  };
}

/** write(2) may take a part; a full disk then shows at the next call. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(descriptor, bytes, done, bytes.length - done);
}

function reader(descriptor: number): FileReader {
  return {
    size: fs.fstatSync(descriptor).size,
    read: (into, offset) => readAll(descriptor, into, offset),
    close: () => fs.closeSync(descriptor),
  };
}

function readAll(descriptor: number, into: Uint8Array, offset: number): number {
  let done = 0;
  while (done < into.length) {
    const count = fs.readSync(descriptor, into, done, into.length - done, offset + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

function link(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (reason) {
    if (!NO_LINKS.has(codeOf(reason)) || fs.existsSync(to)) throw reason;
    copy(from, to);
  }
}

/** Under another name first: a crash must not leave half a file under the final one. */
function copy(from: string, to: string): void {
  const partial = `${to}.partial`;
  fs.copyFileSync(from, partial);
  const descriptor = fs.openSync(partial, "r+");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(partial, to);
}

/** Windows has no handle on a directory to sync; NTFS journals its entries itself. */
function syncDirectory(path: string): void {
  if (process.platform === "win32") return;
  const descriptor = fs.openSync(path, "r");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function unless<T>(code: string, otherwise: T, attempt: () => T): T {
  try {
    return attempt();
  } catch (reason) {
    if (codeOf(reason) === code) return otherwise;
    throw reason;
  }
}

function codeOf(reason: unknown): string {
  return reason instanceof Error && "code" in reason && typeof reason.code === "string" ? reason.code : "";
}

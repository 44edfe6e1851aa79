import { existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Files, FileWriter } from "../../../src/domain/ports/files.ts";
import type { DiskCode } from "../scenario/scenario.ts";
import { placeOf } from "./places.ts";
import type { Faults, Life } from "./points.ts";

export type DiskFaults = Faults<DiskCode>;

/**
 * The host's disk: what was not made durable is gone when the power fails, everything of it, since nothing reaches this disk
 * by itself. It outlives processes.
 */
export class Disk {
  readonly #real: Files;
  readonly #faults: DiskFaults;
  /** How to take back directory entries that are not durable yet, oldest first. */
  #entries: { readonly directory: string; readonly undo: () => void }[] = [];
  readonly #unsynced = new Set<string>();

  constructor(real: Files, faults: DiskFaults) {
    this.#real = real;
    this.#faults = faults;
  }

  losePower(): void {
    for (const path of this.#unsynced) if (existsSync(path)) truncateSync(path, 0);
    for (const { undo } of this.#entries.reverse()) undo();
    this.#unsynced.clear();
    this.#entries = [];
  }

  /** Another program moved a file into this place, and made that durable. */
  settle(path: string): void {
    this.#entries = this.#entries.filter(({ directory }) => directory !== dirname(path));
    this.#unsynced.delete(path);
  }

  /** As one process sees it. */
  filesOf(life: Life): Files {
    const real = this.#real;
    const step = <T>(call: string, path: string, work: () => T) => this.#step(life, { call, path }, work);
    return {
      ...real,
      create: (path) => step("create", path, () => this.#create(life, path)),
      rename: (from, to) => step("rename", to, () => this.#rename(from, to)),
      remove: (path) => {
        life.requireLife();
        if (existsSync(path)) step("remove", path, () => this.#remove(path));
      },
      link: (from, to) =>
        step("link", to, () => {
          real.link(from, to);
          this.#pending(to, () => rmSync(to, { force: true }));
        }),
      makeDirectory: (path) => {
        life.requireLife();
        if (!existsSync(path)) step("makeDirectory", path, () => real.makeDirectory(path));
      },
      syncDirectory: (path) =>
        step("syncDirectory", path, () => {
          real.syncDirectory(path);
          const directory = path.replace(/\/\.$/, "");
          this.#entries = this.#entries.filter((entry) => entry.directory !== directory);
        }),
    };
  }

  #step<T>(life: Life, { call, path }: { readonly call: string; readonly path: string }, work: () => T): T {
    return life.step(`files.${call} ${placeOf(path)}`, () => {
      const fault = call === "write" ? null : this.#faults.take(call);
      if (fault !== null) throw diskError(fault === "EIO" ? "EIO" : "ENOSPC", call, path);
      return work();
    });
  }

  #create(life: Life, path: string): FileWriter {
    const writer = this.#real.create(path);
    // SQLite syncs the directory with the first write to its log.
    if (!path.endsWith(".sqlite")) this.#pending(path, () => rmSync(path, { force: true }));
    const step = (call: string, work: () => void) => this.#step(life, { call, path }, work);
    return {
      write: (bytes) => step("write", () => this.#write(life, { writer, path }, bytes)),
      sync: () =>
        step("sync", () => {
          writer.sync();
          this.#unsynced.delete(path);
        }),
      close: () => writer.close(),
    };
  }

  /** In two parts: a process may die, and a disk may fill up, between them. */
  #write(life: Life, { writer, path }: { writer: FileWriter; path: string }, bytes: Uint8Array): void {
    const fault = this.#faults.take("write");
    if (fault === "EIO" || fault === "ENOSPC") throw diskError(fault, "write", path);
    const half = bytes.length >>> 1;
    this.#unsynced.add(path);
    writer.write(bytes.subarray(0, half));
    if (fault === "short") throw diskError("ENOSPC", "write", path);
    life.reach(`within files.write ${placeOf(path)}`);
    writer.write(bytes.subarray(half));
  }

  #rename(from: string, to: string): void {
    const before = existsSync(to) ? readFileSync(to) : null;
    this.#real.rename(from, to);
    if (this.#unsynced.delete(from)) this.#unsynced.add(to);
    this.#pending(to, () => {
      if (existsSync(to)) renameSync(to, from);
      if (before !== null) writeFileSync(to, before);
    });
  }

  #remove(path: string): void {
    const content = readFileSync(path);
    this.#real.remove(path);
    this.#unsynced.delete(path);
    this.#pending(path, () => writeFileSync(path, content));
  }

  #pending(path: string, undo: () => void): void {
    this.#entries.push({ directory: dirname(path), undo });
  }
}

function diskError(code: "ENOSPC" | "EIO", call: string, path: string): Error {
  const text = code === "EIO" ? "i/o error" : "no space left on device";
  return Object.assign(new Error(`${code}: ${text}, ${call} '${path}'`), { code });
}

import { existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Files, FileWriter } from "../../src/domain/ports/files.ts";

/** What a crash looks like from inside: this call and every later one fail. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Counts the steps that change something outside, and ends the world before the one that is told. */
export class CrashPoint {
  #steps = 0;
  /** Number of the step, from 1, that fails; infinity for none. */
  at = Number.POSITIVE_INFINITY;
  readonly names: string[] = [];

  /** @throws Crash */
  step(name: string): void {
    this.#steps++;
    this.names.push(name);
    if (this.#steps >= this.at) throw new Crash(`before step ${this.#steps}: ${name}`);
  }

  reset(at: number): void {
    this.#steps = 0;
    this.names.length = 0;
    this.at = at;
  }
}

/** Wraps some methods of a port so that each call is a step. */
export function withSteps<T extends object>(port: T, methods: readonly (keyof T & string)[], point: CrashPoint): T {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if ((methods as readonly string[]).includes(String(name))) point.step(String(name));
        return Reflect.apply(value, target, args);
      };
    },
  });
}

/**
 * Files of a host that loses power: what was not made durable by `sync` and `syncDirectory` is gone after `losePower`.
 * Harsher than any real file system: nothing reaches the disk by itself.
 */
export class MortalFiles {
  readonly #point: CrashPoint;
  /** How to take back directory entries that are not durable yet, oldest first. */
  #entries: { readonly directory: string; readonly undo: () => void }[] = [];
  /** Files whose content is not durable yet. */
  readonly #unsynced = new Set<string>();

  constructor(point: CrashPoint) {
    this.#point = point;
  }

  losePower(): void {
    for (const path of this.#unsynced) if (existsSync(path)) truncateSync(path, 0);
    for (const { undo } of this.#entries.reverse()) undo();
    this.forget();
  }

  /** The host goes on: everything reached the disk in time. */
  forget(): void {
    this.#unsynced.clear();
    this.#entries = [];
  }

  wrap(real: Files): Files {
    const point = this.#point;
    return {
      ...real,
      create: (path) => this.#create(real, path),
      rename: (from, to) => {
        point.step(`rename ${to}`);
        this.#rename(real, from, to);
      },
      remove: (path) => {
        if (!existsSync(path)) return;
        point.step(`remove ${path}`);
        const content = readFileSync(path);
        real.remove(path);
        this.#pending(path, () => writeFileSync(path, content));
      },
      link: (from, to) => {
        point.step(`link ${to}`);
        real.link(from, to);
        this.#pending(to, () => rmSync(to, { force: true }));
      },
      syncDirectory: (path) => {
        point.step(`syncDirectory ${path}`);
        real.syncDirectory(path);
        this.#entries = this.#entries.filter(({ directory }) => directory !== path);
      },
    };
  }

  #create(real: Files, path: string): FileWriter {
    this.#point.step(`create ${path}`);
    const writer = real.create(path);
    this.#pending(path, () => rmSync(path, { force: true }));
    return {
      write: (bytes) => {
        this.#unsynced.add(path);
        writer.write(bytes.subarray(0, bytes.length >>> 1));
        this.#point.step(`write ${path}`);
        writer.write(bytes.subarray(bytes.length >>> 1));
      },
      sync: () => {
        this.#point.step(`sync ${path}`);
        writer.sync();
        this.#unsynced.delete(path);
      },
      close: () => writer.close(),
    };
  }

  #rename(real: Files, from: string, to: string): void {
    const before = existsSync(to) ? readFileSync(to) : null;
    real.rename(from, to);
    if (this.#unsynced.delete(from)) this.#unsynced.add(to);
    this.#pending(to, () => {
      if (existsSync(to)) renameSync(to, from);
      if (before !== null) writeFileSync(to, before);
    });
  }

  #pending(path: string, undo: () => void): void {
    this.#entries.push({ directory: dirname(path), undo });
  }
}

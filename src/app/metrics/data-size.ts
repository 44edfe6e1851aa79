import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { DataDirectory } from "../data-directory.ts";

/** A repository has some hundred files at most, but nobody needs its size every second. */
const KEPT_MS = 60_000;

export interface DataSize {
  /** The SQLite file with its log. */
  readonly staging: number;
  readonly repository: number;
}

/** How large the parts of a data directory are, looked at once a minute. */
export class DataSizes {
  readonly #directory: DataDirectory;
  readonly #ways: { readonly files: Files; readonly clock: Pick<Clock, "monotonic"> };
  #kept: { readonly at: number; readonly size: DataSize } | null = null;

  constructor(directory: DataDirectory, ways: { readonly files: Files; readonly clock: Pick<Clock, "monotonic"> }) {
    this.#directory = directory;
    this.#ways = ways;
  }

  now(): DataSize {
    const at = this.#ways.clock.monotonic();
    if (this.#kept === null || at - this.#kept.at >= KEPT_MS) this.#kept = { at, size: this.#measure() };
    return this.#kept.size;
  }

  #measure(): DataSize {
    const { files } = this.#ways;
    const { staging, repository } = this.#directory;
    const parts = [staging, `${staging}-wal`, `${staging}-shm`];
    return { staging: sum(parts.map((path) => sizeOf(files, path))), repository: treeSize(files, repository) };
  }
}

/** A file may go while it is looked at: packs are folded. */
function sizeOf(files: Files, path: string): number {
  return files.stamp(path)?.size ?? 0;
}

function treeSize(files: Files, path: string): number {
  if (!files.isDirectory(path)) return sizeOf(files, path);
  return sum(files.list(path).map((name) => treeSize(files, `${path}/${name}`)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

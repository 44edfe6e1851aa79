import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { StagingView } from "../domain/ports/staging-view.ts";
import type { Access } from "./connection.ts";
import { openReader, type StagingReader } from "./staging.ts";

/** Times that one look is taken again because the file changed under it; then SQLite's own locks have to do. */
const MOST_CHANGES = 20;

/**
 * A staging file for commands that only look: no file is made or changed, whether nobody has it open, a service writes to
 * it, or its last writer was killed; also on a file system that is mounted read-only. For a process that opens the file
 * in no other way. Nothing is opened before the first look.
 * @throws from `read`: data.cannot-open, data.corrupt, data.not-ours, data.newer-version, data.older-version, data.busy,
 *   data.io, data.unsettled
 */
export function viewStaging(path: string, files: Files): StagingView {
  return new FileView(path, files);
}

interface Way {
  readonly access: Exclude<Access, "write">;
  /** What the file and its log looked like when it was opened as one that nobody writes; null: SQLite takes care itself. */
  readonly stillAs: string | null;
}

type Seen<T> = { readonly value: T } | { readonly reason: unknown };

class FileView implements StagingView {
  readonly #path: string;
  readonly #files: Files;
  #opened: { readonly way: Way; readonly reader: StagingReader } | null = null;
  /** Looking without touching did not work out. */
  #mayTouch = false;

  constructor(path: string, files: Files) {
    this.#path = path;
    this.#files = files;
  }

  read<T>(look: (staging: Staging) => T): T {
    for (let changes = 0; ; changes += 1) {
      if (changes >= MOST_CHANGES) this.#mayTouch = true;
      const way = this.#opened?.way ?? this.#choose();
      const seen = this.#look(way, look);
      const isStill = way.stillAs === null || way.stillAs === this.#stamp();
      if (isStill && "value" in seen) return seen.value;
      this.close();
      if (isStill && "reason" in seen) this.#settle(way, seen.reason);
    }
  }

  close(): void {
    this.#opened?.reader.close();
    this.#opened = null;
  }

  #choose(): Way {
    if (this.#mayTouch) return { access: "read", stillAs: null };
    const stillAs = this.#stamp();
    if (!this.#hasLog()) return { access: "still", stillAs };
    return { access: this.#files.exists(`${this.#path}-shm`) ? "beside" : "read", stillAs: null };
  }

  #look<T>(way: Way, look: (staging: Staging) => T): Seen<T> {
    try {
      this.#opened ??= { way, reader: openReader(this.#path, way.access) };
      return { value: this.#opened.reader.snapshot(look) };
    } catch (reason) {
      return { reason };
    }
  }

  /** Returns when another way may work. */
  #settle({ access }: Way, reason: unknown): void {
    const isAboutFiles =
      reason instanceof TidemarkError && (reason.code === "data.read-only" || reason.code === "data.cannot-open");
    if (!isAboutFiles || access === "still") throw reason;
    if (access === "read" && this.#hasLog()) throw fail("data.unsettled", { path: this.#path }, { cause: reason });
    if (access === "read") throw reason;
    this.#mayTouch = true;
  }

  /** Whether anything was written that is not in the file itself yet. */
  #hasLog(): boolean {
    return this.#logSize() > 0;
  }

  /** Another text once anything was written: all that is written is first in the log. */
  #stamp(): string {
    return `${this.#files.stamp(this.#path)?.text} ${this.#logSize()}`;
  }

  #logSize(): number {
    return this.#files.stamp(`${this.#path}-wal`)?.size ?? 0;
  }
}

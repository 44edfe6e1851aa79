import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { createLock, lockOf } from "./ref-lock.ts";

const LINE = /^([0-9a-f]{40}) (.+)$/;

/** The refs that git packed into one file: lines of `<oid> <ref>`; `#` starts the header, `^` what the tag above it points to. */
export class PackedRefs {
  readonly #files: Files;
  readonly #root: string;

  /** @param root the repository's directory. */
  constructor(files: Files, root: string) {
    this.#files = files;
    this.#root = root;
  }

  all(): Map<string, Oid> {
    const lines = this.#text().split("\n");
    return new Map(
      lines.flatMap((line): [string, Oid][] => {
        const [, oid, ref] = LINE.exec(line) ?? [];
        return oid === undefined || ref === undefined ? [] : [[Buffer.from(ref, "latin1").toString(), oid as Oid]];
      }),
    );
  }

  /** Takes a ref out, durably, under git's own lock file. @throws mirror.ref-locked */
  remove(ref: string): void {
    if (!this.all().has(ref)) return;
    const lock = createLock(this.#files, ref, this.#path);
    try {
      lock.write(Buffer.from(without(this.#text(), ref), "latin1"));
      lock.sync();
      lock.close();
      this.#files.rename(lockOf(this.#path), this.#path);
    } catch (error) {
      this.#files.remove(lockOf(this.#path));
      throw error;
    }
    this.#files.syncDirectory(this.#root);
  }

  /** Removes the lock that a `remove` of this ref left when it was cut off: it holds a part of what would have been written. */
  breakOwnLock(ref: string): void {
    const content = this.#files.readIfPresent(lockOf(this.#path));
    if (content === null || !this.all().has(ref)) return;
    if (without(this.#text(), ref).startsWith(Buffer.from(content).toString("latin1"))) {
      this.#files.remove(lockOf(this.#path));
    }
  }

  get #path(): string {
    return `${this.#root}/packed-refs`;
  }

  /** Each byte as one character: names need not be UTF-8. */
  #text(): string {
    return Buffer.from(this.#files.readIfPresent(this.#path) ?? []).toString("latin1");
  }
}

/** A tag's second line goes with its first. @param ref ASCII */
function without(text: string, ref: string): string {
  let taken = false;
  const kept = text.split("\n").filter((line) => {
    taken = line.startsWith("^") ? taken : LINE.exec(line)?.[2] === ref;
    return !taken;
  });
  return kept.join("\n");
}

import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Files, FileWriter } from "../../domain/ports/files.ts";

const OID = /^[0-9a-f]{40}$/;
/** What a lock of ours holds, as far as it came. */
const OWN_LOCK = /^[0-9a-f]{0,40}$/;

/** The refs of a repository on disk: a file each, and those that git packed into `packed-refs` (gitrepository-layout). */
export class Refs {
  readonly #files: Files;
  readonly #root: string;

  /** @param root the bare repository's directory. */
  constructor(files: Files, root: string) {
    this.#files = files;
    this.#root = root;
  }

  /** Where the ref is; null when it does not exist. @throws mirror.corrupt for a file that holds no object id. */
  read(ref: string): Oid | null {
    // In this order: git writes packed-refs before it takes the ref's own file away.
    return this.#readLoose(ref) ?? this.#readPacked().get(ref) ?? this.#readLoose(ref);
  }

  /** Every ref under `refs/`; symbolic ones are left out. */
  all(): ReadonlyMap<string, Oid> {
    const loose = this.#looseUnder("refs");
    return new Map([...this.#readPacked(), ...loose]);
  }

  /**
   * Moves the ref from `old` (null: it must not exist) to `next`, durably, under git's own lock file.
   * @returns false when the ref is not at `old`; nothing is changed then.
   * @throws mirror.ref-locked
   */
  compareAndSwap(ref: string, old: Oid | null, next: Oid): boolean {
    const path = `${this.#root}/${ref}`;
    const directory = path.slice(0, path.lastIndexOf("/"));
    this.#files.makeDirectory(directory);
    const lock = this.#lock(ref, lockOf(path));
    try {
      lock.write(Buffer.from(`${next}\n`, "latin1"));
      lock.sync();
      lock.close();
      if (this.read(ref) !== old) {
        this.#files.remove(lockOf(path));
        return false;
      }
      this.#files.rename(lockOf(path), path);
    } catch (error) {
      this.#files.remove(lockOf(path));
      throw error;
    }
    this.#files.syncDirectory(directory);
    return true;
  }

  /**
   * Removes the lock that a crash of ours may have left. Call only while no other Tidemark can hold it.
   * @param isOurs whether we may have been about to move the ref to this commit
   * @returns whether the ref is free now
   */
  breakOwnLock(ref: string, isOurs: (commit: Oid) => boolean = () => true): boolean {
    const lock = lockOf(`${this.#root}/${ref}`);
    const content = this.#files.readIfPresent(lock);
    if (content === null) return true;
    const named = text(content);
    if (!OWN_LOCK.test(named) || (OID.test(named) && !isOurs(named as Oid))) return false;
    this.#files.remove(lock);
    return true;
  }

  #lock(ref: string, lock: string): FileWriter {
    try {
      return this.#files.create(lock);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      throw fail("mirror.ref-locked", { ref, lock }, { cause: error });
    }
  }

  #readLoose(ref: string): Oid | null {
    const content = this.#looseFile(ref);
    if (content === null) return null;
    if (!OID.test(content))
      throw fail("mirror.corrupt", { path: `${this.#root}/${ref}`, reason: "it holds no object id" });
    return content as Oid;
  }

  /** null too where the ref's name is a directory: git removes empty ones only when it needs the name. */
  #looseFile(ref: string): string | null {
    const path = `${this.#root}/${ref}`;
    if (this.#files.isDirectory(path)) return null;
    const content = this.#files.readIfPresent(path);
    return content === null ? null : text(content);
  }

  #looseUnder(name: string): [string, Oid][] {
    return this.#files.list(`${this.#root}/${name}`).flatMap((entry): [string, Oid][] => {
      const ref = `${name}/${entry}`;
      if (this.#files.isDirectory(`${this.#root}/${ref}`)) return this.#looseUnder(ref);
      const content = entry.endsWith(".lock") ? null : this.#looseFile(ref);
      return content !== null && OID.test(content) ? [[ref, content as Oid]] : [];
    });
  }

  /** Lines of `<oid> <ref>`; `#` starts the header, `^` what the tag above it points to. */
  #readPacked(): Map<string, Oid> {
    const content = this.#files.readIfPresent(`${this.#root}/packed-refs`);
    const lines = content === null ? [] : new TextDecoder().decode(content).split("\n");
    return new Map(
      lines
        .filter((line) => OID.test(line.slice(0, 40)) && line[40] === " ")
        .map((line) => [line.slice(41), line.slice(0, 40) as Oid]),
    );
  }
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
}

import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { PackedRefs } from "./packed-refs.ts";
import { createLock, lockOf } from "./ref-lock.ts";

const OID = /^[0-9a-f]{40}$/;
/** What a lock of ours holds, as far as it came. */
const OWN_LOCK = /^[0-9a-f]{0,40}$/;

/** The refs of a repository on disk: a file each, and those that git packed into `packed-refs` (gitrepository-layout). */
export class Refs {
  readonly #files: Files;
  readonly #root: string;
  readonly #packed: PackedRefs;

  /** @param root the bare repository's directory. */
  constructor(files: Files, root: string) {
    this.#files = files;
    this.#root = root;
    this.#packed = new PackedRefs(files, root);
  }

  /** Where the ref is; null when it does not exist. @throws mirror.corrupt for a file that holds no object id. */
  read(ref: string): Oid | null {
    // In this order: git writes packed-refs before it takes the ref's own file away.
    return this.#readLoose(ref) ?? this.#packed.all().get(ref) ?? this.#readLoose(ref);
  }

  /** Every ref under `refs/`; symbolic ones are left out. */
  all(): ReadonlyMap<string, Oid> {
    const loose = this.#looseUnder("refs");
    return new Map([...this.#packed.all(), ...loose]);
  }

  /**
   * Moves the ref from `old` (null: it must not exist) to `next`, durably, under git's own lock file.
   * @returns false when the ref is not at `old`; nothing is changed then.
   * @throws mirror.ref-locked
   */
  compareAndSwap(ref: string, old: Oid | null, next: Oid): boolean {
    const { path, directory } = this.#placeOf(ref);
    this.#files.makeDirectory(directory);
    const lock = createLock(this.#files, ref, path);
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
   * Removes the ref from `old`, durably, also where git packed it.
   * @returns false when the ref is not at `old`; nothing is changed then.
   * @throws mirror.ref-locked
   */
  remove(ref: string, old: Oid): boolean {
    const { path, directory } = this.#placeOf(ref);
    this.#files.makeDirectory(directory);
    createLock(this.#files, ref, path).close();
    try {
      if (this.read(ref) !== old) return false;
      this.#packed.remove(ref);
      // Last, as git does it: until then it hides what was packed.
      this.#files.remove(path);
      this.#files.syncDirectory(directory);
      return true;
    } finally {
      this.#files.remove(lockOf(path));
    }
  }

  /** Makes the ref's place durable, as it is now. */
  makeLast(ref: string): void {
    const { directory } = this.#placeOf(ref);
    if (this.#files.isDirectory(directory)) this.#files.syncDirectory(directory);
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

  /** The same for a lock that `remove` left on the refs that git packed. */
  breakPackedLock(ref: string): void {
    this.#packed.breakOwnLock(ref);
  }

  #placeOf(ref: string): { readonly path: string; readonly directory: string } {
    const path = `${this.#root}/${ref}`;
    return { path, directory: path.slice(0, path.lastIndexOf("/")) };
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
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
}

import type { Files } from "../../domain/ports/files.ts";
import { PackFile } from "../pack/pack-file.ts";

/** Packs kept open at once: two file descriptors each. */
const MOST_OPEN = 64;

export interface PackPlace {
  readonly pack: PackFile;
  readonly offset: number;
}

/** The packs of one directory, as they were at the last `rescan`. Git may take any of them away at any moment. */
export class PackSet {
  readonly #files: Files;
  readonly #directory: string;
  /** By path; the one that answered last is asked first. */
  #packs: PackFile[] = [];
  #scanned = false;
  readonly #open = new Set<PackFile>();

  constructor(files: Files, directory: string) {
    this.#files = files;
    this.#directory = directory;
  }

  list(): readonly PackFile[] {
    if (!this.#scanned) this.rescan();
    return this.#packs;
  }

  /** Looks at the directory again; returns whether a pack appeared. */
  rescan(): boolean {
    const names = new Set(this.#files.list(this.#directory));
    const paths = [...names]
      .filter((name) => name.endsWith(".idx") && names.has(`${name.slice(0, -4)}.pack`))
      .map((name) => `${this.#directory}/${name.slice(0, -4)}.pack`);
    const known = new Map(this.#packs.map((pack) => [pack.path, pack]));
    const fresh = paths
      .filter((path) => !known.has(path))
      .map((path) => new PackFile(this.#files, path, (pack) => this.#limitOpen(pack)));
    const present = new Set(paths);
    for (const pack of this.#packs) if (!present.has(pack.path)) this.#forget(pack);
    this.#packs = [...fresh, ...this.#packs.filter((pack) => present.has(pack.path))];
    this.#scanned = true;
    return fresh.length > 0;
  }

  /** Where the object is, in the packs known so far. A pack that has vanished is passed over and forgotten. */
  find(oid: Uint8Array): PackPlace | null {
    const packs = this.list();
    for (const [at, pack] of packs.entries()) {
      const offset = pack.mayHold(oid) ? this.#findIn(pack, oid) : null;
      if (offset === null) continue;
      if (at > 0) this.#packs = [pack, ...packs.filter((other) => other !== pack)];
      return { pack, offset };
    }
    return null;
  }

  /** Closes all files. They open again when needed. */
  release(): void {
    for (const pack of this.#open) pack.close();
    this.#open.clear();
  }

  #findIn(pack: PackFile, oid: Uint8Array): number | null {
    try {
      return pack.find(oid);
    } catch (error) {
      if (!isGone(error)) throw error;
      this.#packs = this.#packs.filter((other) => other !== pack);
      this.#forget(pack);
      return null;
    }
  }

  #limitOpen(opened: PackFile): void {
    const [oldest] = this.#open;
    this.#open.add(opened);
    if (oldest !== undefined && this.#open.size > MOST_OPEN) this.#forget(oldest);
  }

  #forget(pack: PackFile): void {
    pack.close();
    this.#open.delete(pack);
  }
}

/** Whether a file was not there (any more). */
export function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

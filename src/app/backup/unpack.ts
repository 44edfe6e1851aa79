import { dirname } from "node:path";
import type { Files, FileWriter } from "../../domain/ports/files.ts";
import type { EntryTaker } from "./backup-reader.ts";
import { type BackupEntry, REPOSITORY, STAGING } from "./manifest.ts";

/**
 * Writes the data of a backup into an empty directory. The reader lets no other paths through than those of a manifest, so nothing can
 * lead out of it; files are made new, so no link is followed.
 */
export class Unpacker implements EntryTaker {
  readonly #root: string;
  readonly #files: Files;
  readonly #directories = new Set<string>();
  #writer: FileWriter | null = null;

  constructor(root: string, files: Files) {
    this.#root = root;
    this.#files = files;
    this.#makeDirectory(root);
  }

  begin({ path }: BackupEntry): void {
    if (path !== STAGING && !path.startsWith(`${REPOSITORY}/`)) return;
    const place = `${this.#root}/${path}`;
    this.#makeDirectory(path.endsWith("/") ? place.slice(0, -1) : dirname(place));
    if (path.endsWith("/")) return;
    this.#writer = this.#files.create(place);
    this.#files.makePrivate(place);
  }

  piece(bytes: Uint8Array): void {
    this.#writer?.write(bytes);
  }

  end(): void {
    this.#writer?.sync();
    this.close();
  }

  /** Lets go of a file that was not finished. */
  close(): void {
    this.#writer?.close();
    this.#writer = null;
  }

  /** Makes the names durable as well. */
  sync(): void {
    for (const directory of [...this.#directories].reverse()) this.#files.syncDirectory(directory);
  }

  #makeDirectory(path: string): void {
    if (this.#directories.has(path)) return;
    if (path !== this.#root) this.#makeDirectory(dirname(path));
    this.#directories.add(path);
    this.#files.makeDirectory(path);
    this.#files.makePrivate(path);
  }
}

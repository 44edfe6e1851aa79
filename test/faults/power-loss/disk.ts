import type { Entry, Operation } from "./operations.ts";

/** What was written to a file and is not synced: bytes at an offset, or a new size. */
export type DataChange = { readonly at: number; readonly bytes: Buffer } | { readonly size: number };

/** A name that appeared, changed or went away (null) and whose directory was not synced since. */
export interface EntryChange extends Entry {
  readonly node: number | null;
  /** For the old name of a rename: it goes only where the new one came. */
  readonly after: EntryChange | null;
}

export interface FileOnDisk {
  /** As it was at the last fsync; beyond `size` the buffer is spare room. */
  readonly synced: Buffer;
  readonly size: number;
  readonly pending: readonly DataChange[];
}

/**
 * The files after some operations: what is certain to be on the disk, and what a power cut may take. The rules: an
 * fsync of a file makes its bytes certain, not its name; an fsync of a directory makes its names certain. A rename never
 * loses the file, but may leave the old name where only the new name's directory was synced.
 */
export class Disk {
  readonly #files = new Map<number, { synced: Buffer; size: number; pending: DataChange[] }>();
  readonly #directories = new Map<number, Map<string, number>>([[0, new Map()]]);
  /** In the order they happened, over all directories. */
  #pending: EntryChange[] = [];

  apply(operation: Operation): void {
    switch (operation.kind) {
      case "make":
        this.#make(operation.node, operation.directory);
        this.#name(operation.entry, operation.node, null);
        break;
      case "link":
        this.#name(operation.entry, operation.node, null);
        break;
      case "remove":
        this.#name(operation.entry, null, null);
        break;
      case "rename":
        this.#name(operation.from, null, this.#name(operation.to, operation.node, null));
        break;
      case "write":
        this.#files.get(operation.node)?.pending.push({ at: operation.at, bytes: operation.bytes });
        break;
      case "resize":
        this.#files.get(operation.node)?.pending.push({ size: operation.size });
        break;
      case "sync":
        this.#sync(operation.node);
    }
  }

  get pending(): readonly EntryChange[] {
    return this.#pending;
  }

  /** The certain names of every directory: a copy to change at will. */
  names(): Map<number, Map<string, number>> {
    return new Map([...this.#directories].map(([node, names]) => [node, new Map(names)]));
  }

  isDirectory(node: number): boolean {
    return this.#directories.has(node);
  }

  file(node: number): FileOnDisk {
    const file = this.#files.get(node);
    if (file === undefined) throw new Error(`${node} is no file`);
    return file;
  }

  #make(node: number, directory: boolean): void {
    if (directory) this.#directories.set(node, new Map());
    else this.#files.set(node, { synced: Buffer.alloc(0), size: 0, pending: [] });
  }

  #name(entry: Entry, node: number | null, after: EntryChange | null): EntryChange {
    const change = { ...entry, node, after };
    this.#pending.push(change);
    return change;
  }

  #sync(node: number): void {
    const file = this.#files.get(node);
    if (file !== undefined) {
      Object.assign(file, applied(file, file.pending), { pending: [] });
      return;
    }
    // A rename that this directory's sync makes certain at its old name is certain at the new one, too.
    const settled = new Set<EntryChange>();
    for (const change of this.#pending) {
      if (change.directory !== node) continue;
      settled.add(change);
      if (change.after !== null) settled.add(change.after);
    }
    for (const change of this.#pending) if (settled.has(change)) setName(this.#directories, change);
    this.#pending = this.#pending.filter((change) => !settled.has(change));
  }
}

/** Puts a name into the directories, or takes it away. */
export function setName(directories: Map<number, Map<string, number>>, { directory, name, node }: EntryChange): void {
  if (node === null) directories.get(directory)?.delete(name);
  else directories.get(directory)?.set(name, node);
}

/** The file's bytes after these changes; the buffer given may be taken over. */
export function applied(
  { synced, size }: Pick<FileOnDisk, "synced" | "size">,
  changes: readonly DataChange[],
): { synced: Buffer; size: number } {
  let [bytes, end] = [synced, size];
  for (const change of changes) {
    const next = "size" in change ? change.size : Math.max(end, change.at + change.bytes.length);
    if (next > bytes.length) bytes = Buffer.concat([bytes.subarray(0, end)], Math.max(next, 2 * bytes.length));
    if ("size" in change) bytes.fill(0, change.size, Math.max(end, change.size));
    else bytes.set(change.bytes, change.at);
    end = next;
  }
  return { synced: bytes, size: end };
}

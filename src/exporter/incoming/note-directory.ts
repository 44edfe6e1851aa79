import type { Oid } from "../../domain/ids.ts";
import { readTree } from "../history/tree-walk.ts";
import { DIRECTORY_MODE, encodeTree, FILE_MODE, type TreeItem } from "../objects/tree.ts";
import type { Put } from "../rebuild-trees.ts";
import type { ObjectSource } from "../repository/object-store.ts";

/** Digits of a commit's id that name a directory. */
const FAN_OUT = 2;

/**
 * A tree of git notes, read and changed. git takes the digits of a commit's id with a slash after any two, and what it finds under
 * two of these names for one note in two parts: a note that is set is the only one of its commit. Everything else stays as it is.
 */
export class NoteDirectory {
  readonly #objects: ObjectSource;
  readonly #items: Map<string, TreeItem>;
  /** Those of the directories that were looked into. */
  readonly #below = new Map<string, NoteDirectory>();
  #isChanged = false;

  /** @param tree null: an empty one */
  constructor(objects: ObjectSource, tree: Oid | null) {
    this.#objects = objects;
    this.#items = new Map(tree === null ? [] : readTree(objects, tree).map((item) => [item.name, item]));
  }

  /** The file of a note; null when there is none. @param digits the commit's id, or what is left of it at this depth */
  find(digits: string): Oid | null {
    const file = this.#items.get(digits);
    if (file !== undefined && file.mode !== DIRECTORY_MODE) return file.oid;
    return this.#directoryOf(digits)?.find(digits.slice(FAN_OUT)) ?? null;
  }

  set(commit: Oid, file: Oid): void {
    this.#remove(commit);
    this.#open(commit.slice(0, FAN_OUT)).#add(commit.slice(FAN_OUT), file);
  }

  /** Writes the trees that changed. null: nothing is left in it. */
  write(put: Put): Oid | null {
    for (const [name, directory] of this.#below) {
      if (!directory.#hasChanges()) continue;
      const oid = directory.write(put);
      if (oid === null) this.#items.delete(name);
      else this.#items.set(name, { mode: DIRECTORY_MODE, name, oid });
    }
    return this.#items.size === 0 ? null : put("tree", encodeTree([...this.#items.values()]));
  }

  #hasChanges(): boolean {
    return this.#isChanged || [...this.#below.values()].some((directory) => directory.#hasChanges());
  }

  #add(name: string, oid: Oid): void {
    this.#items.set(name, { mode: FILE_MODE, name, oid });
    this.#isChanged = true;
  }

  #remove(digits: string): void {
    if (this.#items.get(digits)?.mode !== DIRECTORY_MODE && this.#items.delete(digits)) this.#isChanged = true;
    const below = this.#directoryOf(digits);
    if (below !== null) below.#remove(digits.slice(FAN_OUT));
  }

  /** Where the rest of the digits may stand; null when there is no such directory. */
  #directoryOf(digits: string): NoteDirectory | null {
    const name = digits.slice(0, FAN_OUT);
    const isOne = this.#below.has(name) || this.#items.get(name)?.mode === DIRECTORY_MODE;
    return isOne && digits.length > FAN_OUT ? this.#open(name) : null;
  }

  /** The directory of this name, an empty one where there is none. */
  #open(name: string): NoteDirectory {
    const item = this.#items.get(name);
    const tree = item?.mode === DIRECTORY_MODE ? item.oid : null;
    const directory = this.#below.get(name) ?? new NoteDirectory(this.#objects, tree);
    this.#below.set(name, directory);
    return directory;
  }
}

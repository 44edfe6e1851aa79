import type { Oid } from "../../domain/ids.ts";
import { reasonOf } from "../../domain/verification.ts";
import { parseCommit } from "../objects/commit-object.ts";
import { DIRECTORY_MODE, parseTree, SUBMODULE_MODE, type TreeItem } from "../objects/tree.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt, oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectType } from "../pack/pack-entry.ts";
import type { ObjectStore } from "../repository/object-store.ts";
import type { KnownObjects } from "./known-objects.ts";
import type { Look } from "./look.ts";

export interface ReachOptions extends Look {
  readonly store: ObjectStore;
  /** Objects that need not be read again to know that they are whole; what is read joins them. */
  readonly known: KnownObjects;
  /** Looks at each commit's bytes: the steps of main first, newest first, then all that was merged into them. */
  readonly onCommit?: (commit: MetCommit) => void;
}

export interface MetCommit {
  readonly oid: Oid;
  readonly bytes: Uint8Array;
  readonly parents: readonly Oid[];
}

/**
 * Everything that a commit leads to: all its parents, their directories and files. Each object is looked at once, and
 * one that is missing or cannot be read is told with the path where it was first met, newest commit first.
 */
export class Reach {
  readonly #options: ReachOptions;
  readonly #commits = new EntryTable();
  /** Trees and blobs. */
  readonly #contents = new EntryTable();
  #complete = true;

  constructor(options: ReachOptions) {
    this.#options = options;
  }

  get commits(): number {
    return this.#commits.count;
  }

  get objects(): number {
    return this.#commits.count + this.#contents.count;
  }

  /** Whether all of it is there and whole. */
  get complete(): boolean {
    return this.#complete;
  }

  async from(head: Oid): Promise<void> {
    const merged: Oid[] = [];
    for (let step: Oid | undefined = head; step !== undefined && this.#commits.add(oidBytes(step), 0, 0); ) {
      const [first, ...others] = await this.#commit(step, step === head ? "main" : "the history of main");
      merged.push(...others);
      step = first;
    }
    let number = this.#commits.count;
    for (const oid of merged) this.#commits.add(oidBytes(oid), 0, 0);
    // The table is the queue as well.
    for (; number < this.#commits.count; number++) {
      const parents = await this.#commit(oidAt(this.#commits.oid(number)), "the history of main");
      for (const parent of parents) this.#commits.add(oidBytes(parent), 0, 0);
    }
  }

  /** Ids that one walk met and the other did not. */
  *missingFrom(other: Reach): Generator<Oid> {
    for (const [mine, theirs] of [
      [this.#commits, other.#commits],
      [this.#contents, other.#contents],
    ] as const) {
      for (let number = 0; number < mine.count; number++) {
        if (theirs.indexOf(mine.oid(number)) < 0) yield oidAt(mine.oid(number));
      }
    }
  }

  /** Returns its parents; none when it cannot be read. */
  async #commit(oid: Oid, subject: string): Promise<readonly Oid[]> {
    const bytes = this.#read(oid, "commit", subject);
    const commit = bytes === null ? null : parseCommit(bytes);
    if (bytes === null || commit === null) {
      if (bytes !== null) this.#tell("commit-damaged", oid, "It is not a commit that git would read.");
      return [];
    }
    const { tree, parents } = commit;
    this.#options.onCommit?.({ oid, bytes, parents });
    if (this.#contents.add(oidBytes(tree), 0, 0)) await this.#tree(tree, `${oid.slice(0, 10)}:`);
    return parents;
  }

  async #tree(oid: Oid, path: string): Promise<void> {
    const { pauses } = this.#options;
    const bytes = this.#read(oid, "tree", path);
    if (bytes === null) return;
    const items = parseTree(bytes);
    if (items === null) {
      this.#tell("tree-damaged", path, `The directory ${oid} cannot be read.`);
      return;
    }
    if (pauses.due(bytes.length)) await pauses.take();
    for (const item of items) {
      const fresh = item.mode !== SUBMODULE_MODE && this.#contents.add(oidBytes(item.oid), 0, 0);
      if (fresh) await this.#item(item, `${path}${item.name}`);
    }
  }

  #item({ mode, oid }: TreeItem, path: string): Promise<void> | null {
    if (mode === DIRECTORY_MODE) return this.#tree(oid, `${path}/`);
    this.#file(oid, path);
    const { pauses } = this.#options;
    return pauses.due(0) ? pauses.take() : null;
  }

  #file(oid: Oid, path: string): void {
    const type = this.#options.known.type(oid);
    if (type === null) this.#read(oid, "blob", path);
    else if (type !== "blob") this.#tell("object-type", path, `${oid} is a ${type} where a file belongs.`);
  }

  /** null after the trouble was told. */
  #read(oid: Oid, type: ObjectType, path: string): Uint8Array | null {
    const { store, known, report } = this.#options;
    try {
      const object = store.read(oid);
      if (object === null) return this.#lost("missing-object", path, `The ${type} ${oid} is not there.`);
      if (known.add(oidBytes(oid), object.type)) report.looked({ objects: 1, bytes: object.bytes.length });
      if (object.type === type) return object.bytes;
      return this.#lost("object-type", path, `${oid} is a ${object.type} where a ${type} belongs.`);
    } catch (error) {
      return this.#lost("unreadable-object", path, `The ${type} ${oid} cannot be read: ${reasonOf(error)}`);
    }
  }

  #lost(code: string, subject: string, detail: string): null {
    this.#tell(code, subject, detail);
    return null;
  }

  #tell(code: string, subject: string, detail: string): void {
    this.#complete = false;
    this.#options.report.found(code, subject, detail);
  }
}

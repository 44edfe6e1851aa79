import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { indexPathOf } from "../pack/pack-writer.ts";
import { openRepository } from "./layout.ts";
import { ObjectStore } from "./object-store.ts";
import { Refs } from "./refs.ts";

/** The incoming commit that is being promoted. */
export const PROMOTING_REF = "refs/tidemark/promoting";
/** What became of incoming commits, as git notes. */
export const NOTES_REF = "refs/notes/tidemark";

/**
 * Our bare repository on disk. Git itself may work in it at any time. What git must not see or tidy away stands in
 * `tidemark/`: unfinished packs in `tmp/`, and in `packs/` an empty file for every pack that we wrote.
 */
export class BareRepository {
  readonly #branch: string;
  readonly files: Files;
  readonly root: string;
  /** `refs/heads/<branch>`; it and the two above are ours to move. */
  readonly ref: string;
  readonly refs: Refs;
  readonly objects: ObjectStore;

  constructor(files: Files, root: string, branch: string) {
    this.files = files;
    this.root = root;
    this.#branch = branch;
    this.ref = `refs/heads/${branch}`;
    this.refs = new Refs(files, root);
    this.objects = new ObjectStore(files, `${root}/objects`);
  }

  /** Creates or checks the repository and clears away what a crash left of unfinished work. @throws mirror.not-a-repository */
  open(): void {
    openRepository(this.files, this.root, this.#branch);
    this.makeLast();
    for (const directory of [this.#tmp, this.#ledger, `${this.quarantine}/pack`]) this.files.makeDirectory(directory);
    for (const directory of [this.#tmp, `${this.quarantine}/pack`]) this.#clear(directory);
    for (const ref of this.#ownRefs) this.refs.breakOwnLock(ref);
    this.refs.breakPackedLock(PROMOTING_REF);
  }

  /** Laid out like `objects`: where a received pack can be read before it is let in. */
  get quarantine(): string {
    return `${this.root}/tidemark/incoming`;
  }

  head(): Oid | null {
    return this.refs.read(this.ref);
  }

  /** Moves main. @throws mirror.main-moved when it is not at `old`, mirror.ref-locked */
  moveMain(old: Oid | null, next: Oid): void {
    if (this.refs.compareAndSwap(this.ref, old, next)) return;
    throw this.moved(old, this.head());
  }

  /** The error for a main that is not where it was left: somebody moved it, or the whole repository is gone. */
  moved(expected: Oid | null, found: Oid | null): Error {
    if (found === null && !this.files.exists(`${this.root}/HEAD`)) return fail("mirror.gone", { path: this.root });
    const ends = { expected: expected ?? "no commit", found: found ?? "no commit" };
    return fail("mirror.main-moved", { ref: this.ref, ...ends, commits: "" });
  }

  /** What an interrupted step left in place survives a power cut from here on: call it before anything is built on it. */
  makeLast(): void {
    for (const directory of [this.root, `${this.root}/objects/pack`]) {
      if (this.files.isDirectory(directory)) this.files.syncDirectory(directory);
    }
    for (const ref of this.#ownRefs) this.refs.makeLast(ref);
  }

  /** Makes main's place durable, as it is now. */
  syncMain(): void {
    this.refs.makeLast(this.ref);
  }

  /** A place for an unfinished file; what an earlier attempt left there is gone. */
  temporary(name: string): string {
    const path = `${this.#tmp}/${name}`;
    this.removeTemporary(path);
    return path;
  }

  /** Removes an unfinished file, and the idx beside a pack. */
  removeTemporary(path: string): void {
    this.files.remove(path);
    if (path.endsWith(".pack")) this.files.remove(indexPathOf(path));
  }

  packPath(checksum: Oid): string {
    return `${this.root}/objects/pack/pack-${checksum}.pack`;
  }

  hasPack(checksum: Oid): boolean {
    const path = this.packPath(checksum);
    return this.files.exists(path) && this.files.exists(indexPathOf(path));
  }

  /**
   * Moves a durable temporary pack and its idx into place, durably. The idx goes last: git sees a pack by it.
   * @param by who made it: only packs of our own are folded later.
   */
  installPack(temporary: string, checksum: Oid, by: "us" | "them"): void {
    if (by === "us") this.#touch(`${this.#ledger}/${checksum}`);
    this.files.rename(temporary, this.packPath(checksum));
    this.files.rename(indexPathOf(temporary), indexPathOf(this.packPath(checksum)));
    this.files.syncDirectory(`${this.root}/objects/pack`);
  }

  /** Stops `git repack -ad` from dropping a pack, about to be installed, whose objects no ref reaches yet. */
  keep(checksum: Oid): void {
    this.#touch(this.#keepPath(checksum));
  }

  /** The same until `unkeepAll`, whoever calls it then: a crash does not leave it kept for ever. */
  keepFor(reason: string, checksum: Oid): void {
    const path = this.temporary("keep");
    const file = this.files.create(path);
    file.write(new TextEncoder().encode(reason));
    file.sync();
    file.close();
    this.files.rename(path, this.#keepPath(checksum));
  }

  unkeep(checksum: Oid): void {
    this.files.remove(this.#keepPath(checksum));
  }

  /** Whether we or somebody else keep git from dropping or repacking a pack. */
  isKept(checksum: Oid): boolean {
    return this.files.exists(this.#keepPath(checksum));
  }

  /** The packs that are kept for a reason, also those that a crash left half installed. */
  keptFor(reason: string): Oid[] {
    const names = this.files.list(`${this.root}/objects/pack`);
    const checksums = names.flatMap((name) => /^pack-([0-9a-f]{40})\.keep$/.exec(name)?.slice(1) ?? []) as Oid[];
    return checksums.filter((checksum) => this.#read(this.#keepPath(checksum)) === reason);
  }

  /** Lets go of them; what is half installed goes. */
  unkeepAll(reason: string): void {
    for (const checksum of this.keptFor(reason)) {
      if (this.hasPack(checksum)) this.unkeep(checksum);
      else this.removePack(checksum);
    }
  }

  /** Takes a pack away, idx first, so that nobody is led to a pack that is gone. */
  removePack(checksum: Oid): void {
    const stem = this.packPath(checksum).slice(0, -".pack".length);
    for (const extension of ["idx", "rev", "bitmap", "pack", "keep"]) this.files.remove(`${stem}.${extension}`);
    this.files.syncDirectory(`${this.root}/objects/pack`);
    this.files.remove(`${this.#ledger}/${checksum}`);
  }

  /**
   * Checksums of the packs that we wrote and that are still there. What a crash left of one that was going in or out goes, unless it is
   * needed to go on from.
   */
  ownPacks(needed: ReadonlySet<Oid | undefined>): Oid[] {
    const { there = [], gone = [] } = Object.groupBy(this.files.list(this.#ledger) as Oid[], (checksum) =>
      this.hasPack(checksum) ? "there" : "gone",
    );
    for (const checksum of gone) if (!needed.has(checksum) && !this.isKept(checksum)) this.removePack(checksum);
    return there;
  }

  get #ownRefs(): readonly string[] {
    return [this.ref, PROMOTING_REF, NOTES_REF];
  }

  get #tmp(): string {
    return `${this.root}/tidemark/tmp`;
  }

  get #ledger(): string {
    return `${this.root}/tidemark/packs`;
  }

  #keepPath(checksum: Oid): string {
    return `${this.packPath(checksum).slice(0, -".pack".length)}.keep`;
  }

  #touch(path: string): void {
    this.files.remove(path);
    this.files.create(path).close();
  }

  #read(path: string): string {
    return new TextDecoder().decode(this.files.readIfPresent(path) ?? new Uint8Array());
  }

  #clear(directory: string): void {
    for (const name of this.files.list(directory)) this.files.remove(`${directory}/${name}`);
  }
}

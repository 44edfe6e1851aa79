import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { type Oid, ZERO_OID } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { isOnChain } from "../history/commits.ts";
import { missingObjects } from "../history/missing-objects.ts";
import { isOwnCommit, parseCommitText } from "../objects/commit-text.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { openRepository } from "../repository/layout.ts";
import { ObjectStore } from "../repository/object-store.ts";
import { Refs } from "../repository/refs.ts";
import { directoryError } from "./directory-errors.ts";
import { placePack, releaseAll } from "./directory-pack.ts";
import { directoryState } from "./directory-state.ts";
import { streamPack } from "./pack-stream.ts";
import { Pauses } from "./pauses.ts";
import { findMissing, type ObjectSets } from "./reachable.ts";
import type { FetchRequest, PushRequest, Remote } from "./remote.ts";
import { type RetryPorts, withRetries } from "./retry.ts";

const isLocked = (error: TidemarkError): boolean => error.code === "remote.ref-locked";

/**
 * A bare repository on a disk of this host. It is created by the first push; until then a missing or empty
 * directory is an empty repository. git may be at work in it at the same time.
 */
export class DirectoryRemote implements Remote {
  readonly #path: string;
  readonly #branch: string;
  readonly #ports: RetryPorts & { readonly files: Files };

  /** @param target `branch` is what HEAD of a new repository names. */
  constructor(
    target: { readonly path: string; readonly branch: string },
    ports: RetryPorts & { readonly files: Files },
  ) {
    this.#path = target.path;
    this.#branch = target.branch;
    this.#ports = ports;
  }

  async refs(signal: AbortSignal): Promise<ReadonlyMap<string, Oid>> {
    signal.throwIfAborted();
    return this.#guard(() => {
      if (directoryState(this.#ports.files, this.#path) === "vacant") return new Map();
      this.#makeLast();
      return this.#refs().all();
    });
  }

  /** What an interrupted push has moved is built upon once it was seen, and must then survive a power cut too. */
  #makeLast(): void {
    const { files } = this.#ports;
    for (const directory of [this.#path, `${this.#path}/refs/heads`, `${this.#path}/refs/notes`]) {
      if (files.isDirectory(directory)) files.syncDirectory(directory);
    }
  }

  async push(request: PushRequest, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#guard(() => this.#store(request, signal));
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const store = new ObjectStore(this.#ports.files, `${this.#path}/objects`);
    const pauses = new Pauses(this.#ports.clock, signal);
    try {
      const sets = await this.#guard(() => wanted(store, request, pauses));
      return this.#chunks(store, streamPack(store, sets, pauses));
    } catch (error) {
      store.release();
      throw error;
    }
  }

  async #store(request: PushRequest, signal: AbortSignal): Promise<void> {
    const { files, clock } = this.#ports;
    if (directoryState(files, this.#path) === "vacant") this.#create();
    const found = this.#refs().read(request.ref) ?? ZERO_OID;
    if (found === request.new) return;
    if (found !== request.old) throw this.#moved(request, found);
    if (request.old !== ZERO_OID) this.#checkPresent(request.old);
    releaseAll(`${this.#path}/objects/pack`, files);
    const placed = await placePack(request.pack, `${this.#path}/objects/pack`, { files, clock, signal });
    try {
      this.#checkPresent(request.new);
      await this.#swapPatiently(request, signal);
    } finally {
      placed.release();
    }
  }

  /** The accounts are in it: a directory that is made here is its owner's alone, one that was there keeps its rights. */
  #create(): void {
    const { files } = this.#ports;
    const isNew = !files.exists(this.#path);
    files.makeDirectory(this.#path);
    if (isNew) files.makePrivate(this.#path);
    openRepository(files, this.#path, this.#branch);
  }

  /** A lock that outlasts every try and that a crash of ours can have left is one: git holds its own for milliseconds. */
  async #swapPatiently(request: PushRequest, signal: AbortSignal): Promise<void> {
    const swap = () => this.#guard(() => this.#swap(request));
    try {
      await withRetries(swap, this.#ports, { again: isLocked, signal });
    } catch (error) {
      const locked = error instanceof TidemarkError && isLocked(error);
      if (!locked || !(await this.#guard(() => this.#breakLock(request)))) throw error;
      await swap();
    }
  }

  /** Ours names the commit to push now, one before it, or one of Tidemark's that was made anew since. */
  #breakLock({ ref, new: head }: PushRequest): boolean {
    const { files, log } = this.#ports;
    const store = new ObjectStore(files, `${this.#path}/objects`);
    try {
      const isOurs = (commit: Oid): boolean => isOnChain(store, head, commit) || isOwn(store, commit);
      if (!this.#refs().breakOwnLock(ref, isOurs)) return false;
    } finally {
      store.release();
    }
    log.write("warn", "remote: a lock that an interrupted push left was removed", { ref, path: this.#path });
    return true;
  }

  #swap(request: PushRequest): void {
    const refs = this.#refs();
    if (refs.compareAndSwap(request.ref, request.old === ZERO_OID ? null : request.old, request.new)) return;
    const now = refs.read(request.ref) ?? ZERO_OID;
    if (now !== request.new) throw this.#moved(request, now);
  }

  /** A ref must never lead nowhere, whatever the pack was said to hold. */
  #checkPresent(oid: Oid): void {
    const store = new ObjectStore(this.#ports.files, `${this.#path}/objects`);
    const present = store.has(oid);
    store.release();
    if (!present) throw fail("mirror.missing-object", { oid });
  }

  async *#chunks(store: ObjectStore, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
    } catch (error) {
      throw directoryError(error, this.#path);
    } finally {
      store.release();
    }
  }

  #refs(): Refs {
    return new Refs(this.#ports.files, this.#path);
  }

  #moved({ ref, old }: PushRequest, found: Oid): TidemarkError {
    const name = (oid: Oid): string => (oid === ZERO_OID ? "no commit" : oid);
    return fail("remote.main-moved", { url: this.#path, ref, expected: name(old), found: name(found), commits: "" });
  }

  async #guard<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw directoryError(error, this.#path);
    }
  }
}

/** To somebody who has a part of the history, no more of it is looked at than what came since. */
async function wanted(store: ObjectStore, { want, haves }: FetchRequest, pauses: Pauses): Promise<ObjectSets> {
  const known = haves.find((oid) => store.has(oid));
  if (known === undefined) return await findMissing(store, { want, haves: [] }, pauses);
  return { inner: missingObjects(store, want, known), blobs: new EntryTable() };
}

function isOwn(store: ObjectStore, commit: Oid): boolean {
  const object = store.read(commit);
  return object?.type === "commit" && isOwnCommit(parseCommitText(object.bytes));
}

import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import { type CommitObject, parseCommit } from "../objects/commit-object.ts";
import type { ObjectSource } from "../repository/object-store.ts";

export interface FoundCommit extends CommitObject {
  readonly oid: Oid;
}

/** @throws mirror.missing-object, mirror.corrupt */
export function readCommit(store: ObjectSource, oid: Oid): FoundCommit {
  const commit = parseCommit(store.need(oid, "commit"));
  if (commit === null) throw fail("mirror.corrupt", { path: oid, reason: "the commit cannot be read" });
  return { ...commit, oid };
}

/** The commit and its first parents, newest first: the steps that main took. */
export function* firstParentChain(store: ObjectSource, head: Oid): Generator<FoundCommit> {
  for (let next: Oid | undefined = head; next !== undefined; ) {
    const commit = readCommit(store, next);
    yield commit;
    next = commit.parents[0];
  }
}

/** Whether `commit` is `head` or one of the steps before it. */
export function isOnChain(store: ObjectSource, head: Oid, commit: Oid): boolean {
  for (const { oid } of firstParentChain(store, head)) if (oid === commit) return true;
  return false;
}

interface Seen {
  readonly commit: FoundCommit;
  known: boolean;
}

/**
 * The commits reachable from `head` that somebody who has `known` (null: nothing) lacks. Newest first by committer time, so
 * that the walk ends where both histories meet; a clock that stepped back costs a longer walk and commits sent twice.
 */
export function commitsSince(store: ObjectSource, head: Oid, known: Oid | null): readonly FoundCommit[] {
  const walk = new Walk(store);
  if (known !== null) walk.visit(known, true);
  walk.visit(head, false);
  while (walk.isOpen) walk.step();
  return walk.unknown();
}

class Walk {
  readonly #store: ObjectSource;
  readonly #seen = new Map<Oid, Seen>();
  readonly #queue: Seen[] = [];

  constructor(store: ObjectSource) {
    this.#store = store;
  }

  /** Whether a commit waits that the other side may lack. */
  get isOpen(): boolean {
    return this.#queue.some(({ known }) => !known);
  }

  visit(oid: Oid, known: boolean): void {
    const seen = this.#seen.get(oid);
    if (seen === undefined) {
      const entry = { commit: readCommit(this.#store, oid), known };
      this.#seen.set(oid, entry);
      this.#queue.push(entry);
    } else if (known) this.#mark(seen);
  }

  /** Of two commits of one second the known one goes first, so that it is marked before it is passed. */
  step(): void {
    this.#queue.sort((a, b) => a.commit.at - b.commit.at || Number(a.known) - Number(b.known));
    const entry = this.#queue.pop();
    for (const parent of entry?.commit.parents ?? []) this.visit(parent, entry?.known === true);
  }

  unknown(): readonly FoundCommit[] {
    return Array.from(this.#seen.values()).flatMap(({ commit, known }) => (known ? [] : [commit]));
  }

  /** What a known commit is built on is known too, as far as the walk has come. */
  #mark(start: Seen): void {
    for (let open = [start]; open.length > 0; ) {
      const fresh = open.filter((entry) => !entry.known);
      for (const entry of fresh) entry.known = true;
      open = fresh.flatMap(({ commit }) => commit.parents.flatMap((parent) => this.#seen.get(parent) ?? []));
    }
  }
}

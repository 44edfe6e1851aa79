import type { Oid } from "../ids.ts";
import type { CommitRequest, CommitResult } from "./mirror.ts";

/** A branch on which other programs and people commit edits. */
export interface IncomingBranch {
  /** Without `refs/heads/`: `changes`, `edits/ada`. */
  readonly name: string;
  readonly head: Oid;
}

export interface IncomingCommit {
  readonly commit: Oid;
  /** Author's name and committer's time (ms since 1970 UTC); the first line of the message. Fit for one line, bounded. */
  readonly author: string;
  readonly at: number;
  readonly subject: string;
}

/** A file as a tree names it. */
export interface TreeFile {
  /** `100644`, `100755`, `120000` (link), `160000` (submodule). */
  readonly mode: string;
  readonly oid: Oid;
}

/** A path whose file in the incoming commit is not what both sides began with. null: there is no such file. */
export interface IncomingChange {
  readonly path: string;
  /**
   * What both sides began with. One in nearly every case; several where histories crossed and git could not have merged their
   * beginnings for this path either.
   */
  readonly bases: readonly (TreeFile | null)[];
  readonly theirs: TreeFile | null;
  /** Main's. */
  readonly ours: TreeFile | null;
}

/** What an incoming commit changes, counted from where it and main parted. */
export interface IncomingChanges {
  /** The newest commits that both have, none of them below another; empty: the histories have nothing in common. */
  readonly bases: readonly Oid[];
  /** By path, lazily; nothing when `bases` is empty. Iterating @throws promote.too-big */
  readonly files: Iterable<IncomingChange>;
}

/**
 * The git side of write-back: incoming branches at the remote, their commits in our own repository, the merge, the notes.
 * Works on the repository and the remote of a `Mirror`, whose `recover` was called. @throws remote.*, mirror.*, data.*
 */
export interface Incoming {
  /**
   * The remote's branches that match one of the patterns (`changes`; `edits/*` for all below) and whose head is not on main, by name. One
   * request. Never main itself, nor `set-aside/…`.
   */
  branches(patterns: readonly string[], signal: AbortSignal): Promise<readonly IncomingBranch[]>;
  /**
   * Brings a commit, and what main lacks of its history, into the repository; asks nothing when it is there. The remote sends what
   * is new only. @throws promote.too-big when it is larger than any edit could be, promote.anonymized, remote.bad-pack and remote.pack-limit when it cannot be
   * read; nothing stays behind then
   */
  receive(commit: Oid, signal: AbortSignal): Promise<void>;
  /** Whether `receive` has nothing to do. */
  has(commit: Oid): boolean;
  /**
   * What the branch did that main has not: the commit and its first parents down to one that is on main, oldest first. null: more
   * than `most`, or it never meets main.
   */
  steps(head: Oid, most: number): readonly IncomingCommit[] | null;
  /** Who made a commit, and when. */
  describe(commit: Oid): IncomingCommit;
  /** Whether the commit is main's head or below it. */
  isOnMain(commit: Oid): boolean;
  /** The step of main that has the commit as a parent beside the one before it; null: none has, or it is far back. */
  mergeOf(commit: Oid): Oid | null;
  /** Whether `commit` is `head` or below it by first parents, as far as main lacks them. */
  isStepOf(commit: Oid, head: Oid): boolean;
  changes(commit: Oid): IncomingChanges;
  /** The content of a blob; null when it has more than `most` bytes. */
  blob(oid: Oid, most: number): Uint8Array | null;
  /**
   * Keeps git's housekeeping from taking the commit away while it is promoted (`refs/tidemark/promoting`); null: no more. Durable.
   */
  hold(commit: Oid | null): void;
  /** What `hold` was last given. */
  held(): Oid | null;
  /**
   * Commits all dirty rows on main with the incoming commit as second parent, also when nothing is dirty; journalled and settled like
   * any commit of the mirror.
   */
  merge(request: CommitRequest, commit: Oid, signal: AbortSignal): CommitResult;
  /** Moves the branch at the remote from its head to main. false: it is somewhere else by now, or the remote does not allow it. */
  forward(branch: IncomingBranch, signal: AbortSignal): Promise<boolean>;
  /**
   * Writes git notes under `refs/notes/tidemark` and pushes them, on top of what the remote has there. A note that the remote has is
   * replaced. Safe to repeat. @param at committer time, ms
   */
  writeNotes(notes: ReadonlyMap<Oid, string>, at: number, signal: AbortSignal): Promise<void>;
  /** The note of a commit at the remote, as far as it was fetched by `writeNotes` or by `fetchNotes`. */
  note(commit: Oid): string | null;
  /** @throws promote.bad-notes when what the remote has there are no notes; what was fetched before stays */
  fetchNotes(signal: AbortSignal): Promise<void>;
}

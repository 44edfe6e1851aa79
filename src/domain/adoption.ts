import type { Oid } from "./ids.ts";

/** A commit that somebody else made. */
export interface ForeignCommit {
  readonly commit: Oid;
  /** The author's name, fit for one line. */
  readonly author: string;
  /** The author's time, ms since 1970 UTC. */
  readonly at: number;
  /** The first line of its message, fit for one line and bounded. */
  readonly subject: string;
}

/** Commits that are not ours: the newest few, and how many there are. */
export interface ForeignCommits {
  /** Newest first. */
  readonly newest: readonly ForeignCommit[];
  readonly total: number;
}

/** Files that an adoption changes back: the first few by path, and how many there are. */
export interface OverruledFiles {
  readonly first: readonly string[];
  readonly total: number;
}

/**
 * Something that keeps runs from going on until a person has said what to do.
 * - `moved`: main is at commits that are not ours. `rewritten`: what we committed is not below them.
 * - `set-back`: main is at an earlier commit of ours.
 * - `gone`: there is no main any more.
 */
export interface Finding {
  readonly place: "remote" | "local";
  readonly kind: "moved" | "rewritten" | "set-back" | "gone";
  /** `refs/heads/main`. */
  readonly ref: string;
  /** Where it is now; null when it is gone. */
  readonly head: Oid | null;
  /** null: nobody could look at them. */
  readonly commits: ForeignCommits | null;
  /** What of theirs is changed back when their history is taken over; null: not known. */
  readonly files: OverruledFiles | null;
}

/** Both ends, as one who adopts finds them. */
export interface Survey {
  /** The newest commit of ours; null when there is none. */
  readonly ours: Oid | null;
  /** Empty: nothing keeps runs from going on. */
  readonly findings: readonly Finding[];
}

/** `theirs`: their history goes below a commit with our files. `ours`: main is put back, theirs is set aside. */
export type Side = "theirs" | "ours";

export interface Adopted {
  /** The commit that was made; null when none was needed. */
  readonly commit: Oid | null;
  /** Branches that keep what was set aside: `refs/heads/set-aside/0123456789ab`. */
  readonly asides: readonly string[];
}

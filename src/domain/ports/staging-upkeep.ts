/** What is to be kept: host wall clock, ms. What is older goes; null: nothing goes. */
export interface KeptSince {
  /** Runs, with what was noted of the server's clock in them. A run that something kept names stays as long as that. */
  readonly runs: number | null;
  /** What a run that did nothing says of each table. */
  readonly tallies: number;
  /** Lines of the change log, and the journal's commits that carried them. */
  readonly changes: number | null;
  /** What a decided promotion says of each record. The promotion itself stays: it keeps the commit from being carried over twice. */
  readonly promotions: number | null;
}

/** How many rows went. */
export interface Forgotten {
  readonly runs: number;
  readonly changes: number;
  readonly commits: number;
  readonly promotions: number;
}

/** Bytes of the file. */
export interface StagingSpace {
  readonly size: number;
  /** In pages that hold nothing. New rows take them first. */
  readonly free: number;
  /** Whether `returnSpace` can give them back: a file older than schema 5 has to be written anew once, by `rewrite`. */
  readonly isReturnable: boolean;
}

/**
 * The part of staging that keeps the file from growing for ever: part of `Staging`. What recovery, cursors and a second promotion of
 * a commit depend on never goes: the newest runs of each kind and outcome, lines that no pushed commit carries, the newest line and
 * commit, promotions, and imports that nobody knows the end of.
 */
export interface StagedUpkeep {
  /**
   * Removes what is older, oldest first, in steps of some milliseconds. Each step is a transaction: between two of them anything else
   * may be done, and whoever stops in the middle leaves a whole file.
   */
  forget(since: KeptSince): Generator<void, Forgotten, void>;
  space(): StagingSpace;
  /** Gives free pages back to the file system, in such steps, until `free` is no more than that. */
  returnSpace(free: number): Generator<void, void, void>;
  /** Writes the whole file anew, without free pages. Takes seconds, and twice the room of what is in it. */
  rewrite(): void;
  /** Empties the write-ahead log; a reader that is in the way is not waited for. Lets go of cached pages. */
  settleDown(): void;
}

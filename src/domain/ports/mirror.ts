import type { Steps } from "../../lib/steps.ts";
import type { Adopted, Side, Survey } from "../adoption.ts";
import type { Modtime, Oid, RecordKey, RunId, TableName } from "../ids.ts";
import type { TableMarker } from "../run.ts";

/** What a commit says beside its records. */
export interface CommitRequest {
  readonly run: RunId;
  /** `poll: name 2 changed, transaction 1 added` */
  readonly subject: string;
  /** One line per record, bounded by the caller. */
  readonly body: readonly string[];
  /** Trailer values in this order: Tidemark-Run, Tidemark-Marker, Tidemark-Config. */
  readonly trailers: readonly { readonly name: string; readonly value: string }[];
  /** What `.tidemark/marker.json` says: per table marker and record count, and the server's local time of the sample. */
  readonly markers: readonly TableMarker[];
  readonly serverTime: Modtime;
  /** `DocUUID` of the document, for the marker file; null when the server does not tell. */
  readonly document: string | null;
  /** Bytes of `.tidemark/config.json`. */
  readonly configFile: Uint8Array;
  /** Host wall clock, ms: author and committer time. */
  readonly at: number;
}

export interface CommitResult {
  readonly commit: Oid;
  readonly records: number;
  readonly objects: number;
  readonly packBytes: number;
}

/** How a survey's findings are to be ended. */
export interface Wish {
  readonly side: Side;
  /** What the commit says, if one is made. */
  readonly commit: CommitRequest;
}

/**
 * What is at the other end. `ours`: main was written by Tidemark. `ahead`: the data directory was restored, and main has gone on since by commits of
 * our own, which are here now.
 */
export type RemoteState =
  | { readonly kind: "empty" }
  | { readonly kind: "in-step"; readonly head: Oid }
  | { readonly kind: "behind"; readonly head: Oid }
  | { readonly kind: "ours"; readonly head: Oid }
  | { readonly kind: "ahead"; readonly head: Oid };

export interface PastRecord {
  readonly commit: Oid;
  /** Committer time, ms. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * The git side: a bare repository of our own in the data directory, and the remote it is pushed to. Order of every
 * commit: finished temporary pack, journal (staging), pack into place, ref moved by compare-and-swap, journal done,
 * push. A crash between any two is settled by `recover`.
 * @throws TidemarkError `mirror.*` (local repository) and `remote.*` (the other end).
 */
export interface Mirror {
  /** Opens or creates the local repository, finishes or discards an interrupted commit. Call once, first. */
  recover(): void;
  /** Head of the local main, or null when it has no commit. */
  head(): Oid | null;
  /**
   * Asks the remote where main is. `empty`: no main there and none was ever pushed. `in-step`: it is our head. `behind`:
   * it is an older commit of ours. `ahead`: see above, `followMain` it. `ours`: we have no history of our own and it carries Tidemark's files: `adopt` it.
   * @throws remote.foreign-history (main exists and is not Tidemark's), remote.main-moved (it is not where we left it),
   *   remote.* when it cannot be asked.
   */
  inspectRemote(signal: AbortSignal): Promise<RemoteState>;
  /** Fetches the remote's main with its history into the local repository. */
  fetch(head: Oid, signal: AbortSignal): Promise<void>;
  /** Fills an empty staging from the local main: every record file, tree and marker. Returns the number of records. */
  seedStaging(run: RunId, at: number, pushed: boolean): number;
  /**
   * Moves the local main on to what the remote was found `ahead` at, and makes staging what that holds; the change log tells the steps between.
   * Returns the number of records. A crash leaves what the same call goes on from.
   */
  followMain(run: RunId, at: number, head: Oid): number;
  /** Commits all dirty rows; null when there is neither a dirty row nor a changed config file and main exists. */
  commit(request: CommitRequest, signal: AbortSignal): CommitResult | null;
  /** Pushes what the remote lacks, as one pack, by compare-and-swap. Returns false when there was nothing to push. */
  push(signal: AbortSignal): Promise<boolean>;
  /**
   * Folds small packs together when there are many, in steps of some milliseconds. Never touches packs that git made. Between two steps
   * anything else may be done with the repository, by anybody; one that is given up (`return`) leaves nothing behind.
   */
  consolidate(): Steps;
  /** Closes files and lets go of what is kept in memory; the next question opens them again. */
  release(): void;
  /** The record's file at the newest commit not after `at` (ms; null: main now); null when it has none there. */
  past(table: TableName, key: RecordKey, at: number | null): PastRecord | null;
  /** When main's first commit was made, ms; null when there is none. */
  began(): number | null;
  /** `DocUUID` that the marker file on main names; null when it names none, or there is no main. */
  document(): string | null;
  /**
   * Looks at both ends for what keeps runs from going on, their commits and files included; nothing is changed but what
   * came from the remote is kept until `adopt` or `close`. `recover` may have thrown mirror.main-moved before.
   * @throws remote.*, mirror.*
   */
  survey(signal: AbortSignal): Promise<Survey>;
  /**
   * Ends what the survey found, here and at the remote, and pushes. A crash at any step leaves what the same adoption
   * goes on from. @throws adopt.nothing-of-ours, remote.no-rewind, remote.main-moved and mirror.main-moved (moved again)
   */
  adopt(survey: Survey, wish: Wish, signal: AbortSignal): Promise<Adopted & { readonly pushed: boolean }>;
  close(): void;
}

import type { Oid } from "../../domain/ids.ts";

/** A finished pack file. `open` starts a new stream from its first byte at each call. */
export interface PackSource {
  /** Bytes of the whole file, header and trailer included. */
  readonly length: number;
  /** The file on this host; an idx of the same name beside it is used when it fits. */
  readonly path: string;
  open(): ReadableStream<Uint8Array>;
}

export interface PushRequest {
  /** Full name: `refs/heads/main`. */
  readonly ref: string;
  /** Where the ref must be now; `ZERO_OID` when it must not exist. */
  readonly old: Oid;
  readonly new: Oid;
  readonly pack: PackSource;
}

export interface FetchRequest {
  /** A commit that one of the remote's refs names. */
  readonly want: Oid;
  /** Commits this side holds with all their history; those unknown to the remote are ignored. */
  readonly haves: readonly Oid[];
}

/** The other end: a git service over HTTP, or a bare repository on disk. Holds no state between calls. */
export interface Remote {
  /** Every ref under `refs/` (empty map: an empty repository). Safe to repeat. @throws remote.* */
  refs(signal: AbortSignal): Promise<ReadonlyMap<string, Oid>>;
  /**
   * One compare-and-swap of one ref, with one pack. Resolves when the remote reported that it stored the pack and
   * moved the ref, and when the ref is at `new` already. Changes nothing otherwise, except after
   * `remote.unknown-outcome`: then ask `refs`.
   * @throws remote.main-moved (the ref is not at `old`), remote.rejected, remote.unpack-failed,
   *   remote.unknown-outcome, remote.*
   */
  push(request: PushRequest, signal: AbortSignal): Promise<void>;
  /**
   * The bytes of one self-contained pack with everything reachable from `want` that `haves` lack. A failure may
   * come while the chunks are read; what was received is then worthless. @throws remote.*
   */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

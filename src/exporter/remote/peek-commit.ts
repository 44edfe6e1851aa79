import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { isOwnCommit, parseCommitText } from "../objects/commit-text.ts";
import { ObjectStore } from "../repository/object-store.ts";
import { inflateEntry } from "./inflate-entry.ts";
import type { Remote } from "./remote.ts";
import type { RemoteTarget } from "./remote-url.ts";

/** A pack begins with "PACK", its version and the number of its objects (gitformat-pack). */
const HEADER = 12;
const COMMIT = 1;
/** A commit of ours has some hundred bytes for each record that it names, at most a few thousand of them. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface PeekPorts {
  readonly target: RemoteTarget;
  readonly remote: Pick<Remote, "fetch">;
  readonly files: Files;
}

/**
 * Whether Tidemark made a commit of the remote, for one who has nothing of that history yet. A git service puts the commit that is
 * asked for first into its pack: no more than that is taken.
 * @returns null when that cannot be told
 * @throws remote.*
 */
export async function peekCommit(ports: PeekPorts, oid: Oid, signal: AbortSignal): Promise<{ isOurs: boolean } | null> {
  const { target } = ports;
  const bytes =
    target.kind === "directory" ? stored(ports.files, target.path, oid) : await first(ports.remote, oid, signal);
  return bytes === null ? null : { isOurs: isOwnCommit(parseCommitText(bytes)) };
}

function stored(files: Files, path: string, oid: Oid): Uint8Array | null {
  const store = new ObjectStore(files, `${path}/objects`);
  try {
    const object = store.read(oid);
    return object?.type === "commit" ? object.bytes : null;
  } finally {
    store.release();
  }
}

async function first(remote: Pick<Remote, "fetch">, oid: Oid, signal: AbortSignal): Promise<Uint8Array | null> {
  let bytes: Uint8Array<ArrayBufferLike> = new Uint8Array();
  for await (const chunk of await remote.fetch({ want: oid, haves: [] }, signal)) {
    bytes = Buffer.concat([bytes, chunk]);
    const found = firstObject(bytes);
    if (found !== undefined) return found !== null && idOf(found) === oid ? found : null;
    if (bytes.length > MOST_BYTES) return null;
  }
  return null;
}

/** undefined: there is not enough of it yet; null: it is no commit. */
function firstObject(pack: Uint8Array): Uint8Array | null | undefined {
  let at = HEADER;
  let byte = pack[at++];
  if (byte === undefined) return undefined;
  if (((byte >> 4) & 7) !== COMMIT) return null;
  let size = byte & 15;
  for (let shift = 4; (byte & 0x80) !== 0; shift += 7) {
    byte = pack[at++];
    if (byte === undefined) return undefined;
    size += (byte & 0x7f) * 2 ** shift;
  }
  if (size > MOST_BYTES) return null;
  const inflated = inflateEntry(pack.subarray(at), size);
  if (inflated.kind === "incomplete") return undefined;
  return inflated.kind === "whole" ? inflated.bytes : null;
}

function idOf(commit: Uint8Array): string {
  return new Bun.CryptoHasher("sha1").update(`commit ${commit.length}\0`).update(commit).digest("hex");
}

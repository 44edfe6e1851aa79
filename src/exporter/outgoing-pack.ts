import type { Oid } from "../domain/ids.ts";
import type { FileReader, Files } from "../domain/ports/files.ts";
import type { Batch } from "../domain/ports/staging.ts";
import { atOnce } from "../lib/steps.ts";
import { readCommit } from "./history/commits.ts";
import { missingObjects } from "./history/missing-objects.ts";
import { indexPathOf } from "./pack/pack-writer.ts";
import type { PackSource } from "./remote/remote.ts";
import type { BareRepository } from "./repository/bare-repository.ts";
import { collectPack, objectsOf } from "./repository/collect-pack.ts";
import type { ObjectSource } from "./repository/object-store.ts";
import { isGone } from "./repository/pack-set.ts";

const CHUNK = 256 * 1024;

export interface Outgoing {
  readonly head: Oid;
  /** Where the remote's main is; null when it has none. */
  readonly remote: Oid | null;
  /** Our commits that it is not known to have, oldest first. */
  readonly unpushed: readonly Batch[];
}

/**
 * One pack with what the remote lacks: of one commit its own pack as it is; of several the entries of their packs
 * copied together; and where git has repacked those, or the remote starts from nothing, what a walk of the trees finds.
 * The file stands in the repository's temporary directory under a name of its own, so that `git gc` cannot take it away.
 */
export function outgoingPack(repository: BareRepository, outgoing: Outgoing): PackSource {
  const { files, objects } = repository;
  const path = repository.temporary("push.pack");
  objects.packs.rescan();
  const batches = batchesToSend(outgoing) ?? [];
  if (!isPlainChain(objects, batches) || !batchPack(repository, batches, path)) {
    const wanted = missingObjects(objects, outgoing.head, outgoing.remote);
    collectPack({ files, store: objects, packs: objects.packs.list(), wanted, path });
  }
  return packSource(files, path);
}

/** A finished pack on disk, for a push. */
export function packSource(files: Files, path: string): PackSource {
  return { path, length: files.size(path), open: () => streamFile(files, path) };
}

/** Makes the pack from the packs of these commits; false when not all of them are there any more. */
function batchPack(repository: BareRepository, batches: readonly Batch[], path: string): boolean {
  const { files, objects } = repository;
  const paths = new Set(batches.map(({ pack }) => repository.packPath(pack)));
  const sources = objects.packs.list().filter((pack) => paths.has(pack.path));
  const [first] = sources;
  if (first === undefined || sources.length < paths.size) return false;
  try {
    if (sources.length > 1)
      collectPack({ files, store: objects, packs: sources, wanted: atOnce(objectsOf(sources)), path });
    else {
      files.link(first.path, path);
      files.link(indexPathOf(first.path), indexPathOf(path));
    }
    return true;
  } catch (error) {
    if (!isGone(error)) throw error;
    repository.removeTemporary(path);
    return false;
  }
}

/** A commit that took over somebody else's history needs more than its own pack. */
function isPlainChain(objects: ObjectSource, batches: readonly Batch[]): boolean {
  return batches.every(({ commit, parent }) => {
    const { parents } = readCommit(objects, commit);
    return parents.length <= 1 && (parents[0] ?? null) === parent;
  });
}

/** The commits after the remote's, when staging's journal covers them all; null when it does not. */
export function batchesToSend({ remote, unpushed }: Pick<Outgoing, "remote" | "unpushed">): readonly Batch[] | null {
  const from = unpushed.findIndex(({ parent }) => parent === remote);
  return from < 0 ? null : unpushed.slice(from);
}

/** A file in chunks, read when they are asked for; a fresh stream at each call. */
function streamFile(files: Files, path: string): ReadableStream<Uint8Array> {
  let reader: FileReader | null = null;
  let at = 0;
  return new ReadableStream<Uint8Array>({
    start() {
      reader = files.open(path);
    },
    pull(controller) {
      const chunk = Buffer.allocUnsafeSlow(CHUNK);
      const read = reader?.read(chunk, at) ?? 0;
      at += read;
      if (read > 0) return controller.enqueue(chunk.subarray(0, read));
      reader?.close();
      controller.close();
    },
    cancel() {
      reader?.close();
    },
  });
}

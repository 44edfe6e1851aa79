import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { FileWriter } from "../domain/ports/files.ts";
import { indexPathOf } from "./pack/pack-writer.ts";
import { indexPack } from "./remote/index-pack.ts";
import type { Remote } from "./remote/remote.ts";
import type { BareRepository } from "./repository/bare-repository.ts";
import { ObjectStore } from "./repository/object-store.ts";
import { readMarkerFile } from "./seed-staging.ts";

export interface IncomingPorts {
  readonly repository: BareRepository;
  readonly remote: Remote;
  readonly clock: Clock;
  /** How errors name the remote. */
  readonly url: string;
}

/**
 * Brings the whole history of a commit into the repository, unless it is there already; main is not moved. It is looked
 * at before it is let in: a history that Tidemark did not write leaves nothing behind.
 * @throws remote.foreign-history, mirror.bad-marker, mirror.newer-format, remote.*
 */
export async function receiveHistory(ports: IncomingPorts, head: Oid, signal: AbortSignal): Promise<void> {
  const { repository, remote, clock } = ports;
  const { files } = repository;
  if (repository.objects.has(head)) return checkOurs(ports, repository.objects, head);
  const path = `${repository.quarantine}/pack/pack-incoming.pack`;
  repository.removeTemporary(path);
  const store = new ObjectStore(files, repository.quarantine);
  try {
    await writeAll(files.create(path), await remote.fetch({ want: head, haves: [] }, signal));
    const { checksum } = await indexPack({ packPath: path, indexPath: indexPathOf(path) }, { files, clock }, signal);
    checkOurs(ports, store, head);
    store.release();
    repository.installPack(path, checksum, "them");
  } finally {
    store.release();
    repository.removeTemporary(path);
  }
}

function checkOurs({ repository, url }: IncomingPorts, store: ObjectStore, head: Oid): void {
  const marker = store.read(head)?.type === "commit" ? readMarkerFile(store, head) : null;
  if (marker === null) throw fail("remote.foreign-history", { ref: repository.ref, url, commit: head });
}

async function writeAll(file: FileWriter, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of chunks) file.write(chunk);
    file.sync();
  } finally {
    file.close();
  }
}

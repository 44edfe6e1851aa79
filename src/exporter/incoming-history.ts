import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import { isReachable } from "./history/ancestry.ts";
import { isOwnCommit, parseCommitText } from "./objects/commit-text.ts";
import { ReceivedPack, type ReceivingPorts } from "./received-pack.ts";
import type { ObjectSource } from "./repository/object-store.ts";
import { readMarkerFile } from "./seed-staging.ts";

/** `url` is how errors name the remote. */
export type IncomingPorts = ReceivingPorts & { readonly url: string };

/**
 * Brings the whole history of a commit into the repository, unless it is there already; main is not moved. It is looked
 * at before it is let in: a history that Tidemark did not write leaves nothing behind.
 * @throws remote.foreign-history, mirror.bad-marker, mirror.newer-format, remote.*
 */
export async function receiveHistory(ports: IncomingPorts, head: Oid, signal: AbortSignal): Promise<void> {
  const received = await ReceivedPack.fetch(ports, { want: head, haves: [] }, signal);
  try {
    checkOurs(ports, received.objects, head);
    received.letIn();
  } finally {
    received.discard();
  }
}

/** A local history there is must be an older part of the one that takes its place. */
function checkOurs({ repository, url }: IncomingPorts, objects: ObjectSource, head: Oid): void {
  const marker = objects.read(head)?.type === "commit" ? readMarkerFile(objects, head) : null;
  const ours = repository.head();
  const goesOn =
    ours === null || (isOwnCommit(parseCommitText(objects.need(head, "commit"))) && isReachable(objects, head, ours));
  if (marker === null || !goesOn)
    throw fail("remote.foreign-history", { ref: repository.ref, url, found: head, commits: "" });
}

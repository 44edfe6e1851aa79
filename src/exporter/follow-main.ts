import type { Oid } from "../domain/ids.ts";
import { firstParentChain } from "./history/commits.ts";
import { isOwnCommit, parseCommitText } from "./objects/commit-text.ts";
import { ReceivedPack, type ReceivingPorts } from "./received-pack.ts";
import type { ObjectSource } from "./repository/object-store.ts";

/** Whether main went on from `last` to `head` by steps that Tidemark made, and no others. What was merged into them may be anybody's. */
export function isOwnSequel(objects: ObjectSource, head: Oid, last: Oid): boolean {
  for (const { oid } of firstParentChain(objects, head)) {
    if (oid === last) return true;
    if (!isOwnCommit(parseCommitText(objects.need(oid, "commit")))) return false;
  }
  return false;
}

/** Brings what main has had since `last` into the repository, unless somebody else had a hand in it; main is not moved. */
export async function receiveSequel(
  ports: ReceivingPorts,
  { head, last }: { readonly head: Oid; readonly last: Oid },
  signal: AbortSignal,
): Promise<boolean> {
  const received = await ReceivedPack.fetch(ports, { want: head, haves: [last] }, signal);
  try {
    const isOurs = isOwnSequel(received.objects, head, last);
    if (isOurs) received.letIn();
    return isOurs;
  } finally {
    received.discard();
  }
}

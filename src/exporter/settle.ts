import type { Oid } from "../domain/ids.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Batch, Staging } from "../domain/ports/staging.ts";
import { isRestored } from "../domain/restored.ts";
import { isOwnSequel } from "./follow-main.ts";
import type { BareRepository } from "./repository/bare-repository.ts";

/**
 * Ends an interrupted commit by where main is: at the commit, it happened and the journal is finished; at its parent,
 * it did not and its pack goes away. Does nothing when none was interrupted.
 * @throws mirror.main-moved when main is anywhere else
 */
export function settle(repository: BareRepository, staging: Staging, log: Log): void {
  const prepared = staging.preparedCommit();
  if (prepared !== null) {
    const outcome = settlePrepared(repository, staging, prepared);
    log.write("warn", "an interrupted commit was settled", { commit: prepared.commit, outcome });
  }
  const last = staging.lastCommit();
  if (last !== null) repository.unkeep(last.pack);
}

function settlePrepared(repository: BareRepository, staging: Staging, prepared: Batch): "finished" | "discarded" {
  const { commit, parent, pack } = prepared;
  const head = repository.head();
  if (head === commit) {
    repository.syncMain();
    staging.finishCommit(commit);
    return "finished";
  }
  if (head !== parent) throw repository.moved(parent, head);
  repository.removePack(pack);
  staging.discardCommit(commit);
  return "discarded";
}

/** Whether a restored staging file was about to follow main to commits of our own, and main is there already. */
function isToFollow(repository: BareRepository, staging: Staging, last: Oid): boolean {
  const head = repository.head();
  return head !== null && isRestored(staging) && isOwnSequel(repository.objects, head, last);
}

/**
 * @throws mirror.main-moved when staging knows a last commit and main is not there; mirror.missing-object or mirror.corrupt
 * when that commit cannot be read: packs are lost or damaged, and nothing is built on them
 */
export function checkHead(repository: BareRepository, staging: Staging): void {
  const last = staging.lastCommit();
  const head = repository.head();
  if (last !== null && last.commit !== head && !isToFollow(repository, staging, last.commit))
    throw repository.moved(last.commit, head);
  if (head !== null) repository.objects.need(head, "commit");
}

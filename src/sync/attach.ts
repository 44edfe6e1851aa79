import type { Contact } from "../domain/ports/source.ts";
import { forgetRestore, isRestored } from "../domain/restored.ts";
import { startComparison } from "./comparison.ts";
import type { RunRequest, SyncPorts } from "./context.ts";
import { recognise } from "./documents.ts";

/**
 * Brings staging, the local repository and the remote to one common point before anything is read. A fresh data
 * directory takes over the history that the remote already has; a lost staging file is filled from the local one. A remote
 * that cannot be reached holds nothing up when there is a local history: the push at the end of the run asks again.
 * @throws sync.other-document before anything is staged, when that history is another document's
 */
export async function attach(ports: SyncPorts, request: RunRequest, contact: Contact): Promise<void> {
  const { mirror, staging, log } = ports;
  const state = await mirror.inspectRemote(request.signal).catch((error: unknown) => {
    // Whoever commits onto an old main before it is known how far it has gone on splits the history in two.
    if (mirror.head() === null || isRestored(staging) || !isPassing(error)) throw error;
    log.write("warn", "the remote cannot be asked; going on with the local repository", {
      reason: error instanceof Error ? error.message : String(error),
    });
    return null;
  });
  if (state?.kind === "ours") {
    log.write("info", "taking over the remote's history", { commit: state.head });
    await mirror.fetch(state.head, request.signal);
  }
  if (state?.kind === "ahead") {
    recognise(ports, contact);
    startComparison(staging);
    const records = mirror.followMain(request.run, ports.clock.now(), state.head);
    log.write(
      "info",
      "the backup is older than main; staging follows it, and every record is compared with MoneyWorks",
      {
        commit: state.head,
        records,
      },
    );
  }
  if (state !== null) forgetRestore(staging);
  if (mirror.head() === null || staging.lastCommit() !== null) return;
  recognise(ports, contact);
  startComparison(staging);
  const pushed = state?.kind === "ours" || state?.kind === "in-step";
  const records = mirror.seedStaging(request.run, ports.clock.now(), pushed);
  log.write("info", "staging filled from git; every record is now compared with MoneyWorks", { records });
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}

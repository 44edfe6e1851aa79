import { fail } from "../domain/errors/tidemark-error.ts";
import type { Contact } from "../domain/ports/source.ts";
import type { RunRequest, SyncPorts } from "./context.ts";

export interface Attachment {
  /** Staging was filled from git, so its rows have to be compared with MoneyWorks once, all of them. */
  readonly compareAll: boolean;
}

/**
 * Brings staging, the local repository and the remote to one common point before anything is read. A fresh data
 * directory takes over the history that the remote already has; a lost staging file is filled from the local one. A remote
 * that cannot be reached holds nothing up when there is a local history: the push at the end of the run asks again.
 */
export async function attach(ports: SyncPorts, request: RunRequest): Promise<Attachment> {
  const { mirror, staging, log } = ports;
  const state = await mirror.inspectRemote(request.signal).catch((error: unknown) => {
    if (mirror.head() === null || !isPassing(error)) throw error;
    log.write("warn", "the remote cannot be asked; going on with the local repository", { reason: String(error) });
    return null;
  });
  if (state?.kind === "ours") {
    log.write("info", "taking over the remote's history", { commit: state.head });
    await mirror.fetch(state.head, request.signal);
  }
  if (mirror.head() === null || staging.lastCommit() !== null)
    return { compareAll: staging.setting(COMPARE) === "yes" };
  staging.setSetting(COMPARE, "yes");
  const pushed = state?.kind === "ours" || state?.kind === "in-step";
  const records = mirror.seedStaging(request.run, ports.clock.now(), pushed);
  log.write("info", "staging filled from git; every record is now compared with MoneyWorks", { records });
  return { compareAll: true };
}

/** The comparison that a filled staging asked for has gone through. */
export function comparisonDone({ staging }: SyncPorts): void {
  if (staging.setting(COMPARE) === "yes") staging.setSetting(COMPARE, "no");
}

const COMPARE = "compare-all";
const DOCUMENT = "document";

/**
 * A server that shows another document than before would turn the whole mirror over.
 * @throws sync.other-document
 */
export function recognise({ staging }: SyncPorts, contact: Contact): void {
  if (contact.document === null) return;
  const known = staging.setting(DOCUMENT);
  if (known === null) staging.setSetting(DOCUMENT, contact.document);
  else if (known !== contact.document) throw fail("sync.other-document", { known, found: contact.document });
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}

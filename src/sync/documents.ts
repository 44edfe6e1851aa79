import { fail } from "../domain/errors/tidemark-error.ts";
import type { Contact } from "../domain/ports/source.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { startComparison } from "./comparison.ts";
import type { SyncPorts } from "./context.ts";
import { forgetNewest } from "./newest-records.ts";
import { forgetRestored } from "./restored.ts";

const DOCUMENT = "document";
/** What the document was called when it was met last: `Acme.moneyworks on https://books.example:6710`. */
const NAME = "document-name";

/**
 * A server that shows another document than before would turn the whole mirror over. What staging does not know, the marker
 * file on main tells: call it again once a history was fetched. Nothing is noted.
 * @throws sync.other-document, sync.document-unproven
 */
export function recognise({ staging, mirror }: Pick<SyncPorts, "staging" | "mirror">, contact: Contact): void {
  refuseOther(staging, contact);
  const marked = knownDocument(staging) === null ? mirror.document() : null;
  if (marked !== null && contact.document !== null && marked !== contact.document) {
    throw fail("sync.other-document", { known: marked, found: contact.document });
  }
  const before = staging.setting(NAME);
  if (before === null || before === contact.name) return;
  const proven = contact.document !== null && (knownDocument(staging) ?? marked) === contact.document;
  if (!proven) throw fail("sync.document-unproven", { before, now: contact.name });
}

/** Remembers the document that this run was attached to, under the name that it is reached by now. */
export function noteDocument({ staging, log }: Pick<SyncPorts, "staging" | "log">, { document, name }: Contact): void {
  if (document !== null && staging.setting(DOCUMENT) !== document) staging.setSetting(DOCUMENT, document);
  const before = staging.setting(NAME);
  if (before === name) return;
  staging.setSetting(NAME, name);
  if (before !== null) log.write("info", "the document is reached under another name", { before, now: name });
}

/** The same for one who only looks: nothing is noted. @throws sync.other-document */
export function refuseOther(staging: Pick<Staging, "setting">, { document }: Contact): void {
  const known = staging.setting(DOCUMENT);
  if (known === null || document === null || known === document) return;
  throw fail("sync.other-document", { known, found: document });
}

/** `DocUUID` of the mirrored document; null while no server told it. */
export function knownDocument(staging: Pick<Staging, "setting">): string | null {
  return staging.setting(DOCUMENT);
}

/** A person says that the document which is there now is the one to mirror: all of it is compared anew. */
export function acceptDocument(staging: Staging, contact: Contact): void {
  startComparison(staging);
  forgetNewest(staging);
  forgetRestored(staging);
  if (contact.document !== null) staging.setSetting(DOCUMENT, contact.document);
  staging.setSetting(NAME, contact.name);
}

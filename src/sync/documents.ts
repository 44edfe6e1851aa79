import { fail } from "../domain/errors/tidemark-error.ts";
import type { Contact } from "../domain/ports/source.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { startComparison } from "./comparison.ts";
import { forgetNewest } from "./newest-records.ts";

const DOCUMENT = "document";

/**
 * A server that shows another document than before would turn the whole mirror over.
 * @throws sync.other-document
 */
export function recognise(staging: Staging, contact: Contact): void {
  if (contact.document === null) return;
  const known = staging.setting(DOCUMENT);
  if (known === null) staging.setSetting(DOCUMENT, contact.document);
  else if (known !== contact.document) throw fail("sync.other-document", { known, found: contact.document });
}

/** A person says that the document which is there now is the one to mirror: all of it is compared anew. */
export function acceptDocument(staging: Staging, contact: Contact): void {
  startComparison(staging);
  forgetNewest(staging);
  if (contact.document !== null) staging.setSetting(DOCUMENT, contact.document);
}

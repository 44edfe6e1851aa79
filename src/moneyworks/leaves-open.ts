import type { ErrorCode } from "../domain/errors/registry.ts";
import { TidemarkError } from "../domain/errors/tidemark-error.ts";
import { HttpFailure, type HttpFailureKind } from "../domain/ports/http.ts";

/** Failures of a connection that was never made. A failed TLS connection may have been one that was in use. */
const NOT_CONNECTED: ReadonlySet<HttpFailureKind> = new Set(["refused", "unresolved"]);

/** Answers that come before a command begins, or say themselves that nothing was imported. */
const NOT_BEGUN: ReadonlySet<string> = new Set<ErrorCode>([
  "moneyworks.import-refused",
  "moneyworks.users-limit",
  "moneyworks.login",
  "moneyworks.folder-login-required",
  "moneyworks.no-document",
  "moneyworks.not-found",
]);

/**
 * Whether an error of a request that changes something leaves open if the change was made: everything does but what is known
 * not to. Asking in vain costs a request, a change that is made twice costs more.
 */
export function leavesOpen(error: unknown): boolean {
  if (!(error instanceof TidemarkError)) return true;
  if (error.cause instanceof HttpFailure) return !NOT_CONNECTED.has(error.cause.kind);
  return !NOT_BEGUN.has(error.code) && !isClosedDocument(error);
}

/** The codes -54 and -49 tell of a document that could not be opened only where they are those of the connection to it. */
function isClosedDocument({ code, details }: TidemarkError): boolean {
  return code === "moneyworks.busy" && /DoConnect failed -\d/i.test(String(details.text));
}

import type { ErrorCode } from "../domain/errors/registry.ts";

/**
 * MoneyWorks says what went wrong in words only, with status 500 or with 200. This is the one place that reads those
 * words. The first pattern that fits decides, so the order matters: the user-limit text ends in `DoConnect failed -1`.
 */
export const ERROR_TEXTS: readonly { readonly pattern: RegExp; readonly code: ErrorCode }[] = [
  // Observed on 9.2.1b5, status 500: "The server has reached its licensed concurrent users limit.; last diagnostic …".
  { pattern: /licensed concurrent users limit/i, code: "moneyworks.users-limit" },
  // Manual (log-in codes): the document is being closed, backed up, or used by one person alone. REST wording inferred.
  { pattern: /(?:failed|error)\D{0,12}-(?:54|49)\b/i, code: "moneyworks.busy" },
  // Observed at second hand: wrong document password; unknown document or malformed path.
  { pattern: /DoConnect failed -1\b/i, code: "moneyworks.login" },
  { pattern: /DoConnect failed -43\b/i, code: "moneyworks.no-document" },
  // Signatures that a working client tests for, with status 200.
  { pattern: /Bad search expression|Expression optimi[sz]ation failed/i, code: "moneyworks.search" },
  { pattern: /Malformed REST request|^\s*could not understand/i, code: "moneyworks.not-understood" },
];

/** null: no known error text. @param text the start of a body that is not the data asked for */
export function codeOfText(text: string): ErrorCode | null {
  return ERROR_TEXTS.find(({ pattern }) => pattern.test(text))?.code ?? null;
}

/** An import that was refused starts so (MoneyWorks manual, REST import); the rest is the reason. */
export const IMPORT_ERROR = /^\s*\[ERROR\]\s*/i;

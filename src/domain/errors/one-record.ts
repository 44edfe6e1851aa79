import type { ErrorCode } from "./registry.ts";
import { TidemarkError } from "./tidemark-error.ts";

const CODES: ReadonlySet<string> = new Set<ErrorCode>([
  "moneyworks.bad-xml",
  "moneyworks.inconsistent",
  "moneyworks.server-error",
  "moneyworks.unexpected-answer",
  "moneyworks.too-big",
  "moneyworks.timeout",
  "moneyworks.connection-lost",
]);

/**
 * Whether one record among those asked for can be the reason. Not so for what concerns the whole server: no connection, the
 * log-in, the user limit, a busy document, a cancellation.
 */
export function mayBeOneRecord(error: unknown): error is TidemarkError {
  return error instanceof TidemarkError && CODES.has(error.code);
}

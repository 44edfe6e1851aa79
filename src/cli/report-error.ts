import type { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";

/** What happened, what to do, and the code to look up in docs/errors.md. */
export function reportError(host: Host, error: TidemarkError): void {
  host.err(`tidemark: ${error.message}\n  ${error.hint}\n  (${error.code})\n`);
}

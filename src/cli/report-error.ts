import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Host } from "../domain/ports/host.ts";
import { visible } from "../lib/text-table.ts";

/** What happened, what to do, and the code to look up in docs/errors.md. */
export function reportError(host: Host, error: TidemarkError): void {
  host.err(`tidemark: ${visible(error.message)}\n  ${visible(error.hint)}\n  (${error.code})\n`);
}

/** The same as a JSON line for a program. Standard output may be what failed: that is told, and changes no exit code. */
export function printError(host: Host, { code, message, hint }: TidemarkError): void {
  try {
    host.out(`${JSON.stringify({ type: "error", code, message, hint })}\n`);
  } catch (reason) {
    reportError(host, asTidemarkError(reason));
  }
}

import type { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Staging } from "../domain/ports/staging.ts";

/** Writes down what only a person ends; other errors leave no halt. One that stands already keeps the time at which it began. */
export function raiseHalt(
  { staging, clock }: { readonly staging: Staging; readonly clock: Clock },
  { code, message, hint, exitCode }: TidemarkError,
): void {
  if (exitCode !== 4) return;
  const before = staging.halt();
  staging.setHalt({ code, message, hint, at: before?.code === code ? before.at : clock.now() });
}

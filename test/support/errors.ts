import { TidemarkError } from "../../src/domain/errors/tidemark-error.ts";

/** The TidemarkError that the attempt throws; anything else fails the test. */
export function errorOf(attempt: () => unknown): TidemarkError {
  try {
    attempt();
  } catch (reason) {
    if (reason instanceof TidemarkError) return reason;
    throw reason;
  }
  throw new Error("expected a TidemarkError, but nothing was thrown");
}

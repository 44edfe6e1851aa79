import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Reason } from "../../domain/promotion.ts";
import { reason } from "./values.ts";

/** An import document, or why there cannot be one. */
export function orUnsendable(build: () => string): { readonly document: string } | { readonly reason: Reason } {
  try {
    return { document: build() };
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "canonical.unsendable") throw error;
    return { reason: reason("unsendable", String(error.details.field ?? ""), error.message) };
  }
}

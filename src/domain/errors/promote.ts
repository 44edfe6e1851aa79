import type { ErrorSpec } from "./spec.ts";

/** Errors of write-back. What is wrong with an incoming commit is no error but an outcome: see docs/promotion.md. */
export const PROMOTE_ERRORS = {
  "promote.too-big": {
    message: "The incoming commit {commit} brings more than {bytes} bytes.",
    hint: "Edits of records are small: the branch probably carries other files or another history. Make it anew from main, with the record files alone.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

import type { ErrorSpec } from "./spec.ts";

/** Errors of `tidemark anonymize`. */
export const ANONYMIZE_ERRORS = {
  "anonymize.unknown-fields": {
    message: "The data has fields without a rule: {fields}.",
    hint: "Nothing of them was written. Give each a rule in a rules file (tidemark anonymize rules prints the one in force) and name it with --rules.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

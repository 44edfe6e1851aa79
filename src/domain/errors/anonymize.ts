import type { ErrorSpec } from "./spec.ts";

/** Errors of `tidemark anonymize`. */
export const ANONYMIZE_ERRORS = {
  "anonymize.unknown-fields": {
    message: "The data has fields without a rule: {fields}.",
    hint: "Nothing of them was written. Give each a rule in a rules file (tidemark anonymize rules prints the one in force) and name it with --rules.",
    exit: 2,
  },
  "anonymize.unknown-table": {
    message: "{table} is no table of MoneyWorks that is known.",
    hint: "Leave it out, or report it with the version of MoneyWorks.",
    exit: 2,
  },
  "anonymize.no-number": {
    message: "Records of {table} have no sequence numbers here, so their files cannot be named.",
    hint: "Write an export or a snapshot instead of canonical files, or read a verbose export, which has the numbers.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

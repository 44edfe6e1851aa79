import type { ErrorSpec } from "./spec.ts";

/** Errors of polls and full syncs. */
export const SYNC_ERRORS = {
  "sync.unknown-table": {
    message: "The document has no table '{table}'.",
    hint: "Correct the option 'tables' or --table. The document has: {tables}.",
    exit: 2,
  },
  "sync.unmirrored-table": {
    message: "The table '{table}' is not mirrored.",
    hint: "It is not among the tables of the configuration (option 'tables'); 'login' holds passwords and is never mirrored, and 'detail' is part of 'transaction'.",
    exit: 2,
  },
  "sync.no-progress": {
    message: "MoneyWorks announced more records of '{table}' after number {after} and sent none.",
    hint: "Nothing was staged from this answer. The next run asks again; if it stays so, look at the table in MoneyWorks for a record that cannot be exported.",
    exit: 1,
    retryable: true,
    scope: "table",
  },
  "sync.delete-brake": {
    message:
      "{deletes} of {live} records of '{table}' are missing in MoneyWorks; at most {allowed} may be deleted in one run. Nothing was deleted.",
    hint: "Records above the robot user's security level look exactly like deletions: check its privileges first. If the records are really gone, confirm with: tidemark sync --full --allow-deletes {deletes}",
    exit: 4,
    scope: "table",
  },
  "sync.duplicate-key": {
    message: "Two records of '{table}' have the key '{key}' (numbers {first} and {second}).",
    hint: "One file cannot stand for two records: it holds one of them. Give the other another code in MoneyWorks; until then every run reads the whole table and says this again.",
    exit: 1,
    scope: "table",
  },
  "sync.other-document": {
    message: "The server shows another document than the one mirrored so far (DocUUID {found}, before {known}).",
    hint: "Nothing was read. If the URL is right and the document was replaced on purpose, mirror it with a new data directory and a new repository.",
    exit: 4,
  },
} as const satisfies Record<string, ErrorSpec>;

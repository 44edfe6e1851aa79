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
  "sync.table-gone": {
    message: "The document does not show the table '{table}' any more.",
    hint: "Its files stay as they are, and the other tables go on. Usually the user has lost a privilege, or another version of MoneyWorks lacks the table; when it is back, the next run goes on with it. If it is gone for good, leave it out of the option 'tables'.",
    exit: 1,
    scope: "table",
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
    hint: "Nothing was read. If moneyworks.url is wrong, correct it. If the document was replaced on purpose and this mirror is to go on with it: tidemark adopt. It shows what it would do and asks first. Or mirror it with a new data directory and a new repository.",
    exit: 4,
  },
  "sync.document-unproven": {
    message:
      "The document is reached as {now} now, before as {before}, and the server does not tell a DocUUID that proves it is the same.",
    hint: "Nothing was read. If it is the same document under another name or address: tidemark adopt. It asks first. Otherwise correct moneyworks.url.",
    exit: 4,
  },
  "sync.quarantined": {
    message: "Records of '{table}' cannot be read and were set aside: {records}. {reason}",
    hint: "Everything else of the table is mirrored, and files that these records have stay as they are. Look at the records in MoneyWorks, save them again or delete them; then run: tidemark sync --sweep, which tries each one again. 'tidemark status' lists them.",
    exit: 1,
    scope: "table",
  },
  "sync.unreadable": {
    message:
      "Records of '{table}' behind number {after} cannot be read, and cannot be set aside because {why}: {reason}",
    hint: "What was read before them stays staged. The next run asks again; if it stays so, look in MoneyWorks at the first record of the table behind that number.",
    exit: 1,
    scope: "table",
  },
  "sync.too-many-unreadable": {
    message: "More than {most} records of '{table}' cannot be read; the search ended at number {number}: {reason}",
    hint: "So many point to the server, or to the user's privileges, rather than to single records: verify the data file in MoneyWorks. Where others can be read in between, every run goes on from here and sets aside at most so many more.",
    exit: 1,
    scope: "table",
  },
  "sync.document-restored": {
    message:
      "The document was put back to an earlier state: its {lost} newest records are gone or older than before ({table} number {number} was stamped {before}, now {now}).",
    hint: "Nothing was read. If a backup was restored on purpose, say so with: tidemark adopt. The next run then compares every record and takes what MoneyWorks holds now; git keeps what it held before.",
    exit: 4,
  },
} as const satisfies Record<string, ErrorSpec>;

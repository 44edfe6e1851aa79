import { GUARD_ERRORS } from "./anonymize-guard.ts";
import { RULES_ERRORS } from "./anonymize-rules.ts";
import type { ErrorSpec } from "./spec.ts";

/** Sums, copies and samples. */
const BOOKS_ERRORS = {
  "anonymize.lines-alone": {
    message: "Lines of transactions (table detail) came without their transactions.",
    hint: "A line alone cannot be made to balance. Export table transaction, which has its lines in it, and leave detail out.",
    exit: 2,
  },
  "anonymize.amounts-apart": {
    message: "The rules scale {scaled}, but not {others}: transactions would not balance.",
    hint: "Give all of them the rule amount, or all of them keep.",
    exit: 2,
  },
  "anonymize.too-many-copies": {
    message: "With {copies} copies, number {number} of table {table} would be larger than MoneyWorks' numbers are.",
    hint: "Ask for fewer copies (--scale), or for a sample (--sample) of which the numbers are smaller.",
    exit: 2,
  },
  "anonymize.codes-in-copies": {
    message: "The rules keep codes of these kinds: {domains}. With several copies, records would share them.",
    hint: 'Replace these codes ([codes] name = "replace"), or make one copy only.',
    exit: 2,
  },
  "anonymize.sample-needs-numbers": {
    message: "A sample was asked for, but records of table {table} have no sequence number.",
    hint: "Terse exports have none. Export format=xml-verbose, or anonymize everything.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** What one value is turned into another with. Amounts are not quoted: they are somebody's. */
const VALUE_ERRORS = {
  "anonymize.secret-short": {
    message: "The secret has {bytes} bytes; {fewest} are the fewest.",
    hint: "Make one and keep it: openssl rand -hex 32. The same secret gives the same data again.",
    exit: 2,
  },
  "anonymize.locale": {
    message: "There are no names and places for the locale {locale}.",
    hint: "Choose one of {supported}.",
    exit: 2,
  },
  "anonymize.not-an-amount": {
    message: "{where} is to be scaled, and holds something that is no number.",
    hint: "Give the field another rule, such as text or drop.",
    exit: 1,
  },
  "anonymize.not-a-date": {
    message: "{where} is to be moved, and holds something that is no date as MoneyWorks writes it.",
    hint: "Dates are YYYYMMDD, times YYYYMMDDHHMMSS. Export it again from MoneyWorks, or give the field the rule drop.",
    exit: 1,
  },
  "anonymize.amount-too-large": {
    message: "{where} is too large to be scaled to the cent: above 50 million million.",
    hint: "Look for a damaged amount in the source; if it is right, give the field the rule keep.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Errors of `tidemark anonymize`. */
export const ANONYMIZE_ERRORS = {
  ...RULES_ERRORS,
  ...BOOKS_ERRORS,
  ...GUARD_ERRORS,
  ...VALUE_ERRORS,
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
  "anonymize.no-export": {
    message: "{file} is no export of MoneyWorks: {reason}.",
    hint: "Name files that MoneyWorks exported as XML: one <table name=…> each, terse or verbose. Nothing of this file was used.",
    exit: 2,
  },
  "anonymize.export-cut-off": {
    message: "{file} breaks off behind {records} whole records: </table> is missing.",
    hint: "The export or its download did not finish. Export it again; nothing is taken from half a file.",
    exit: 1,
  },
  "anonymize.export-count": {
    message: "{file} says that it holds {declared} records, and it holds {records}.",
    hint: "Something is missing, or was added by hand. Export it again, or mend count= in its first lines if the file is right.",
    exit: 1,
  },
  "anonymize.record-too-large": {
    message: "Record {record} of {file} is longer than {limit} MB.",
    hint: "No record of MoneyWorks is. Look at the file near that record: an end tag is missing, or it is another file.",
    exit: 1,
  },
  "anonymize.missing-option": {
    message: "tidemark anonymize needs --{option}.",
    hint: "tidemark anonymize --help shows what each option takes, with examples.",
    exit: 2,
  },
  /** What was looked for is in the message, in the order in which it was. */
  "anonymize.no-source": {
    message: "{from} is nothing that records can be read from: {tried}.",
    hint: "Name a git repository (with @COMMIT for another commit than its newest), a data directory, a staging.sqlite, XML exports or a directory of them, or the URL of a document.",
    exit: 2,
  },
  "anonymize.no-commit": {
    message: "{path} has no commit {name}{more}.",
    hint: "Name a branch, a tag or a commit of it (git log shows them), at least its first four digits.",
    exit: 2,
  },
  /** Its commit has no `.tidemark/marker.json`. */
  "anonymize.not-a-mirror": {
    message: "Commit {commit} of {path} holds no records of a mirror.",
    hint: "Name a repository that Tidemark writes, at a commit of its main branch.",
    exit: 2,
  },
  "anonymize.alternates": {
    message: "{path} borrows objects of another repository, which is not followed.",
    hint: "Make it whole (git repack -a -d, then remove objects/info/alternates), or name the other repository.",
    exit: 2,
  },
  "anonymize.bad-export": {
    message: "{path} cannot be read as an export: {reason}.",
    hint: "Export it again as XML, verbose or terse, or leave it out.",
    exit: 2,
  },
  "anonymize.no-table": {
    message: "The source has no table {table}; it has {tables}.",
    hint: "Leave it out of --table, or name another source.",
    exit: 2,
  },
  /** Every account of the host could read it in the list of processes. */
  "anonymize.password-in-arguments": {
    message: "The URL in --from has a password in it.",
    hint: "Leave the password out of the URL and put it in a file (--moneyworks-password-file FILE) or in TIDEMARK_MONEYWORKS_PASSWORD.",
    exit: 2,
  },
  "anonymize.no-password": {
    message: "The URL in --from has no password, and none was given beside it.",
    hint: "Put it in a file (--moneyworks-password-file FILE) or in TIDEMARK_MONEYWORKS_PASSWORD. A document without passwords takes an empty one: https://user:@host:6710/REST/Acme.moneyworks.",
    exit: 2,
  },
  "anonymize.secret-file": {
    message: "The secret file {path} {reason}.",
    hint: "Name the file that earlier output was made with, or make a new one: --new-secret.",
    exit: 2,
  },
  "anonymize.secret-exists": {
    message: "{path} exists already, and a secret is never replaced.",
    hint: "Leave --new-secret out to use it, or name another file.",
    exit: 2,
  },
  /** Whoever is given the output would be given the way back with it. */
  "anonymize.secret-in-output": {
    message: "The secret file {path} is in the output directory {to}.",
    hint: "Keep it elsewhere, where nobody who is given the output can read it.",
    exit: 2,
  },
  "anonymize.rules-file": {
    message: "The rules file {path} cannot be read: {reason}.",
    hint: "Name one that is there; tidemark anonymize rules prints one to begin with.",
    exit: 2,
  },
  "anonymize.target-not-empty": {
    message: "{path} is not empty: it holds {name}.",
    hint: "Name a new directory or an empty one. Nothing there was touched.",
    exit: 2,
  },
  "anonymize.target-finished": {
    message: "{path} holds the whole output of an earlier run.",
    hint: "Name another directory, or remove that one first.",
    exit: 2,
  },
  "anonymize.target-begun": {
    message: "{path} holds what an interrupted run left.",
    hint: "Go on with it: the same command with --resume. Or remove the directory and begin again.",
    exit: 2,
  },
  "anonymize.target-busy": {
    message: "Another run is writing to {path}: {holder}.",
    hint: "Wait for it to end, or name another directory. A lock vanishes with its process, so there is nothing to delete.",
    exit: 5,
  },
  /** The output would be of two halves that do not fit. */
  "anonymize.resume-differs": {
    message: "What {path} was begun with is not what is asked for now: {differences}.",
    hint: "Give the same options and the same source as the first time, or remove the directory and begin again.",
    exit: 2,
  },
  "anonymize.journal": {
    message: "{path} cannot be gone on with: {reason}.",
    hint: "Remove the directory and begin again.",
    exit: 1,
  },
  "anonymize.cannot-write": {
    message: "{path} cannot be written: {reason}.",
    hint: "Let the account that runs this command write there, or name another place. What is there stays: --resume goes on from it.",
    exit: 1,
  },
  "anonymize.disk-full": {
    message: "There is no room for {path}.",
    hint: "Make room and start the same command with --resume. Twice the size of the output is needed while it is put in order.",
    exit: 1,
  },
  /** Two numbers or codes became one. */
  "anonymize.same-path": {
    message: "Two records of {table} would have the same file.",
    hint: "Report it; exports and snapshots can hold them meanwhile.",
    exit: 1,
  },
  "anonymize.thread": {
    message: "A thread ended unexpectedly: {reason}.",
    hint: "Start the same command with --resume. If it happens again, try --jobs 0, and report it.",
    exit: 1,
  },
  "anonymize.audit-no-output": {
    message: "{path} is no whole output of tidemark anonymize: {reason}.",
    hint: "Name a directory that tidemark anonymize wrote to its end, with --to; it has a file ANONYMIZED.json.",
    exit: 2,
  },
  "anonymize.audit-other": {
    message: "The output was made with another {differs} than is given now.",
    hint: "An audit makes the same output again to compare. Give it the source, secret and rules of the run, and the program of the same version.",
    exit: 2,
  },
  "anonymize.audit-stopped": {
    message:
      "Stopped before the audit was done. The output is whole, but nobody knows yet whether an original is in it.",
    hint: "tidemark anonymize audit with the same --from, --to, --secret-file and --rules begins the audit anew.",
    exit: 130,
  },
  "anonymize.stopped": {
    message: "Stopped before the output was whole.",
    hint: "What is done is kept in {path}: the same command with --resume goes on from it.",
    exit: 130,
  },
} as const satisfies Record<string, ErrorSpec>;

import type { ErrorSpec } from "./spec.ts";

/** The rules file. Its line comes first, so that editors find it. */
const RULES_ERRORS = {
  "anonymize.rules-syntax": {
    message: "Line {line} of the rules is not TOML: {reason}.",
    hint: 'Texts need quotes (gross = "amount"), names with ## too ("balancelast##" = "amount"), and a section starts with [its name].',
    exit: 2,
  },
  "anonymize.rules-version": {
    message: "Line {line} of the rules: they have {said}, and this program reads version 1.",
    hint: "Begin the file with version = 1. tidemark anonymize rules prints a file that this program reads.",
    exit: 2,
  },
  "anonymize.rules-section": {
    message: "Line {line} of the rules: '{name}' cannot be used: {reason}",
    hint: "A file has version, [codes], [quasi], and a section for each table, such as [transaction].",
    exit: 2,
  },
  "anonymize.rules-field": {
    message: "Line {line} of the rules: {table}.{field} cannot be used: {reason}.",
    hint: 'Write each field once, by its bare name: gross = "amount". ## stands for exactly two digits, and such a name stands in quotes.',
    exit: 2,
  },
  "anonymize.bad-rule": {
    message: "Line {line} of the rules: '{rule}' is no rule for {table}.{field}: {reason}.{near}",
    hint: "A rule is keep, drop, code DOMAIN, number TABLE, fake KIND, address GROUP PART, text, amount, price or date. tidemark help anonymizing-rules explains each.",
    exit: 2,
  },
  "anonymize.rules-codes": {
    message: "Line {line} of the rules, [codes]: {reason}.",
    hint: 'Say of each kind of code whether it is replaced or kept: account = "replace", currency = "keep".',
    exit: 2,
  },
  "anonymize.rules-quasi": {
    message: "Line {line} of the rules, [quasi] {table}: {reason}.",
    hint: 'Name fields that have a rule in this file: name = ["state", "kind"].',
    exit: 2,
  },
  "anonymize.rules-break-references": {
    message: "Under these rules {count} fields would no longer refer to anything: {fields}.",
    hint: "A field and what it refers to must have the same rule: both a code whose kind has one word in [codes], both kept, or both a number of one table. Or drop the field.",
    exit: 2,
  },
  "anonymize.missing-rules": {
    message: "The rules say nothing of {count} fields: {fields}.",
    hint: "A rules file is complete: what it does not name is not passed through. Copy their lines from tidemark anonymize rules, or write your own.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

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
  "anonymize.sample-needs-numbers": {
    message: "A sample was asked for, but records of table {table} have no sequence number.",
    hint: "Terse exports have none. Export format=xml-verbose, or anonymize everything.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Where output must not be written. */
const GUARD_ERRORS = {
  "anonymize.in-work-tree": {
    message: "{target} lies in the git work tree {directory}, and {reason}.",
    hint: "Nothing was written. Name a directory outside of every work tree, or let git ignore this one: a line /{inside}/ in {directory}/.gitignore. What is anonymized is made of real records all the same, and what was committed once is there for ever.",
    exit: 2,
  },
  "anonymize.in-git-directory": {
    message: "{target} lies in {directory}, which is a git repository itself.",
    hint: "Nothing was written. Name a directory outside of it.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Errors of `tidemark anonymize`. */
export const ANONYMIZE_ERRORS = {
  ...RULES_ERRORS,
  ...BOOKS_ERRORS,
  ...GUARD_ERRORS,
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
} as const satisfies Record<string, ErrorSpec>;

import type { ErrorSpec } from "./spec.ts";

/** The rules file. Its line comes first, so that editors find it. */
export const RULES_ERRORS = {
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
    message: "Under these rules, fields would no longer refer to anything: {fields}.",
    hint: "A field and what it refers to must have the same rule: both a code whose kind has one word in [codes], both kept, or both a number of one table. Or drop the field.",
    exit: 2,
  },
  "anonymize.missing-rules": {
    message: "The rules do not say what becomes of {fields}.",
    hint: "A rules file is complete: what it does not name is not passed through. Copy their lines from tidemark anonymize rules, or write your own.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

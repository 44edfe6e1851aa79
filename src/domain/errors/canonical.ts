import type { ErrorSpec } from "./spec.ts";

/** Shared hint: the answer was cut or altered on the way, or is not what MoneyWorks sends. */
const NOT_MONEYWORKS =
  "Nothing of this answer was stored. If it happens again, look at a proxy between here and MoneyWorks, and keep the answer for a report.";
const NOT_OURS =
  "The file was edited by hand or by another program. Bring it into the form that docs/repository-format.md describes.";

export const CANONICAL_ERRORS = {
  // -- what a server's XML answer must be; the same request may succeed a moment later --
  "canonical.malformed-xml": {
    message: "The XML is not well-formed: {reason}",
    hint: NOT_MONEYWORKS,
    exit: 1,
    retryable: true,
  },
  "canonical.encoding": {
    message: "The XML declares the encoding '{encoding}'; MoneyWorks writes UTF-8.",
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  "canonical.doctype": {
    message: "The XML carries a DOCTYPE, which MoneyWorks never writes and Tidemark never reads.",
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  "canonical.wrong-root": {
    message: "The XML's root element is <{root}>, not <table>.",
    hint: NOT_MONEYWORKS,
    exit: 1,
    retryable: true,
  },
  "canonical.wrong-table": {
    message: "The answer is about the table '{found}', but '{expected}' was asked for.",
    hint: NOT_MONEYWORKS,
    exit: 1,
    retryable: true,
  },
  "canonical.bad-attribute": {
    message: 'The attribute {attribute}="{value}" of <table> is not a number.',
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  // -- the shape of records inside an answer or a file --
  "canonical.unexpected-element": {
    message: "<{element}> does not belong inside <{parent}>.",
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  "canonical.unexpected-text": {
    message: "<{element}> holds text beside its elements.",
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  "canonical.bad-name": {
    message: "'{name}' is not a name that MoneyWorks gives to a field or table.",
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  "canonical.duplicate-field": {
    message: "The field '{field}' occurs twice in one record of '{element}'.",
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  "canonical.bad-value": {
    message: "The field '{field}' of a record of '{element}' does not hold a {expected}.",
    hint: NOT_MONEYWORKS,
    exit: 1,
  },
  "canonical.not-canonical": {
    message: "The record file is not in Tidemark's canonical form: {reason}",
    hint: NOT_OURS,
    exit: 1,
  },
  "canonical.bad-stream": {
    message: "A stored record does not decompress: {reason}",
    hint: "The data directory or the repository is damaged. Check the disk; a fresh data directory is rebuilt by one full sync.",
    exit: 1,
  },
  // -- keys and file names --
  "canonical.bad-key": {
    message: "'{key}' is not a record key of {table}.",
    hint: "Tables without a code are keyed by their sequence number, all others by their code. See docs/repository-format.md.",
    exit: 2,
  },
  "canonical.key-too-long": {
    message: "The key '{key}' is too long for a file name.",
    hint: "MoneyWorks codes have at most 31 characters; shorten this one in MoneyWorks, or leave the table out.",
    exit: 1,
  },
  // -- documents for MoneyWorks to import --
  "canonical.unsendable": {
    message: "The field '{field}' holds the character {character}, which XML cannot carry to MoneyWorks.",
    hint: "Remove the character from this field and commit again.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

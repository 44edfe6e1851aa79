import type { ErrorSpec } from "./spec.ts";

/** Errors of write-back. What is wrong with an incoming commit is no error but an outcome: see docs/promotion.md. */
export const PROMOTE_ERRORS = {
  "promote.too-big": {
    message: "The incoming commit {commit} is larger than any edit of records: {reason}.",
    hint: "The branch probably carries other files or another history. Make it anew from main, with the record files alone.",
    exit: 1,
  },
  "promote.anonymized": {
    message: "Commit {commit} of the branch holds {path}, which tidemark anonymize wrote.",
    hint: "Test data must not become part of a mirror, nor of its history: a commit that takes it away again is not enough. Make the branch anew from main without it.",
    exit: 1,
  },
  "promote.bad-notes": {
    message: "{ref} at {url} cannot be read as git notes: {reason}",
    hint: "Commits are promoted all the same, and their notes wait. See what wrote the ref and delete it at the remote (`git push <remote> :{ref}`): Tidemark then writes its notes anew.",
    exit: 1,
  },
  "promote.outcome-unknown": {
    message: "It is not known yet whether MoneyWorks took {record} of commit {commit}: {reason}.",
    hint: "Nothing is sent twice: the next turn looks for it in MoneyWorks, and sends it again only when it certainly never arrived.",
    exit: 1,
    retryable: true,
  },
  "promote.unsteady": {
    message: "{record} was changed in MoneyWorks each time just before commit {commit} could be carried over.",
    hint: "The next turn tries again. If a script in MoneyWorks changes the record all the time, stop it meanwhile.",
    exit: 1,
    retryable: true,
  },
  "promote.unread": {
    message: "What commit {commit} changed cannot be read back from MoneyWorks: {reason}",
    hint: "It is merged once it was seen in MoneyWorks; the next turn looks again. Nothing is sent twice.",
    exit: 1,
    retryable: true,
  },
} as const satisfies Record<string, ErrorSpec>;

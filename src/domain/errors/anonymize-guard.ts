import type { ErrorSpec } from "./spec.ts";

/** Where output, and the way back from it, must not be written. */
export const GUARD_ERRORS = {
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
  "anonymize.secret-in-work-tree": {
    message: "The secret file {path} would lie in the git work tree {directory}, and {reason}.",
    hint: "Nothing was written. Name a file outside of every work tree: whoever has the secret has the way back to the originals, and what was committed once is there for ever.",
    exit: 2,
  },
  "anonymize.target-in-data": {
    message: "The output directory {to} is in the data directory {path}.",
    hint: "Nothing was written. Name a directory elsewhere.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

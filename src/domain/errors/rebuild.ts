import type { ErrorSpec } from "./spec.ts";

/** Errors of `tidemark rebuild`. The old staging file is in its place. */
export const REBUILD_ERRORS = {
  "rebuild.needs-yes": {
    message: "Nobody is at a terminal to confirm the rebuild.",
    hint: "Add --yes: the staging file is made anew from git, and every record is read from MoneyWorks once.",
    exit: 2,
  },
  "rebuild.no-history": {
    message: "Neither the local repository {path} nor {url} has a main branch to rebuild from.",
    hint: "There is nothing to make anew: run tidemark sync, which begins from MoneyWorks. If that halts, staging knows of commits that are lost: move the data directory away and run it again.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

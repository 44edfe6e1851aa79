import type { ErrorSpec } from "./spec.ts";

/** Errors of `sync --full --check`. */
export const CHECK_ERRORS = {
  "check.needs-full": {
    message: "--check compares every record, so it goes with --full alone.",
    hint: "Write: tidemark sync --full --check",
    exit: 2,
  },
  "check.writes-nothing": {
    message: "--check writes nothing, so it does not go with --{option}.",
    hint: "Leave one of the two out.",
    exit: 2,
  },
  "check.no-check": {
    message: "--max-differences says how many differences --check tells, and there is no --check.",
    hint: "Write: tidemark sync --full --check --max-differences 10",
    exit: 2,
  },
  "check.contested": {
    message:
      "Two records of '{table}' had one key when it was last read, so one of them has no file to be compared with.",
    hint: "Give one of them another code in MoneyWorks; tidemark sync names them and puts the table right. Then check again.",
    exit: 1,
    scope: "table",
  },
  "check.unreadable": {
    message: "{records} records of '{table}' cannot be read: nobody can tell whether main holds them as they are.",
    hint: "'tidemark status' lists those that are set aside, with the reason. Save them again in MoneyWorks or delete them; then check again.",
    exit: 1,
    scope: "table",
  },
  "check.first-read-unfinished": {
    message: "The table '{table}' was never read whole since the mirror began, so there is nothing to compare yet.",
    hint: "Let tidemark sync or the service finish the first read: tidemark status says 'reading' until then.",
    exit: 1,
    scope: "table",
  },
} as const satisfies Record<string, ErrorSpec>;

import type { ErrorSpec } from "./spec.ts";

/** Errors of the command line and of the program itself. */
export const GENERAL_ERRORS = {
  "usage.table-name": {
    message: "'{table}' is not a table name.",
    hint: "Table names are lower-case letters and digits, such as name, transaction or taxrate.",
    exit: 2,
  },
  "usage.unknown-command": {
    message: "There is no command '{command}'.{near}",
    hint: "tidemark --help lists the commands.",
    exit: 2,
  },
  "usage.unknown-topic": {
    message: "There is no topic, command, error code or option called '{topic}'.{near}",
    hint: "tidemark help lists the topics, tidemark --help the commands. Codes and options are written as docs and messages have them.",
    exit: 2,
  },
  "usage.unknown-option": {
    message: "There is no option {option} here.{near}",
    hint: "Add --help to the command to see its options.",
    exit: 2,
  },
  "usage.missing-value": {
    message: "The option --{option} needs a value.",
    hint: "Write --{option} {value}",
    exit: 2,
  },
  "usage.unexpected-value": {
    message: "The option --{option} takes no value.",
    hint: "Write just --{option}",
    exit: 2,
  },
  "usage.bad-value": {
    message: "'{value}' is not right for --{option}.",
    hint: "It takes {expected}.",
    exit: 2,
  },
  "usage.one-of": {
    message: "--{one} and --{other} do not go together.",
    hint: "Leave one of the two out.",
    exit: 2,
  },
  "usage.arguments": {
    message: "Wrong number of arguments for {command}: {given}.",
    hint: "It is written: {usage}",
    exit: 2,
  },
  "usage.declined": {
    message: "Nothing was changed: it was not confirmed.",
    hint: "Run it again and answer y, or add --yes where nobody can be asked.",
    exit: 130,
  },
  "record.not-found": {
    message: "There is no record '{key}' in '{table}'{when}.",
    hint: "Keys are written as MoneyWorks writes them; tidemark log --table {table} shows keys that changed. A transaction's key is its sequence number.",
    exit: 1,
  },
  "record.before-mirror": {
    message: "The mirror begins at {began}; it does not know what '{key}' in '{table}' was at {at}.",
    hint: "Ask for a time from then on. What MoneyWorks held earlier is in its own backups alone.",
    exit: 1,
  },
  "output.failed": {
    message: "Standard output cannot be written: {reason}.",
    hint: "Make room on the disk that the output goes to, or send it somewhere else. What was committed stays; the next run continues.",
    exit: 1,
  },
  "record.no-table": {
    message: "The table '{table}' is not mirrored here.",
    hint: "GET /status, or tidemark status, lists the mirrored tables.",
    exit: 1,
  },
  "run.no-progress": {
    message: "The run made no progress for {minutes} minutes and was ended.",
    hint: "The next run continues. If it happens again, look at MoneyWorks and at the network between; doctor may tell more.",
    exit: 1,
  },
  "run.cancelled": {
    message: "The run was cancelled.",
    hint: "Nothing that was committed is lost. Reading goes on where it stopped; everything else begins anew when it is run again.",
    exit: 130,
  },
  "internal.unexpected": {
    message: "Something unexpected went wrong: {reason}",
    hint: "Nothing that was committed is affected, and the next run continues. If it happens again, report this message with the log.",
    exit: 1,
  },
  "internal.bad-id": {
    message: "'{value}' is not a valid {kind}.",
    hint: "This is a defect in Tidemark, or a data directory changed by another program. Report it with this message.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

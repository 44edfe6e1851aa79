import type { ErrorSpec } from "./spec.ts";

/** The configuration file cannot be used as a whole. */
const FILE_ERRORS = {
  "config.no-file": {
    message: "The configuration file {file} does not exist.",
    hint: "Correct the path after --config, or leave the option out: without it, tidemark.toml in the current directory is read if it is there.",
    exit: 2,
  },
  "config.no-instance": {
    message: "No configuration of an instance '{instance}' is installed: there is no {file}.",
    hint: "tidemark service status lists what is installed; tidemark service install --instance {instance} makes one.",
    exit: 2,
  },
  "config.which-instance": {
    message: "Several instances are installed ({files}), and the command names none.",
    hint: "Say which: --instance {first}, or --config and a file.",
    exit: 2,
  },
  "config.not-yours": {
    message: "The configuration file {file} may not be read by this account.",
    hint: "It holds passwords, so that only the account of the service may. Run the same command with sudo: what it writes belongs to that account all the same. On Windows, run it in a terminal that was started as administrator.",
    exit: 2,
  },
  "config.unreadable-file": {
    message: "The configuration file {file} cannot be read: {reason}.",
    hint: "Let the account that runs Tidemark read it. It must be a plain file in UTF-8.",
    exit: 2,
  },
  "config.syntax": {
    message: "{file}:{line} is not TOML: {reason}.",
    hint: 'Texts need quotes (url = "…"), lists need brackets (tables = ["name", "product"]), and a section starts with [its name].',
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** A secret that stands in a file of its own. */
const SECRET_FILE_ERRORS = {
  "config.secret-file": {
    message: "{where}: the file {file} of {option} {reason}.",
    hint: "Name a file that holds the secret alone, on one line, and that the account which runs Tidemark can read.",
    exit: 2,
  },
  "config.cannot-edit": {
    message: "{key} cannot be set in {file} as that is written.",
    hint: "Write it there yourself, each option on a line of its own in its section; or move the file away and begin anew.",
    exit: 2,
  },
  "config.said-twice": {
    message: "{one} says {option}, and {other} names a file with it.",
    hint: "Take one of the two out: nobody could tell which one counts.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** A name that no option has. Refused, because a misspelt option would otherwise silently keep its default. */
const NAME_ERRORS = {
  "config.unknown-key": {
    message: "{file}:{line} sets '{key}', which is not an option.{near}",
    hint: "`tidemark config` lists every option with its value.",
    exit: 2,
  },
  "config.unknown-variable": {
    message: "The environment sets {variable}, which is not an option.{near}",
    hint: "Names that begin with TIDEMARK_ belong to Tidemark. `tidemark config` lists every option; remove or rename this variable.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** A value that its option does not take. */
const VALUE_ERRORS = {
  "config.wrong-type": {
    message: "{where}: '{option}' must be {expected}; found {found}.",
    hint: "Correct the value there, or remove it to get the default.",
    exit: 2,
  },
  "config.out-of-range": {
    message: "{where}: '{option}' must be {expected}; found {found}.",
    hint: "Correct the value there, or remove it to get the default.",
    exit: 2,
  },
  "config.unknown-table": {
    message: "{where}: '{option}' names {table}, and MoneyWorks has no such table.{near}",
    hint: "Table names are those of the MoneyWorks manual in lower case, such as name, product, transaction or taxrate.",
    exit: 2,
  },
  "config.login-table": {
    message: "{where}: '{option}' names login, which is never mirrored.",
    hint: "That table holds passwords and privileges; a git repository is no place for them. Remove it from the list.",
    exit: 2,
  },
  "config.detail-table": {
    message: "{where}: '{option}' names detail, which is not mirrored by itself.",
    hint: "The lines are inside each transaction's file. Name transaction instead.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** An option that a command cannot do without. */
const MISSING_ERRORS = {
  "config.bad-certificates": {
    message: "The file {file} of {option} cannot be used: {reason}.",
    hint: "Name a readable file with the authority's certificate in PEM form (-----BEGIN CERTIFICATE-----).",
    exit: 2,
  },
  "config.missing": {
    message: "The option '{option}' is not set: {help}",
    hint: "`tidemark init` asks for it and tries it; or set {option} in tidemark.toml, {variable} in the environment, or --{flag}. `tidemark demo` needs no configuration at all.",
    exit: 2,
  },
  "config.incomplete-mail": {
    message: "notify.smtp is set, and {option} is not.",
    hint: "An e-mail needs all three: notify.smtp, notify.from and notify.to. Set the missing one, or take notify.smtp out.",
    exit: 2,
  },
  "config.missing-token": {
    message: "remote.url is an http address, and remote.token is not set.",
    hint: "Make an access token with write access at the git service, and set TIDEMARK_REMOTE_TOKEN or remote.token in tidemark.toml.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Everything that can be wrong with the configuration. Nothing was read or written yet. */
export const CONFIG_ERRORS = {
  ...FILE_ERRORS,
  ...SECRET_FILE_ERRORS,
  ...NAME_ERRORS,
  ...VALUE_ERRORS,
  ...MISSING_ERRORS,
} as const satisfies Record<string, ErrorSpec>;

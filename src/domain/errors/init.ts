import type { ErrorSpec } from "./spec.ts";

/** `tidemark init` could not put a configuration together. Nothing was written. */
export const INIT_ERRORS = {
  "init.missing": {
    message: "Nobody is to be asked, and these are not set: {names}.",
    hint: "Give each of them, secrets in a file or in the environment. Without --yes, a person at a terminal is asked.",
    exit: 2,
  },
  "init.nobody": {
    message: "Nobody answers: standard input is no terminal, or it ended.",
    hint: "Run it in a terminal, or with --yes and everything given: `tidemark init --help` shows how.",
    exit: 2,
  },
  "init.unclear-repository": {
    message: "'{url}' is neither the address of a git service nor the whole path of a directory.",
    hint: "An address begins with https://, a directory of this host with / (on Windows with a drive); ./ is one below the current directory.",
    exit: 2,
  },
  "init.secret-in-arguments": {
    message: "--{flag} holds a secret, and init does not take secrets on the command line.",
    hint: "It stays in the shell's history, and every account of this host reads it in the list of processes; change it if it is a real one. Put it in a file and give --{flag}-file, or in {variable}, or leave it out and be asked.",
    exit: 2,
  },
  "init.stopped": {
    message: "Stopped before every answer was there.",
    hint: "Nothing was written or changed. What was answered is not kept: the next `tidemark init` begins anew.",
    exit: 130,
  },
  "init.exists": {
    message: "{file} is there already.",
    hint: "With --overwrite it is changed: what is given is set, and everything else in it stays. Or name another one with --config or --instance.",
    exit: 2,
  },
  "init.cannot-write": {
    message: "{file} cannot be written: {reason}.",
    hint: "Run it as an account that may write there (sudo for the whole host), or name another file with --config.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

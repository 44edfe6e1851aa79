import type { ErrorSpec } from "./spec.ts";

/**
 * Errors of the data directory and of the files in it: the staging cache, its lock, the local repository. Everything in
 * the directory except unpushed commits can be made again from MoneyWorks and the remote.
 */
export const DATA_ERRORS = {
  /** A command that only looks was pointed at a directory where nothing was ever mirrored. */
  "data.nothing-yet": {
    message: "There is no mirror in the data directory {path}.",
    hint: "Name the right one with --data, or run tidemark sync to begin.",
    exit: 1,
  },
  /** The configured data directory, or a folder above it, is a file. */
  "data.unreadable": {
    message: "{path} cannot be read by this account.",
    hint: "The data directory belongs to the account that runs Tidemark: run this command as that account, for example with sudo -u.",
    exit: 1,
  },
  /** Files that root leaves there would keep the service out of its own data. */
  "data.other-owner": {
    message: "The data directory {path} belongs to {owner}, and this process cannot become that account: {reason}.",
    hint: "Run the command as that account: sudo -u {owner} tidemark … Nothing was changed.",
    exit: 2,
  },
  "data.replaced": {
    message: "The data directory {path} was replaced by another one while the service ran.",
    hint: "Nothing is written to either. Start the service again: it takes the directory that is there now.",
    exit: 1,
  },
  "data.not-a-directory": {
    message: "The data directory {path} is not a directory.",
    hint: "Name a directory as data directory, or move the file that is in its place away.",
    exit: 2,
  },
  /** The account that runs Tidemark may not write there, or the file system is mounted read-only. */
  "data.read-only": {
    message: "{path} cannot be written.",
    hint: "Give the account that runs Tidemark write permission on the data directory and its files.",
    exit: 2,
  },
  /** A write did not fit. What was being written was undone; what was finished before stays. */
  "data.disk-full": {
    message: "The disk that holds {path} is full.",
    hint: "Free some space on that disk and start again: nothing is lost, the next run continues.",
    exit: 1,
    retryable: true,
  },
  /** The directory, or a folder above it, does not exist, is closed to the account, or a directory has the file's name. */
  "data.cannot-open": {
    message: "{path} cannot be opened.",
    hint: "Check that the data directory exists, that the account that runs Tidemark may write in it, and that this name is no directory.",
    exit: 2,
  },
  /** A newer Tidemark has written the file in a form that this one does not know. */
  "data.newer-version": {
    message: "{path} was written by a newer Tidemark (schema {version}; this one knows {known}).",
    hint: "Install that newer Tidemark again (tidemark upgrade), go back with tidemark upgrade --rollback if nothing was committed since, restore a backup that this version made, or name another data directory: that costs one full sync.",
    exit: 2,
  },
  /** Only a writer migrates; a command that merely looks does not. */
  "data.older-version": {
    message: "{path} was written by an older Tidemark (schema {version}; this one needs {known}).",
    hint: "Run tidemark sync or start the service once: it brings the file up to date.",
    exit: 2,
  },
  /** Its last writer was killed, and only looking is not enough to read what it left. */
  "data.unsettled": {
    message: "{path} was not closed by the process that wrote it last, and cannot be read without writing beside it.",
    hint: "Copy the data directory to where it can be written and look there, or run tidemark sync or the service on it once.",
    exit: 1,
  },
  /** An SQLite database, but of another program. */
  "data.not-ours": {
    message: "{path} is a database of another program.",
    hint: "Name another data directory. Nothing was changed.",
    exit: 2,
  },
  /** SQLite, or a value it returned, says that the file is damaged. */
  "data.corrupt": {
    message: "{path} is damaged: {reason}.",
    hint: "Stop Tidemark, check the disk and run tidemark rebuild: it makes the staging file anew from git and reads every record once. A damaged lock.sqlite may be deleted while nothing runs.",
    exit: 1,
  },
  /** One process serves one document: its data directory has one owner at a time. */
  "data.locked": {
    message: "The data directory is in use ({path}): {holder} holds it.",
    hint: "Wait for the other process to end, or stop it. A lock vanishes with its process, so there is nothing to delete.",
    exit: 5,
  },
  /** Another program, such as a database shell, kept the file locked for longer than we wait. */
  "data.busy": {
    message: "Another program keeps {path} locked.",
    hint: "Close the program that has the file open for writing; look at it with sqlite3 -readonly.",
    exit: 1,
    retryable: true,
  },
  /** The operating system refused to read or write: a failing disk, a lost network drive, a quota. */
  "data.io": {
    message: "Reading or writing {path} failed: {reason}.",
    hint: "Check the disk and the system log. What was finished before stays.",
    exit: 1,
  },
  /** The order of prepare, finish and push was broken. */
  "data.journal": {
    message: "The export journal refuses {step} of commit {commit}: {reason}.",
    hint: "This is a defect in Tidemark. Report it with this message.",
    exit: 1,
  },
  /** A statement that can only fail by a defect of ours or by a foreign change of the file. */
  "data.statement": {
    message: "A statement on {path} was refused: {reason}.",
    hint: "This is a defect in Tidemark, or the file was changed by another program. Report it with this message.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

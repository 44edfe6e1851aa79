import type { ErrorSpec } from "./spec.ts";

/** Errors of `tidemark backup` and `tidemark restore`. */
export const BACKUP_ERRORS = {
  "backup.exists": {
    message: "{path} exists already.",
    hint: "Name another file, or a directory to get a new name each time; --force replaces it once the new backup is whole.",
    exit: 2,
  },
  "backup.no-plain-file": {
    message: "{path} is a link, a device or a pipe, and is not replaced.",
    hint: "Name a file or a directory, or - for standard output.",
    exit: 2,
  },
  /** The new backup is whole and in its place. */
  "backup.older-stay": {
    message: "{path} was made, but the older backup {older} cannot be removed: {reason}.",
    hint: "Remove it by hand, or let the account that runs this command remove files in that directory.",
    exit: 1,
  },
  "backup.to-terminal": {
    message: "A backup is not written to a terminal.",
    hint: "Send it on: tidemark backup - | ssh host 'cat > acme.tar.zst'. Or name a file or a directory.",
    exit: 2,
  },
  "backup.needs-directory": {
    message: "--keep counts the backups in a directory, and there is no directory {path}.",
    hint: "Make it first (mkdir), or name the directory instead of a file in it.",
    exit: 2,
  },
  /** It would go with the data, or take the place of a part of them. */
  "backup.inside-data": {
    message: "{path} is in the data directory {data}, and a backup there is lost with it.",
    hint: "Name a place outside of it, on another disk if there is one.",
    exit: 2,
  },
  /** The directory is missing, or closed to the account. Nothing was left there. */
  "backup.cannot-write": {
    message: "{path} cannot be written: {reason}.",
    hint: "Make the directory, let the account that runs this command write there, or name another place.",
    exit: 2,
  },
  /** FAT, or a share that knows no accounts. */
  "backup.not-private": {
    message: "A file in {directory} cannot be closed to other accounts, and a backup holds every record.",
    hint: "Use another disk, or mount this one for the account that runs this command alone (on Linux: -o uid=ACCOUNT,umask=077).",
    exit: 2,
  },
  "backup.disk-full": {
    message: "There is no room for {path}.",
    hint: "Nothing was left there. A backup needs room for itself and, while it is made, for a copy of the staging file.",
    exit: 1,
  },
  /** Packs came and went at every look. */
  "backup.restless": {
    message: "The files in {path} changed at every look.",
    hint: "Wait until git or another program has finished its work there, and try again.",
    exit: 1,
    retryable: true,
  },
  /** Staging says that a commit was made, and the repository does not have it. */
  "backup.no-commit": {
    message: "The repository {path} has no commit {commit}, which the staging file names as the newest.",
    hint: "A backup of this could not be restored. Run tidemark verify to see what is missing, and tidemark rebuild.",
    exit: 1,
  },
  /** A file that never changes did, between its first reading and its second. */
  "backup.changed": {
    message: "{path} changed while it was read.",
    hint: "Check the disk with the system's tools, run tidemark verify, and try again.",
    exit: 1,
  },
  /** What was written is not what is read back. */
  "backup.not-as-written": {
    message: "{path} does not read back as it was written: {reason}.",
    hint: "It was taken away. Check the disk that it is on.",
    exit: 1,
  },
  "backup.passphrase": {
    message: "Secrets need a passphrase of at least {least} characters: {reason}.",
    hint: "Type it when asked, or put it on the first line of a file that nobody else may read and name that with --passphrase-file.",
    exit: 2,
  },
  "restore.no-file": {
    message: "{path} cannot be read: {reason}.",
    hint: "Check the name, and whether this account may read the file.",
    exit: 2,
  },
  "restore.not-a-backup": {
    message: "{path} is no backup that Tidemark made.",
    hint: "Backups are made with tidemark backup. Nothing was changed.",
    exit: 2,
  },
  "restore.newer-format": {
    message: "{path} was made by a newer Tidemark (format {version}; this one knows {known}).",
    hint: "Restore it with that Tidemark. Nothing was changed.",
    exit: 2,
  },
  /** Bytes are missing or others than those that were written. */
  "restore.damaged": {
    message: "{path} is damaged: {reason}.",
    hint: "Nothing was changed. Use another copy of this backup, or an older one.",
    exit: 1,
  },
  /** Every byte is as it was written, but what was written is not whole. */
  "restore.unsound": {
    message: "What {path} holds is not whole: {findings}.",
    hint: "Nothing was changed. Use an older backup; or begin without one: tidemark sync takes over the history that the remote has.",
    exit: 1,
  },
  "restore.other-document": {
    message: "The backup is of {found}, and the data directory {path} mirrors {known}.",
    hint: "Name the right backup or, with --data, the right directory. --force puts it there all the same.",
    exit: 2,
  },
  "restore.needs-yes": {
    message: "Nobody is at a terminal to confirm that the data in {path} is replaced.",
    hint: "Add --yes: the data that is there now is kept beside it unless --discard-old is added too.",
    exit: 2,
  },
  "restore.no-secrets": {
    message: "{path} has no secrets in it.",
    hint: "Leave the passphrase out: the configuration is written without them, and you fill them in.",
    exit: 2,
  },
  "restore.no-configuration": {
    message: "{path} has no configuration in it.",
    hint: "Leave --write-config out and write the configuration by hand.",
    exit: 2,
  },
  "restore.bad-passphrase": {
    message: "The passphrase does not open the secrets in {path}.",
    hint: "Nothing was changed. Try again; without the passphrase the rest of the backup can be restored, with the secrets typed in anew.",
    exit: 2,
  },
  "restore.file-exists": {
    message: "{path} exists already, and a configuration is not written over another one.",
    hint: "Name a file that does not exist, and compare the two.",
    exit: 2,
  },
  /** Somebody else wrote it, or the disk is damaged. */
  "restore.bad-journal": {
    message: "{path} is not as a restore writes it.",
    hint: "Nothing was touched. Move that file away once you know where it came from; what a restore unpacked is in restoring/ beside it.",
    exit: 1,
  },
  /** The process died between two steps of putting a backup in place. */
  "restore.unfinished": {
    message: "A restore into {path} was interrupted while it took the old data's place.",
    hint: "Start the service, or run tidemark sync or the restore again: each of them finishes it first.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

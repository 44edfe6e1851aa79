import type { ErrorSpec } from "./spec.ts";

/** Exchanging the installed program for another version, and going back. Nothing of the data is lost by any of them. */
export const UPGRADE_ERRORS = {
  /** The upgrade takes the place of a program file, and a run from source has none. */
  "upgrade.no-program": {
    message: "{program} is not an installed Tidemark that could be exchanged.",
    hint: "Run the installed program itself, or name its file with --program.",
    exit: 2,
  },
  "upgrade.not-allowed": {
    message: "This account may not exchange the program in {directory}.",
    hint: "Run it as an administrator: sudo tidemark upgrade …",
    exit: 2,
  },
  "upgrade.cannot-read": {
    message: "{source} cannot be read: {reason}.",
    hint: "Name a program of a release, its directory, or its URL; SHA256SUMS and SHA256SUMS.sig have to be beside it. Nothing was changed.",
    exit: 2,
  },
  "upgrade.too-large": {
    message: "{source} is larger than {most} bytes, which no file of a release is.",
    hint: "This is no release of Tidemark, or it was tampered with. Nothing was changed.",
    exit: 1,
  },
  "upgrade.no-artefact": {
    message: "{source} has no program for this host ({target}): {reason}.",
    hint: "Name the file of the program itself, or a release that was built for {target}. Nothing was changed.",
    exit: 2,
  },
  "upgrade.bad-checksum": {
    message: "{name} is not the file that was signed: its SHA-256 is {found} and should be {wanted}.",
    hint: "Copy or download it again. If it stays so, somebody tampered with it. It was not started, and nothing was changed.",
    exit: 1,
  },
  "upgrade.bad-candidate": {
    message: "{name} is signed, and does not do as it should: {reason}.",
    hint: "It was built wrongly or for another kind of host. Nothing was changed; report it with this message.",
    exit: 1,
  },
  "upgrade.no-exec": {
    message:
      "No program may be started in {directory}, where the new version is asked what it is: its disk is mounted noexec.",
    hint: "With --check, set TMPDIR to a directory where programs may be started. Nothing was changed.",
    exit: 1,
  },
  "upgrade.data-too-new": {
    message: "Tidemark {version} knows data up to schema {known}, and {path} has schema {schema}.",
    hint: "Restore a backup that {version} made, into another data directory, before you go back to it; or let it begin anew in an empty one, which costs one full sync. Nothing was changed.",
    exit: 1,
  },
  "upgrade.no-space": {
    message: "The disk that holds {path} has {free} MB free, and the upgrade needs {needs} MB there.",
    hint: "Free some space and run it again. Nothing was changed.",
    exit: 1,
  },
  "upgrade.locked": {
    message: "Another upgrade is under way: {holder}.",
    hint: "Wait for its end. If its process is gone, so is the lock, and there is nothing to delete.",
    exit: 5,
  },
  /** The new program was started, watched, and put back together with the data as they were before. */
  "upgrade.rolled-back": {
    message: "Tidemark {version} was put back, because {to} {reason}.",
    hint: "All is as it was before, and the service runs as it did. What the new program said last is above: report it with this message.",
    exit: 1,
  },
  "upgrade.half-back": {
    message:
      "Tidemark {version} was put back after {to} failed ({failure}), and not everything is as it was: {reason}.",
    hint: "Look at tidemark service logs, put right what it says, and run tidemark upgrade --recover.",
    exit: 1,
  },
  "upgrade.not-running": {
    message: "The service of {instance} does not run again: {reason}.",
    hint: "Look at tidemark service logs --instance {instance}, and put right what it says.",
    exit: 1,
  },
  "upgrade.refused-data": {
    message: "Tidemark {version} cannot go on with a copy of the data in {path}: {reason}.",
    hint: "Nothing was changed. Report it with this message.",
    exit: 1,
  },
  /** Only the service may open data whose program is on trial. */
  "upgrade.on-trial": {
    message: "The program is on trial after an upgrade, and nothing is read or written until it has proven itself.",
    hint: "Wait some seconds. If the upgrade was interrupted, run tidemark upgrade --recover.",
    exit: 5,
    retryable: true,
  },
  "upgrade.replaced": {
    message: "Another program is in the place of this one since it began its trial.",
    hint: "The service starts again by itself, with the program that is there now.",
    exit: 1,
  },
  "upgrade.nothing-to-go-back": {
    message: "There is no upgrade to take back: {reason}.",
    hint: "Install another version with tidemark upgrade and its file, directory or URL.",
    exit: 1,
  },
  "upgrade.committed-since": {
    message: "{path} was migrated by the upgrade and {what} since: what was snapshotted before is behind main.",
    hint: "Stay with this version; or restore a backup from before the upgrade into another data directory and start the former version there, which costs one full sync.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

import type { ErrorSpec } from "./spec.ts";

/** The local repository as a whole: its directory, its refs, who moved main. */
const REPOSITORY_ERRORS = {
  "mirror.not-a-repository": {
    message: "{path} is not a bare git repository that Tidemark can use: {reason}.",
    hint: "Move what is there out of the way and start again: Tidemark creates the repository anew or fetches it from the remote.",
    exit: 2,
  },
  "mirror.main-moved": {
    message: "{ref} of the local repository is at {found}, not at {expected} where Tidemark left it.{commits}",
    hint: "Another program moved the branch, or the data directory was restored in part. To take its commits over, or with --ours to put the branch back: tidemark adopt. It shows what it would do and asks first.",
    exit: 4,
  },
  "mirror.ref-locked": {
    message: "{ref} of the local repository is locked by {lock}.",
    hint: "Another git command is at work in it; the next run tries again. A lock that no process holds any more may be deleted.",
    exit: 1,
    retryable: true,
  },
  /** Seen while Tidemark runs: a disk was taken away, or somebody removed or renamed the data directory. */
  "mirror.gone": {
    message: "The local repository {path} is not there any more.",
    hint: "Put the data directory or its disk back: Tidemark then goes on. If it is lost, start Tidemark again: it takes the history over from the remote and reads every record.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

/** What the repository holds cannot be read. Nothing is written on top of it. */
const CONTENT_ERRORS = {
  "mirror.corrupt": {
    message: "{path} is damaged: {reason}.",
    hint: "`git fsck` there says more. Stop Tidemark, check the disk and run tidemark rebuild: it fetches what is damaged anew from the remote.",
    exit: 1,
  },
  "mirror.missing-object": {
    message: "The local repository lacks the object {oid}.",
    hint: "`git fsck` there says more. Stop Tidemark and run tidemark rebuild: it fetches the repository anew from the remote.",
    exit: 1,
  },
  "mirror.foreign-file": {
    message: "Commit {commit} holds {path}, which is not a record that Tidemark wrote.",
    hint: "Only Tidemark writes this branch. To leave such files behind and go on from there: tidemark adopt. It shows what it would do and asks first. Or name an empty repository or another branch in remote.url.",
    exit: 4,
  },
  /** Seen when a history of others is to become ours, and when staging is filled from one. What a server sends is never meant. */
  "mirror.anonymized": {
    message: "Commit {commit} holds {path}, which tidemark anonymize wrote.",
    hint: "Test data must not become part of a mirror, nor of its history. Set the branch back to a commit before it was added: with tidemark adopt --ours where Tidemark knows its own main, with git where it does not. Or name an empty repository or another branch in remote.url.",
    exit: 4,
  },
  "mirror.bad-marker": {
    message: "{file} cannot be read as Tidemark's marker: {reason}.",
    hint: "Somebody edited the file. To write it anew and go on from there: tidemark adopt. It shows what it would do and asks first. Or name another branch in remote.url.",
    exit: 4,
  },
  "mirror.newer-format": {
    message: "{file} has format version {found}; this Tidemark knows versions up to {known}.",
    hint: "A newer Tidemark wrote this repository. Install that version or a later one.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** What the comparison of both ends found; the remote's own errors are with the remote. */
const POSITION_ERRORS = {
  "remote.main-gone": {
    message: "{ref} is gone from the remote; Tidemark left it at {expected}.",
    hint: "The branch was deleted or the repository replaced. To fill it again from here: tidemark adopt. It asks first.",
    exit: 4,
  },
} as const satisfies Record<string, ErrorSpec>;

/** An adoption that cannot be made. */
const ADOPTION_ERRORS = {
  "adopt.nothing-of-ours": {
    message: "There is no main of our own to put back: this data directory has made no commit yet.",
    hint: "Without --ours, tidemark adopt goes on from their history. To leave it alone, name an empty repository or another branch in remote.url.",
    exit: 4,
  },
  "adopt.other-word": {
    message: "The word {word} does not stand for what is found now, so nothing was done.",
    hint: "Ask once more without a word, read what would be done, and confirm with the word that is told there.",
    exit: 2,
  },
  "adopt.not-confirmed": {
    message: "Nothing was done: nobody confirmed it.",
    hint: "Run it on a terminal and type what it asks for, or add --yes once you have read what it says it would do.",
    exit: 2,
  },
} as const satisfies Record<string, ErrorSpec>;

/** Everything about the repository in the data directory. */
export const MIRROR_ERRORS = {
  ...REPOSITORY_ERRORS,
  ...CONTENT_ERRORS,
  ...POSITION_ERRORS,
  ...ADOPTION_ERRORS,
} as const satisfies Record<string, ErrorSpec>;

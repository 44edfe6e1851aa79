import type { ErrorSpec } from "./spec.ts";

/**
 * Errors of a release: the programs, their sums and the signature over them. Whatever one of these is about was not run and
 * not installed.
 */
export const RELEASE_ERRORS = {
  /** The list of sums, or its signature, is not what a holder of a trusted key signed. One changed bit is enough. */
  "release.bad-signature": {
    message: "SHA256SUMS is not signed by a key that this program trusts ({keys}).",
    hint: "Nothing of it was used. Fetch the release again, SHA256SUMS and SHA256SUMS.sig together. If it stays so, ask whoever publishes Tidemark for you, over another way, which key is theirs.",
    exit: 1,
  },
  /** The signature is right, or was not asked for, and the text still is no list of sums. */
  "release.bad-sums": {
    message: "SHA256SUMS is no list of sums: {reason}.",
    hint: "Nothing of the release was used. Fetch it again.",
    exit: 1,
  },
  /** A program that somebody built without naming a public key, or that runs from source, has nobody to trust. */
  "release.no-keys": {
    message: "This program was built without a release key, so no signature can be checked.",
    hint: "Use a program from a signed release, name its public key with --key FILE, or build with bun run release --sign KEYFILE. tidemark version --json lists the keys of a program.",
    exit: 2,
  },
  "release.bad-key": {
    message: "{key} is no Ed25519 public key of the form ssh-ed25519 AAAA….",
    hint: "Give the line that ssh-keygen -y -f KEYFILE prints, or the .pub file that bun build.ts keygen wrote.",
    exit: 2,
  },
  /** The list is made when a program is built, from what is really in it. */
  "release.no-licences": {
    message: "A run from source has no list of licences.",
    hint: "Build the program with bun run build and ask that one; package.json names the packages, each with its licence in node_modules.",
    exit: 1,
  },
} as const satisfies Record<string, ErrorSpec>;

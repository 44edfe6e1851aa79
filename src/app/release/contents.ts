import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Machine } from "../../platform/machine.ts";

/** What programs are built for. Those for Linux name their C library where it is not glibc. */
export const TARGETS = [
  "linux-x64",
  "linux-x64-musl",
  "linux-arm64",
  "linux-arm64-musl",
  "darwin-arm64",
  "darwin-x64",
  "windows-x64",
] as const;

export type Target = (typeof TARGETS)[number];

/** A program of a release directory, as its file name says it. */
export interface Artefact {
  readonly version: string;
  readonly target: Target;
}

const ARTEFACT = new RegExp(
  String.raw`^tidemark-(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)-(${TARGETS.toSorted((a, b) => b.length - a.length).join("|")})(\.exe)?$`,
);
/** One line of sha256sum: digest, a blank, blank or `*`, name. No path: every file is beside the list. */
const SUM = /^([0-9a-f]{64}) [ *]([0-9A-Za-z][\w.+-]*)$/;

/** `tidemark-0.1.0-linux-x64`, `tidemark-0.1.0-windows-x64.exe`. */
export function artefactName({ version, target }: Artefact): string {
  return `tidemark-${version}-${target}${target.startsWith("windows") ? ".exe" : ""}`;
}

/** The reverse; null for a file that is no program of a release. */
export function parseArtefactName(name: string): Artefact | null {
  const [, version = "", found] = ARTEFACT.exec(name) ?? [];
  const target = TARGETS.find((candidate) => candidate === found);
  if (target === undefined || artefactName({ version, target }) !== name) return null;
  return { version, target };
}

/** What runs on a machine; null where nothing of ours does. */
export function hostTarget({ platform, arch, musl }: Machine): Target | null {
  const system = platform === "win32" ? "windows" : platform;
  const name = `${system}-${arch}${musl ? "-musl" : ""}`;
  return TARGETS.find((target) => target === name) ?? null;
}

/**
 * The SHA-256 of every file of a release, in hex, from the text of SHA256SUMS. Verify its signature first: what nobody
 * signed is not worth reading.
 * @throws release.bad-sums
 */
export function parseSums(text: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  const lines = text.split("\n");
  if (lines.pop() !== "") throw badSums("it does not end with a line end, so it was cut off");
  for (const [at, line] of lines.entries()) {
    const [, digest, name] = SUM.exec(line) ?? [];
    if (digest === undefined || name === undefined) throw badSums(`line ${at + 1} is not "SHA-256  file name"`);
    if (sums.has(name)) throw badSums(`line ${at + 1} names ${name} a second time`);
    sums.set(name, digest);
  }
  if (sums.size === 0) throw badSums("it is empty");
  return sums;
}

function badSums(reason: string) {
  return fail("release.bad-sums", { reason });
}

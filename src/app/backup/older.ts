import { join } from "node:path";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Pauses } from "../../exporter/remote/pauses.ts";
import { BackupReader } from "./backup-reader.ts";
import type { Manifest } from "./manifest.ts";
import { reasonOf } from "./passphrase.ts";

const NAME = /^tidemark-[a-z0-9-]+-\d{8}T\d{6}Z\.tar\.zst$/;

export interface Newest {
  /** The backup that was just made, which stays. */
  readonly path: string;
  readonly manifest: Manifest;
  /** So many stay, that one among them. */
  readonly keep: number;
}

/**
 * Removes the older backups of a document from a directory. Only files that have a name as Tidemark gives it, begin as its backups do, and say that
 * they are of the same document are counted and removed; a document without an id is known by its name. Those of a time to come were made
 * while the host's clock was ahead: they go first, or each new one would go in their stead.
 * @returns the paths that are gone, oldest first @throws backup.older-stay
 */
export function removeOlder(
  directory: string,
  { path: newest, manifest: like, keep }: Newest,
  { files, pauses }: { readonly files: Files; readonly pauses: Pauses },
): readonly string[] {
  const isAhead = ({ at }: { readonly at: number }) => Number(at > like.createdAt);
  const others = files
    .list(directory)
    .filter((name) => NAME.test(name))
    .map((name) => join(directory, name))
    .filter((path) => path !== newest)
    .flatMap((path) => {
      const manifest = peek(path, files, pauses);
      return manifest !== null && isSameDocument(manifest, like) ? [{ path, at: manifest.createdAt }] : [];
    })
    .sort((a, b) => isAhead(b) - isAhead(a) || a.at - b.at);
  const older = others.slice(0, Math.max(0, others.length - (keep - 1))).map(({ path }) => path);
  for (const path of older) {
    try {
      files.remove(path);
    } catch (cause) {
      throw fail("backup.older-stay", { path: newest, older: path, reason: reasonOf(cause) }, { cause });
    }
  }
  return older;
}

function isSameDocument(one: Manifest, other: Manifest): boolean {
  if (one.document !== null || other.document !== null) return one.document === other.document;
  return one.documentName !== null && one.documentName === other.documentName;
}

/** null for what is not ours, or cannot be read. */
function peek(path: string, files: Files, pauses: Pauses): Manifest | null {
  try {
    const reader = files.open(path);
    try {
      return new BackupReader(reader, pauses).manifest();
    } finally {
      reader.close();
    }
  } catch {
    return null;
  }
}

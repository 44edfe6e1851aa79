import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

const PIECE = 1 << 22;

export interface OutputHash {
  readonly files: number;
  readonly bytes: number;
  /** SHA-256 of every file's path and SHA-256, in order of path. */
  readonly sha256: string;
}

/** One hash for everything below a directory: equal when every file of it is. */
export function hashOutput(directory: string): OutputHash {
  const whole = new Bun.CryptoHasher("sha256");
  const paths = filesBelow(directory);
  let bytes = 0;
  for (const path of paths) {
    const file = hashFile(join(directory, path));
    whole.update(`${path} ${file.sha256}\n`);
    bytes += file.bytes;
  }
  return { files: paths.length, bytes, sha256: whole.digest("hex") };
}

function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

function hashFile(path: string): { readonly bytes: number; readonly sha256: string } {
  const hasher = new Bun.CryptoHasher("sha256");
  const piece = new Uint8Array(PIECE);
  const descriptor = openSync(path, "r");
  let bytes = 0;
  for (let read = PIECE; read > 0; bytes += read) {
    read = readSync(descriptor, piece);
    hasher.update(piece.subarray(0, read));
  }
  closeSync(descriptor);
  return { bytes, sha256: hasher.digest("hex") };
}

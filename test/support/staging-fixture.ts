import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files by their path, in base64. */
type Packed = Readonly<Record<string, string>>;

/** The files of a directory whose path fits, and some more, in one small file. */
export function packFiles(directory: string, wanted: RegExp, more: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((path) => wanted.test(path))
    .sort();
  const files = [...paths.map((path) => [path, readFileSync(join(directory, path))] as const), ...Object.entries(more)];
  const packed: Packed = Object.fromEntries(
    files.map(([path, bytes]) => [path, Buffer.from(bytes).toString("base64")]),
  );
  return Bun.zstdCompressSync(JSON.stringify(packed), { level: 19 });
}

export function unpackFiles(file: string, into: string): void {
  const packed: Packed = JSON.parse(Bun.zstdDecompressSync(readFileSync(file)).toString());
  for (const [path, text] of Object.entries(packed)) {
    const target = join(into, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, Buffer.from(text, "base64"));
  }
}

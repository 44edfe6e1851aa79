import { BackupReader, type EntryTaker } from "../../src/app/backup/backup-reader.ts";
import { BackupWriter } from "../../src/app/backup/backup-writer.ts";
import { head, tailHead } from "../../src/app/backup/format.ts";
import { packFrame } from "../../src/app/backup/frames.ts";
import type { Manifest } from "../../src/app/backup/manifest.ts";
import { textContent } from "../../src/app/backup/sources.ts";
import type { Oid } from "../../src/domain/ids.ts";
import type { FileReader } from "../../src/domain/ports/files.ts";
import { Pauses } from "../../src/exporter/remote/pauses.ts";
import { createClock } from "../../src/platform/clock.ts";

/** What stands in a backup that was made by hand. */
export type Contents = Readonly<Record<string, string | Uint8Array>>;

export const SOME_CONTENTS: Contents = {
  "tidemark.toml": 'poll = "10m"\n',
  "staging.sqlite": "SQLite format 3\0".repeat(400),
  "repository.git/HEAD": "ref: refs/heads/main\n",
  "repository.git/refs/": "",
  "repository.git/objects/pack/pack-0123456789abcdef0123456789abcdef01234567.pack": new Uint8Array(700).map(
    (_, at) => at * 7,
  ),
};

export function pausesOf(): Pauses {
  return new Pauses(createClock(), new AbortController().signal);
}

export function manifestOf(contents: Contents, changes: Partial<Manifest> = {}): Manifest {
  const entries = Object.entries(contents).map(([path, content]) => {
    const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
    return { path, size: Buffer.from(content).length, sha256 };
  });
  return {
    tidemark: "0.1.0",
    createdAt: Date.UTC(2025, 2, 12, 8, 0, 0),
    document: "8B1E4C6A-1111-4222-8333-444455556666",
    documentName: "Acme.moneyworks on https://books.example:6710",
    schema: 4,
    main: "0123456789abcdef0123456789abcdef01234567" as Oid,
    ref: "refs/heads/main",
    tables: [{ name: "name", records: 2, marker: "20250312075900" }],
    entries,
    ...changes,
  };
}

/** A whole backup as the program writes it. */
export async function backupBytes(
  contents: Contents = SOME_CONTENTS,
  manifest = manifestOf(contents),
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const writer = new BackupWriter({ write: (bytes) => void pieces.push(Uint8Array.from(bytes)) });
  const sources = Object.entries(contents).map(([path, content]) => textContent(path, content));
  await writer.write(manifest, sources, { pauses: pausesOf(), onBytes() {} });
  return Buffer.concat(pieces);
}

/** What a hostile program can write around any archive: every sum is right. */
export function framed(archive: Uint8Array, pack: (piece: Uint8Array) => Uint8Array = packFrame): Uint8Array {
  const body = Buffer.concat([head(), pack(archive)]);
  const most = Buffer.concat([body, tailHead(body.length)]);
  return Buffer.concat([most, new Bun.CryptoHasher("sha256").update(most).digest()]);
}

/** The tar archive in a backup. */
export function archiveOf(backup: Uint8Array): Uint8Array {
  const result = Bun.spawnSync(["zstd", "-dc"], { stdin: backup });
  if (!result.success) throw new Error(String(result.stderr));
  return result.stdout;
}

export function memoryFile(bytes: Uint8Array): FileReader {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return { size: bytes.length, read: (into, at) => source.copy(into, 0, at), close() {} };
}

/** Looks at every byte, as a restore does before it writes anything. */
export async function readBackup(bytes: Uint8Array, taker?: EntryTaker): Promise<Manifest> {
  const reader = new BackupReader(memoryFile(bytes), pausesOf());
  await reader.checkDigest();
  return await reader.entries(taker);
}

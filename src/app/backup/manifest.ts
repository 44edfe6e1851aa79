import type { Oid } from "../../domain/ids.ts";

export const MANIFEST = "manifest.json";
export const STAGING = "staging.sqlite";
export const REPOSITORY = "repository.git";
export const SETTINGS = "tidemark.toml";
export const SECRETS = "secrets.json";

/** One file or directory (`size` 0, the path ends with a slash) in the archive. */
export interface BackupEntry {
  readonly path: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface BackupTable {
  readonly name: string;
  /** Live records when the backup was made. */
  readonly records: number;
  /** Up to where MoneyWorks was read: 14 digits; null while the first read goes on. */
  readonly marker: string | null;
}

/** The first entry of the archive: what the backup holds, in the order in which it stands there. */
export interface Manifest {
  /** Of the program that made it. */
  readonly tidemark: string;
  /** ms since 1970, whole seconds. */
  readonly createdAt: number;
  /** `DocUUID`; null where no server told it. */
  readonly document: string | null;
  /** What the document was called when it was met last; no log-in. */
  readonly documentName: string | null;
  /** Number of the staging file's schema. */
  readonly schema: number;
  /** Main as the staging file has it; null before the first commit. */
  readonly main: Oid | null;
  /** `refs/heads/main` */
  readonly ref: string;
  readonly tables: readonly BackupTable[];
  readonly entries: readonly BackupEntry[];
}

/** Longer than that of a million loose objects. */
export const MOST_MANIFEST_BYTES = 256 * 1024 * 1024;

/** The only paths that an archive has: nothing leads out of the directory that it is unpacked in. */
const PATHS = [
  /^(tidemark\.toml|secrets\.json|staging\.sqlite)$/,
  /^repository\.git\/(HEAD|config|packed-refs|refs\/|objects\/pack\/)$/,
  /^repository\.git\/objects\/pack\/pack-[0-9a-f]{40}\.(pack|idx)$/,
  /^repository\.git\/objects\/[0-9a-f]{2}\/[0-9a-f]{38}$/,
  /^repository\.git\/tidemark\/packs\/[0-9a-f]{40}$/,
];

export function manifestText({ createdAt, ...manifest }: Manifest): string {
  const told = { format: "tidemark-backup", version: 1, ...manifest, createdAt: new Date(createdAt).toISOString() };
  return `${JSON.stringify(told, null, 2)}\n`;
}

/** null: this is no manifest of version 1. Members that nobody knows are passed over. */
export function parseManifest(bytes: Uint8Array): Manifest | null {
  const found = Object(parsed(bytes));
  const createdAt = Date.parse(String(found.createdAt));
  const isOurs = found.format === "tidemark-backup" && found.version === 1 && Number.isSafeInteger(createdAt);
  const texts = [found.tidemark, found.ref].every((text) => typeof text === "string");
  const optional = [found.document, found.documentName, found.main].every(isTextOrNull);
  if (!isOurs || !texts || !optional || !Number.isSafeInteger(found.schema)) return null;
  if (found.main !== null && !/^[0-9a-f]{40}$/.test(found.main)) return null;
  if (!/^refs\/heads\/[^\s~^:?*[\\]+$/.test(found.ref) || /(^|\/)\.|\.\.|\/\/|\/$|\.lock(\/|$)/.test(found.ref))
    return null;
  if (!isList(found.tables, isTable) || !isList(found.entries, isEntry)) return null;
  const paths = new Set(found.entries.map(({ path }: BackupEntry) => path));
  if (paths.size < found.entries.length || !paths.has(STAGING)) return null;
  return { ...found, createdAt };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

function isList(value: unknown, isOne: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function isTable(item: unknown): boolean {
  const { name, records, marker } = Object(item);
  return typeof name === "string" && Number.isSafeInteger(records) && isTextOrNull(marker);
}

function isEntry(item: unknown): boolean {
  const { path, size, sha256 } = Object(item);
  const isPath = typeof path === "string" && PATHS.some((pattern) => pattern.test(path));
  const isSize = Number.isSafeInteger(size) && size >= 0 && (size === 0 || !path.endsWith("/"));
  return isPath && isSize && typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
}

import { fail } from "../domain/errors/tidemark-error.ts";
import { isModtime, type Modtime, parseTableName, type TableName } from "../domain/ids.ts";
import type { TableMarker } from "../domain/run.ts";

/** Raised when an older Tidemark could misread the repository: paths, canonical form or the marker itself. */
export const FORMAT_VERSION = 1;

export interface MarkerFile {
  /** The server's local wall clock when the newest run began. */
  readonly serverTime: Modtime;
  readonly markers: readonly TableMarker[];
}

/** The bytes of `.tidemark/marker.json`: tables in ascending order, two spaces, a final newline. */
export function buildMarkerFile({ serverTime, markers }: MarkerFile): Uint8Array {
  const tables = markers
    .map(({ table, marker, records }) => [table, { marker, records }] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const content = { version: FORMAT_VERSION, serverTime, tables: Object.fromEntries(tables) };
  return new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
}

/**
 * Reads what `buildMarkerFile` wrote; members that a later version may add are passed over.
 * @param file how to name it in errors: `main:.tidemark/marker.json`.
 * @throws mirror.newer-format, mirror.bad-marker
 */
export function parseMarkerFile(bytes: Uint8Array, file: string): MarkerFile {
  const content = asObject(parseJson(bytes, file));
  if (content === null || typeof content.version !== "number") throw bad(file, "it has no version");
  if (content.version > FORMAT_VERSION) {
    throw fail("mirror.newer-format", { file, found: content.version, known: FORMAT_VERSION });
  }
  const tables = asObject(content.tables);
  if (tables === null) throw bad(file, "it has no tables");
  const markers = Object.entries(tables).map(([table, value]) => parseTable(file, table, asObject(value)));
  return { serverTime: parseTime(file, content.serverTime), markers };
}

function parseTable(file: string, table: string, value: Readonly<Record<string, unknown>> | null): TableMarker {
  const records = value?.records;
  if (typeof records !== "number" || !Number.isSafeInteger(records) || records < 0) {
    throw bad(file, `${table} has no record count`);
  }
  const marker = value?.marker ?? null;
  return { table: nameOf(file, table), marker: marker === null ? null : parseTime(file, marker), records };
}

function nameOf(file: string, table: string): TableName {
  try {
    return parseTableName(table);
  } catch (cause) {
    throw fail("mirror.bad-marker", { file, reason: `${JSON.stringify(table)} is not a table name` }, { cause });
  }
}

function parseTime(file: string, value: unknown): Modtime {
  if (typeof value !== "string" || !isModtime(value))
    throw bad(file, `${JSON.stringify(value)} is not a 14-digit time`);
  return value;
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw fail("mirror.bad-marker", { file, reason: "it is not JSON" }, { cause });
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}

function bad(file: string, reason: string): Error {
  return fail("mirror.bad-marker", { file, reason });
}

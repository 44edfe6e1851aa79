import { fail } from "../domain/errors/tidemark-error.ts";
import { isModtime, type Modtime, parseTableName, type TableName } from "../domain/ids.ts";
import type { TableMarker } from "../domain/run.ts";

/** Raised when an older Tidemark could misread the repository: paths, canonical form or the marker itself. */
export const FORMAT_VERSION = 1;

export interface MarkerFile {
  /** The server's local wall clock when the newest run began. */
  readonly serverTime: Modtime;
  /** `DocUUID` of the document; null when its server does not tell, or a Tidemark that did not write it down yet. */
  readonly document: string | null;
  readonly markers: readonly TableMarker[];
}

/** The bytes of `.tidemark/marker.json`: tables in ascending order, two spaces, a final newline. */
export function buildMarkerFile({ serverTime, document, markers }: MarkerFile): Uint8Array {
  const tables = markers
    .map(({ table, marker, records, quarantined }) => {
      return [table, { marker, records, ...(quarantined > 0 ? { quarantined } : {}) }] as const;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const content = { version: FORMAT_VERSION, document, serverTime, tables: Object.fromEntries(tables) };
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
  return { serverTime: parseTime(file, content.serverTime), document: parseDocument(file, content.document), markers };
}

function parseDocument(file: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || value === "") throw bad(file, `${JSON.stringify(value)} is not a document's id`);
  return value;
}

function parseTable(file: string, table: string, value: Readonly<Record<string, unknown>> | null): TableMarker {
  const records = value?.records;
  if (typeof records !== "number" || !Number.isSafeInteger(records) || records < 0) {
    throw bad(file, `${table} has no record count`);
  }
  const marker = value?.marker ?? null;
  const time = marker === null ? null : parseTime(file, marker);
  return { table: nameOf(file, table), marker: time, records, quarantined: countOf(file, table, value?.quarantined) };
}

/** Files without records set aside, and those of earlier versions, have no such member. */
function countOf(file: string, table: string, value: unknown): number {
  if (value === undefined) return 0;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw bad(file, `${table} has no number of records set aside`);
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

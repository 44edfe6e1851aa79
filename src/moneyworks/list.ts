import { mayBeOneRecord } from "../domain/errors/one-record.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Client, ExportRequest, XmlExport } from "./client.ts";
import { completeRecords, type ManifestRow } from "./manifest.ts";
import { fieldName } from "./search.ts";
import { readManifest } from "./table-reader.ts";

/** Rounds of counting and listing before a set counts as unreadable for now. */
const MAX_ROUNDS = 4;
/** Tries of that export: there is another way to count. */
const TRIES_OF_FIRST = 2;
/** Most records asked for in XML where no list works. */
const MAX_XML = 1000;

export interface ListRequest extends ExportRequest {
  readonly customFormat: boolean;
  /** Further number fields of each row, in this order. */
  readonly more?: readonly string[];
}

export interface NumberedList {
  /** Ascending by number, all greater than the request's `after`. */
  readonly rows: readonly ManifestRow[];
  /** Records that match: the list is whole when it has as many rows. */
  readonly found: number;
  readonly bytes: number;
}

/**
 * Numbers and stamps of the records that match, by a custom format where that works: a record in XML is some 30 to 200
 * times as long. Nothing in such a list tells whether it is complete, so one record is asked for in XML first, which says how
 * many match; a set of one needs no more than that. Where that record cannot be exported, an expression counts. Where no list works everything is read as XML, at most 1000 rows.
 * @throws `moneyworks.unstable`, `.no-sequence-numbers`, `.no-modtime` and what the client throws
 */
export async function readList(client: Client, request: ListRequest, signal: AbortSignal): Promise<NumberedList> {
  if (!request.customFormat) return readAsXml(client, request, signal);
  const { schema, limit, after } = request;
  let bytes = 0;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { xml, found } = await lookAtFirst(client, request, signal);
    bytes += xml?.bytes ?? 0;
    if (found === 0) return { rows: [], found, bytes };
    const numbered = xml?.records.every(({ seq, modtime }) => seq !== null && modtime !== null) === true ? xml : null;
    if (found === 1 && numbered !== null) return { rows: rowsOf(request, numbered), found, bytes };
    const listed = await readManifest(client, request, signal).catch(unlessNoList(numbered !== null));
    if (listed === null) return readAsXml(client, request, signal);
    bytes += listed.bytes;
    const { rows } = listed;
    const begins = numbered === null || rows[0]?.seq === numbered.records[0]?.seq;
    if (begins && rows.length === Math.min(limit, found) && ascending(rows, after)) return { rows, found, bytes };
  }
  throw fail("moneyworks.unstable", { table: schema.table });
}

/**
 * One record in XML, and how many match. Where just this record cannot be exported, an expression counts, and `xml` is null.
 * @throws what the export threw when the expression does not work either
 */
export async function lookAtFirst(
  client: Client,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<{ readonly xml: XmlExport | null; readonly found: number }> {
  try {
    const xml = await client.exportXml({ ...request, limit: 1, tries: request.tries ?? TRIES_OF_FIRST }, signal);
    return { xml, found: xml.found };
  } catch (error) {
    if (!mayBeOneRecord(error)) throw error;
    const found = await client.countMatches(request.schema, request.search, signal).catch(() => {
      signal.throwIfAborted();
      throw error;
    });
    return { xml: null, found };
  }
}

async function readAsXml(client: Client, request: ListRequest, signal: AbortSignal): Promise<NumberedList> {
  const xml = await client.exportXml({ ...request, limit: Math.min(request.limit, MAX_XML) }, signal);
  return { rows: rowsOf(request, xml), found: xml.found, bytes: xml.bytes };
}

/** A table whose list is none (numbers with separators, an unevaluated format) may still be read as XML. */
function unlessNoList(numbered: boolean): (reason: unknown) => null {
  return (reason) => {
    const none = reason instanceof TidemarkError && reason.code === "moneyworks.no-sequence-numbers";
    if (none && numbered) return null;
    throw reason;
  };
}

function rowsOf({ schema, more = [] }: ListRequest, xml: XmlExport): readonly ManifestRow[] {
  return completeRecords(schema, xml).map(({ seq, modtime, record }) => {
    const values = more.map((field) => {
      const name = fieldName(schema, field);
      return record.fields.find((one) => one.name === name)?.value;
    });
    return { seq, modtime, numbers: values.filter((value) => value !== undefined).map(Number) };
  });
}

function ascending(rows: readonly ManifestRow[], after: number): boolean {
  return rows.every(({ seq }, index) => seq > (index === 0 ? after : (rows[index - 1]?.seq ?? 0)));
}

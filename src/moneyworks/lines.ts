import { fail } from "../domain/errors/tidemark-error.ts";
import { BLANK_MODTIME } from "../domain/ids.ts";
import type { ParentsPage } from "../domain/ports/source.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { Client, ExportRequest, XmlExport } from "./client.ts";
import { completeRecords, type ManifestRow } from "./manifest.ts";
import { fieldName } from "./search.ts";
import { readManifest } from "./table-reader.ts";

/** Rounds of counting and listing before the lines count as unreadable for now. */
const MAX_ROUNDS = 4;

/**
 * One page of transaction lines, by the list where that works: a line in XML is some 30 times as long. Only XML says how
 * many lines match, so one line is asked for in XML first; a quiet document needs no more than that.
 */
export async function readLines(
  client: Client,
  request: ExportRequest & { readonly customFormat: boolean },
  signal: AbortSignal,
): Promise<ParentsPage> {
  const { schema, limit, customFormat } = request;
  if (!customFormat) return pageOf(await xmlRows(client, request, signal));
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const first = await xmlRows(client, { ...request, limit: 1 }, signal);
    if (first.found <= 1) return pageOf(first);
    const { rows } = await readManifest(client, { ...request, more: ["parentseq"] }, signal);
    const complete = rows.length === Math.min(limit, first.found) && rows[0]?.seq === first.rows[0]?.seq;
    if (complete && ascending(rows, request.after)) return pageOf({ rows, found: first.found });
  }
  throw fail("moneyworks.unstable", { table: schema.table });
}

interface Lines {
  readonly rows: readonly ManifestRow[];
  readonly found: number;
}

async function xmlRows(client: Client, request: ExportRequest, signal: AbortSignal): Promise<Lines> {
  const xml = await client.exportXml(request, signal);
  return { rows: rowsOf(request.schema, xml), found: xml.found };
}

function rowsOf(schema: TableSchema, xml: XmlExport): readonly ManifestRow[] {
  const parent = fieldName(schema, "parentseq");
  return completeRecords(schema, xml).map(({ seq, modtime, record }) => {
    const value = record.fields.find(({ name }) => name === parent)?.value;
    return { seq, modtime, numbers: value === undefined ? [] : [Number(value)] };
  });
}

function ascending(rows: readonly ManifestRow[], after: number): boolean {
  return rows.every(({ seq }, index) => seq > (index === 0 ? after : (rows[index - 1]?.seq ?? 0)));
}

/** A line without a parent belongs to no transaction and counts as read. */
function pageOf({ rows, found }: Lines): ParentsPage {
  const parents = new Set(rows.flatMap(({ numbers }) => numbers).filter((number) => number > 0));
  return {
    parents: [...parents].sort((a, b) => a - b),
    lines: rows.length,
    highest:
      rows
        .map(({ modtime }) => modtime)
        .sort()
        .at(-1) ?? BLANK_MODTIME,
    lastLine: rows.at(-1)?.seq ?? 0,
    found,
  };
}

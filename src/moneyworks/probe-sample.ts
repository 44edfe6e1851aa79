import { mayBeOneRecord } from "../domain/errors/one-record.ts";
import type { ErrorCode } from "../domain/errors/registry.ts";
import { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../domain/schema/schema.ts";
import { type Client, type ExportRequest, NO_EXPRESSION, type XmlExport } from "./client.ts";
import { completeRecords } from "./manifest.ts";
import { compare, fieldName } from "./search.ts";
import { readManifest } from "./table-reader.ts";

/** A record to try searches on. */
export interface Sample {
  readonly schema: TableSchema;
  readonly seq: number;
  readonly modtime: Modtime;
}

/** Small tables that nearly every document has records in, then the others that matter. */
const PROBED: readonly string[] = ["account", "taxrate", "name", "transaction"];

const NO_ACCESS: ReadonlySet<string> = new Set<ErrorCode>([
  "moneyworks.empty-answer",
  "moneyworks.no-table",
  "moneyworks.no-modtime",
  "moneyworks.no-sequence-numbers",
]);

/**
 * The first record of the first table that has one; null for a document without any.
 * @throws the last error when not one of the tables could be read
 */
export async function findSample(
  client: Client,
  tables: readonly TableName[] | null,
  signal: AbortSignal,
): Promise<Sample | null> {
  let readable = false;
  let refused: TidemarkError | null = null;
  for (const schema of probedSchemas(tables)) {
    const first = await firstOf(client, schema, signal);
    if (first instanceof TidemarkError) refused = first;
    else if (first !== null) return first;
    else readable = true;
  }
  if (!readable && refused !== null) throw refused;
  return null;
}

/** A list of the sample by a custom format says the same as its XML. */
export async function probeCustomFormat(client: Client, { schema, seq, modtime }: Sample, signal: AbortSignal) {
  try {
    const { rows } = await readManifest(client, firstRequest(schema), signal);
    return rows.length === 1 && rows[0]?.seq === seq && rows[0].modtime >= modtime;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function probedSchemas(tables: readonly TableName[] | null): readonly TableSchema[] {
  const known = [...SCHEMA.values()].filter(({ table }) => PROBED.includes(table) && (tables?.includes(table) ?? true));
  return known.sort((a, b) => PROBED.indexOf(a.table) - PROBED.indexOf(b.table));
}

async function firstOf(
  client: Client,
  schema: TableSchema,
  signal: AbortSignal,
): Promise<Sample | null | TidemarkError> {
  try {
    const xml: XmlExport = await client.exportXml(firstRequest(schema), signal);
    const [first] = completeRecords(schema, xml);
    return first === undefined ? null : { schema, seq: first.seq, modtime: first.modtime };
  } catch (error) {
    // One record may be unreadable: another table has others.
    if (isRefusal(error) || mayBeOneRecord(error)) return error;
    throw error;
  }
}

function firstRequest(schema: TableSchema): ExportRequest {
  return { schema, search: compare(fieldName(schema, "sequencenumber"), ">", 0), after: 0, limit: 1 };
}

function isRefusal(error: unknown): error is TidemarkError {
  return error instanceof TidemarkError && (NO_ACCESS.has(error.code) || NO_EXPRESSION.has(error.code));
}

import { fail } from "../domain/errors/tidemark-error.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import type { Client, ExportRequest, XmlExport } from "./client.ts";
import { manifestFormat } from "./expressions.ts";
import { completeRecords, joinManifest, type ManifestRow, parseManifest, withSequenceNumber } from "./manifest.ts";

/** Records of one export, each with its number and modtime. */
export interface ReadRecords {
  readonly records: readonly SourceRecord[];
  /** Names of the elements in their XML, as in `ParsedExport`. */
  readonly fields: readonly string[];
  readonly found: number;
  readonly bytes: number;
  readonly replaced: number;
}

/** Rounds of manifest, XML, manifest before a table counts as unreadable for now. */
const MAX_ROUNDS = 4;

/**
 * Reads records with their sequence numbers: from the XML where it has them, otherwise (payments, observed on 9.2.1)
 * from a custom-format list of the same search.
 */
export class TableReader {
  readonly #client: Client;
  /** Tables whose XML turned out to have no sequence numbers. */
  readonly #numberless = new Set<TableSchema>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** @throws `moneyworks.no-sequence-numbers`, `.no-modtime`, `.unstable` and what the client throws */
  async read(request: ExportRequest, customFormat: boolean, signal: AbortSignal): Promise<ReadRecords> {
    const { schema } = request;
    if (!this.#listed(schema)) {
      const xml = await this.#client.exportXml(request, signal);
      if (xml.records.every(({ seq }) => seq !== null)) return { ...xml, records: completeRecords(schema, xml) };
      this.#numberless.add(schema);
    }
    return customFormat ? this.#readListed(request, signal) : this.#readEmpty(request, signal);
  }

  /** Without numbers and without a list of them, only a set without records can be read. */
  async #readEmpty(request: ExportRequest, signal: AbortSignal): Promise<ReadRecords> {
    const xml = await this.#client.exportXml(request, signal);
    if (xml.found > 0) throw fail("moneyworks.no-sequence-numbers", { table: request.schema.table });
    return { ...xml, records: [] };
  }

  #listed(schema: TableSchema): boolean {
    return this.#numberless.has(schema) || schema.field.get("sequencenumber")?.inXml === false;
  }

  async #readListed(request: ExportRequest, signal: AbortSignal): Promise<ReadRecords> {
    const { schema } = request;
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const before = await readManifest(this.#client, request, signal);
      const xml = await this.#client.exportXml(request, signal);
      const after = await readManifest(this.#client, request, signal);
      requireModtimes(schema, xml);
      const joined = joinManifest(before.rows, xml, after.rows);
      if (joined !== null) {
        const bytes = before.bytes + xml.bytes + after.bytes;
        return { ...xml, bytes, records: joined.map((record) => withSequenceNumber(schema, record)) };
      }
    }
    throw fail("moneyworks.unstable", { table: schema.table });
  }
}

/** A list of the records that an export would hold. @throws `moneyworks.no-sequence-numbers` when it is no such list */
export async function readManifest(
  client: Client,
  request: ExportRequest & { readonly more?: readonly string[] },
  signal: AbortSignal,
): Promise<{ readonly rows: readonly ManifestRow[]; readonly bytes: number }> {
  const { schema, more = [] } = request;
  const { text, body } = await client.exportText(request, manifestFormat(schema, ...more), signal);
  const rows = parseManifest(text, more.length);
  if (rows === null) throw fail("moneyworks.no-sequence-numbers", { table: schema.table });
  return { rows, bytes: body.length };
}

function requireModtimes(schema: TableSchema, xml: XmlExport): void {
  const missing = xml.records.some(({ modtime }) => modtime === null);
  if (missing) throw fail("moneyworks.no-modtime", { table: schema.table });
}

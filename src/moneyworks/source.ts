import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../domain/ids.ts";
import type {
  BytesRequest,
  Contact,
  Page,
  PageRequest,
  ParentsPage,
  ServerTime,
  Source,
  StampsPage,
} from "../domain/ports/source.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { Client, type ClientOptions, type ExportRequest } from "./client.ts";
import { describeEndpoint, type Endpoint, nameDocument } from "./endpoint.ts";
import { ONE } from "./expressions.ts";
import { readLines } from "./lines.ts";
import { lookAtFirst, readList } from "./list.ts";
import { packNumbers } from "./numbers.ts";
import { parseMoneyWorksUrl } from "./parse-url.ts";
import { type Abilities, probe, readDocumentId, readTables } from "./probe.ts";
import { sinceFilter } from "./probe-since.ts";
import { allOf, compare, fieldName, modifiedSince, type Search } from "./search.ts";
import { readServerTime } from "./server-time.ts";
import { TableReader } from "./table-reader.ts";
import { tableSchema } from "./tables.ts";

/** `url`, `password`, `folder`, `folderPassword` and `ca` are the `moneyworks.*` options; the rest are ports and bounds. */
export type SourceOptions = Omit<ClientOptions, "endpoint"> & {
  readonly url: string;
  readonly password?: string | null | undefined;
};

/** Most records a request may ask for, and most rows of a list: a row has some 26 bytes. */
const MAX_LIMIT = 1000;
const MAX_ROWS = 10_000;

/** A source that logs can name. */
export type NamedSource = Source & { describe(): string };

/** A document behind a Datacentre's REST service. Nothing is asked before the first call. @throws `moneyworks.url-*` */
export function createSource(options: SourceOptions): NamedSource {
  const endpoint = parseMoneyWorksUrl(options.url, options.password);
  return sourceOn(new Client({ ...options, endpoint }), options, endpoint);
}

/** @param client asks the document of `endpoint` */
export function sourceOn(client: Client, options: SourceOptions, endpoint: Endpoint): NamedSource {
  return new MoneyWorksSource(client, options, endpoint);
}

class MoneyWorksSource implements Source {
  readonly #options: SourceOptions;
  readonly #endpoint: Endpoint;
  readonly #client: Client;
  readonly #reader: TableReader;
  readonly #warned = new Set<string>();
  #known: Known | null = null;

  constructor(client: Client, options: SourceOptions, endpoint: Endpoint) {
    this.#options = options;
    this.#endpoint = endpoint;
    this.#client = client;
    this.#reader = new TableReader(client);
  }

  /** What logs call the document; holds nothing secret. */
  describe(): string {
    return describeEndpoint(this.#endpoint);
  }

  /** Version, document and tables are asked each time, abilities once for a version. */
  async contact(signal: AbortSignal): Promise<Contact> {
    const { text: version } = await this.#client.version(signal);
    const before = this.#known;
    const abilities = await this.#abilities(version, signal);
    const { capabilities, expressions } = abilities;
    const again = before?.abilities === abilities && expressions;
    const tables = again ? await readTables(this.#client, signal) : abilities.tables;
    const document = expressions ? await readDocumentId(this.#client, signal) : null;
    return { version, name: nameDocument(this.#endpoint), document, tables, capabilities };
  }

  async knock(signal: AbortSignal): Promise<TidemarkError | null> {
    try {
      await this.#client.evaluateOnce(ONE, signal);
      return null;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TidemarkError) return error;
      throw error;
    }
  }

  async time(signal: AbortSignal): Promise<ServerTime> {
    const { time } = await this.#ready(signal);
    return readServerTime(this.#client, time, signal);
  }

  async page({ table, ...range }: PageRequest, signal: AbortSignal): Promise<Page> {
    const request = await this.#request(tableSchema(table), range, signal);
    const { capabilities } = await this.#ready(signal);
    const read = await this.#reader.read(request, capabilities.customFormat, signal);
    const { records, fields, found, bytes, replaced } = read;
    return { records, fields, found, bytes, replaced };
  }

  async records(
    table: TableName,
    numbers: readonly number[],
    signal: AbortSignal,
    tries?: number,
  ): Promise<readonly SourceRecord[]> {
    const schema = tableSchema(table);
    const { capabilities } = await this.#ready(signal);
    const wanted = new Set(numbers);
    const records: SourceRecord[] = [];
    for (const { search, span, lowest } of packNumbers(fieldName(schema, "sequencenumber"), numbers, MAX_LIMIT)) {
      const request = { schema, search, after: lowest - 1, limit: span, tries };
      const read = await this.#reader.read(request, capabilities.customFormat, signal);
      records.push(...read.records.filter(({ seq }) => wanted.has(seq)));
    }
    return records;
  }

  async parentsOfModifiedLines(
    since: Modtime,
    after: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<ParentsPage> {
    const request = await this.#request(tableSchema("detail"), { after, limit, since }, signal);
    const { capabilities } = await this.#ready(signal);
    return readLines(this.#client, { ...request, customFormat: capabilities.customFormat }, signal);
  }

  async stamps({ table, ...range }: PageRequest, signal: AbortSignal): Promise<StampsPage> {
    const request = await this.#request(tableSchema(table), { ...range, most: MAX_ROWS }, signal);
    const { capabilities } = await this.#ready(signal);
    const { rows, ...whole } = await readList(this.#client, { ...request, ...capabilities }, signal);
    return { ...whole, rows: rows.map(({ seq, modtime }) => ({ seq, modtime })) };
  }

  async exportBytes({ table, after, limit, format }: BytesRequest, signal: AbortSignal): Promise<Uint8Array> {
    const request = await this.#request(tableSchema(table), { after, limit }, signal);
    return this.#client.exportBytes(request, format, signal);
  }

  async count(table: TableName, signal: AbortSignal): Promise<number> {
    const request = await this.#request(tableSchema(table), { after: 0, limit: 1 }, signal);
    return (await lookAtFirst(this.#client, request, signal)).found;
  }

  release(): Promise<void> {
    return this.#client.release();
  }

  async #request(schema: TableSchema, range: Range, signal: AbortSignal): Promise<ExportRequest> {
    const { after, limit, since, below, tries, most = MAX_LIMIT } = range;
    if (!Number.isInteger(limit) || limit < 1 || limit > most) {
      throw fail("internal.bad-id", { kind: "page size", value: limit });
    }
    const number = fieldName(schema, "sequencenumber");
    const terms: Search[] = [compare(number, ">", after)];
    if (below !== undefined) terms.push(compare(number, "<=", below - 1));
    if (since !== undefined) terms.push(...(await this.#sinceTerms(schema, since, signal)));
    return { schema, search: allOf(...terms), after, limit, tries };
  }

  /** No term where the server has no such search: then everything is read, as `capabilities` told the caller. */
  async #sinceTerms(schema: TableSchema, since: Modtime, signal: AbortSignal): Promise<readonly Search[]> {
    const { capabilities, time } = await this.#ready(signal);
    const way = { client: this.#client, time, way: capabilities.modifiedSince };
    const filter = await sinceFilter(way, since, signal);
    return filter === null ? [] : [modifiedSince(fieldName(schema, "lastmodifiedtime"), filter)];
  }

  async #ready(signal: AbortSignal): Promise<Abilities> {
    if (this.#known !== null) return this.#known.abilities;
    const { text: version } = await this.#client.version(signal);
    return this.#abilities(version, signal);
  }

  async #abilities(version: string, signal: AbortSignal): Promise<Abilities> {
    const known = this.#known;
    const now = this.#options.clock.monotonic();
    if (known !== null && known.version === version && isGood(known, now)) return known.abilities;
    const warn = (message: string) => this.#warnOnce(message);
    const abilities = await probe({ client: this.#client, clock: this.#options.clock, warn }, signal);
    this.#known = { version, abilities, at: now };
    return abilities;
  }

  #warnOnce(message: string): void {
    if (!this.#warned.has(message)) this.#options.log.write("warn", message, { document: this.describe() });
    this.#warned.add(message);
  }
}

/** What did not work may have been a bad minute of the server: it is tried again after so long. */
const DOUBTS_LAST_MS = 3_600_000;

interface Known {
  readonly version: string;
  readonly abilities: Abilities;
  /** When they were probed, ms on the steady clock. */
  readonly at: number;
}

function isGood({ abilities, at }: Known, now: number): boolean {
  const { settled, expressions, capabilities } = abilities;
  const all = capabilities.customFormat && capabilities.timestamp && capabilities.modifiedSince === "texttodate";
  return settled && ((expressions && all) || now - at < DOUBTS_LAST_MS);
}

interface Range extends Omit<PageRequest, "table"> {
  /** The largest `limit` allowed. */
  readonly most?: number;
}

import { parseExport } from "../../../src/canonical/parse-export.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import { BLANK_MODTIME, type Modtime } from "../../../src/domain/ids.ts";
import type {
  Contact,
  Page,
  PageRequest,
  ParentsPage,
  ServerTime,
  Source,
  StampsPage,
} from "../../../src/domain/ports/source.ts";
import type { SourceRecord } from "../../../src/domain/record.ts";
import { changePath, type Dataset, pagePath, TABLE_SCHEMA } from "../input/dataset.ts";
import type { Stopwatch } from "../measure/stopwatch.ts";

/** Later than every modtime of the input. */
export const SERVER_TIME = "20260101000000" as Modtime;

/**
 * MoneyWorks without the network: the bytes that a server would send come from files and are parsed as the client
 * parses them. Reading is asynchronous, as an answer is, so that a push under way can go on meanwhile.
 */
export class ReplaySource implements Source {
  readonly #dataset: Dataset;
  readonly #stopwatch: Stopwatch;
  readonly #pageAfter: ReadonlyMap<number, number>;
  /** Which round of changes a poll finds. */
  round = 0;

  constructor(dataset: Dataset, stopwatch: Stopwatch) {
    this.#dataset = dataset;
    this.#stopwatch = stopwatch;
    const ends = dataset.pages.map(({ lastSeq }) => lastSeq);
    this.#pageAfter = new Map([0, ...ends].map((after, page) => [after, page]));
  }

  async contact(): Promise<Contact> {
    const capabilities = { modifiedSince: "texttodate", customFormat: true, timestamp: true } as const;
    return { version: "9.2.1", name: "replayed", document: null, tables: null, capabilities };
  }

  async knock(): Promise<null> {
    return null;
  }

  async time(): Promise<ServerTime> {
    const now = Date.now();
    return { local: SERVER_TIME, utc: now, askedAt: now, answeredAt: now };
  }

  async page({ after, since }: PageRequest): Promise<Page> {
    if (since !== undefined) return await this.#read(changePath(this.#dataset.directory, this.round), 0);
    const page = this.#pageAfter.get(after) ?? this.#dataset.pages.length;
    const left = this.#dataset.pages.slice(page + 1).reduce((sum, { records }) => sum + records, 0);
    return await this.#read(pagePath(this.#dataset.directory, page), left);
  }

  async parentsOfModifiedLines(): Promise<ParentsPage> {
    return { parents: [], lines: 0, highest: BLANK_MODTIME, lastLine: 0, found: 0 };
  }

  async records(): Promise<readonly SourceRecord[]> {
    throw fail("internal.unexpected", { reason: "no benchmark asks for single records" });
  }

  async stamps(): Promise<StampsPage> {
    throw fail("internal.unexpected", { reason: "no benchmark sweeps through this source" });
  }

  async exportBytes(): Promise<Uint8Array> {
    throw fail("internal.unexpected", { reason: "no benchmark asks for raw answers" });
  }

  async count(): Promise<number> {
    return this.#dataset.records;
  }

  async release(): Promise<void> {}

  async #read(path: string, left: number): Promise<Page> {
    const bytes = await Bun.file(`${path}.xml`).bytes();
    const parsed = this.#stopwatch.time("source.parse", () => parseExport(bytes, TABLE_SCHEMA));
    const records = parsed.records as readonly SourceRecord[];
    const { fields, replaced } = parsed;
    return { records, fields, found: records.length + left, bytes: bytes.length, replaced };
  }
}

import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Modtime } from "../domain/ids.ts";
import type { Page } from "../domain/ports/source.ts";
import type { SetAside } from "../domain/ports/staging-quarantine.ts";
import type { SourceRecord } from "../domain/record.ts";
import type { TableSchema } from "../domain/schema/schema.ts";
import { type Canonical, canonicalize } from "./canonicalize.ts";
import type { RunContext } from "./context.ts";
import type { FieldsSeen } from "./fields-seen.ts";
import { laterOf } from "./modtime.ts";
import { orOneRecord, requireRecordsAtFault } from "./quarantine/at-fault.ts";
import { Narrowing } from "./quarantine/narrowing.ts";
import { Suspects } from "./quarantine/suspects.ts";
import { judgeFirst, judgeKnown } from "./quarantine/verdict.ts";
import type { Tally } from "./tally.ts";

export interface TablePage {
  readonly records: readonly Canonical[];
  /**
   * The page covers sequence numbers greater than `after`, up to and including `upTo` (null: no upper bound), except for
   * `unread`: records there that cannot be read.
   */
  readonly after: number;
  readonly upTo: number | null;
  readonly unread: ReadonlySet<number>;
  /** Those among them that this reading tried: to be set aside with the page, for the first time or once more. */
  readonly setAside: readonly SetAside[];
  /** Numbers that were set aside and can be read again, or are gone. */
  readonly released: readonly number[];
}

export interface PagesRequest {
  readonly schema: TableSchema;
  readonly after: number;
  readonly since?: Modtime | undefined;
  /** Numbers that are set aside, ascending: pages end before them and go on behind. */
  readonly known?: readonly number[];
  /** Each of them is tried again, once, alone. */
  readonly retry?: boolean;
}

/** The part of a run's context that reading pages takes. */
export interface PagesContext {
  readonly ports: Pick<RunContext["ports"], "source">;
  readonly settings: Pick<RunContext["settings"], "chunk">;
  readonly request: Pick<RunContext["request"], "signal">;
  readonly progress: Pick<RunContext["progress"], "read">;
  readonly tally: Pick<Tally, "add">;
  /** Learns which fields the pages show; absent: nobody asks. */
  readonly fields?: Pick<FieldsSeen, "see">;
}

/**
 * A table page by page in ascending order of sequence number. The next page is asked for before this one is handed
 * out, so that the server works while we do; still one request at a time. Ends with the page that holds all that matched;
 * every further request starts behind the last record received.
 * Records that cannot be read are gone past: a page that fails is asked for in halves, down to the record, which is handed
 * out as `setAside` once another record of the table was read.
 * @throws what the source throws when it is not a record's doing · sync.unreadable · sync.too-many-unreadable
 */
export async function* readPages(context: PagesContext, request: PagesRequest): AsyncGenerator<TablePage> {
  const reading = new Reading(context, request);
  for (const number of request.known ?? []) {
    if (number <= request.after) continue;
    yield* reading.upTo(number);
    if (request.retry === true) yield* reading.retry(number);
    else reading.leaveOut(number);
  }
  yield* reading.upTo(null);
}

/** The highest stamp of a page or before it: the marker passes what is set aside too. */
export function highestOf({ records, setAside }: TablePage, before: Modtime): Modtime {
  const stamps = [...records, ...setAside].flatMap(({ modtime }) => modtime ?? []);
  return stamps.reduce(laterOf, before);
}

class Reading {
  readonly #context: PagesContext;
  readonly #request: PagesRequest;
  readonly #narrowing: Narrowing;
  readonly #suspects: Suspects;
  /** The next question begins behind this number, the next page that is handed out behind `#start`. */
  #after: number;
  #start: number;
  #unread: number[] = [];
  #released: number[] = [];

  constructor(context: PagesContext, request: PagesRequest) {
    this.#context = context;
    this.#request = request;
    this.#after = request.after;
    this.#start = request.after;
    this.#narrowing = new Narrowing(context.settings.chunk);
    this.#suspects = new Suspects(request.schema.table, request.known ?? []);
  }

  /** Everything below a number that is set aside, or all that is left. */
  async *upTo(below: number | null): AsyncGenerator<TablePage> {
    if (below !== null && below <= this.#after + 1) return;
    let next: Promise<Page> | null = this.#ask(below);
    while (next !== null) {
      const page: Page | TidemarkError = await orOneRecord(next);
      if (page instanceof TidemarkError) {
        const single = await this.#narrow(page, below);
        next = this.#ask(below);
        if (single !== null) yield* this.#handOut(single, this.#after);
        continue;
      }
      const { bytes, found, fields }: Page = page;
      const records: Page["records"] = page.records;
      const last: boolean = records.length >= found;
      const end = records.at(-1)?.seq ?? this.#after;
      if (!last && end <= this.#after) throw fail("sync.no-progress", { table: this.#table, after: end });
      this.#context.fields?.see(this.#table, fields);
      this.#narrowing.read(records.length);
      if (last) this.#narrowing.passed();
      this.#after = last && below !== null ? below - 1 : end;
      const upTo = last && below === null ? null : this.#after;
      next = last ? null : this.#ask(below);
      this.#context.progress.read(this.#table, records.length, bytes);
      yield* this.#handOut(records, upTo);
    }
  }

  /** A number that is set aside, once more. */
  async *retry(number: number): AsyncGenerator<TablePage> {
    const verdict = await judgeKnown(this.#context, this.#table, number);
    this.#after = number;
    if (verdict.kind === "unreadable") {
      this.#leave(verdict.record);
      return;
    }
    this.#released.push(number);
    yield* this.#handOut(verdict.kind === "readable" ? [verdict.record] : [], number);
  }

  leaveOut(number: number): void {
    this.#after = number;
    this.#unread.push(number);
  }

  get #table() {
    return this.#request.schema.table;
  }

  #place(below: number | null) {
    return { table: this.#table, after: this.#after, below: below ?? undefined, since: this.#request.since };
  }

  #ask(below: number | null): Promise<Page> {
    const { ports, request } = this.#context;
    const tries = this.#narrowing.careful ? 1 : undefined;
    const page = ports.source.page({ ...this.#place(below), limit: this.#narrowing.next(), tries }, request.signal);
    // The consumer may leave before it awaits a page that was asked for ahead; that rejection is then nobody's.
    page.catch(() => {});
    return page;
  }

  /** After a question failed. Goes past a record that cannot be read; returns one that could after all. */
  async #narrow(error: TidemarkError, below: number | null): Promise<readonly SourceRecord[] | null> {
    const place = this.#place(below);
    if (!this.#narrowing.careful) await requireRecordsAtFault(this.#context, place, error);
    if (!this.#narrowing.failed()) return null;
    const verdict = await judgeFirst(this.#context, place, error);
    this.#narrowing.passed();
    this.#after = verdict.kind === "gone" ? verdict.seq : verdict.record.seq;
    if (verdict.kind === "unreadable") this.#leave(verdict.record);
    return verdict.kind === "readable" ? [verdict.record] : null;
  }

  #leave(record: SetAside): void {
    this.#suspects.add(record);
    this.#unread.push(record.seq);
  }

  /** Nothing is handed out while records wait to be set aside and none was read after them: a page must not pass them. */
  async *#handOut(read: readonly SourceRecord[], upTo: number | null): AsyncGenerator<TablePage> {
    let setAside = this.#suspects.after(read);
    if (upTo === null && setAside.length === 0) setAside = await this.#suspects.atEnd(this.#context);
    if (!this.#suspects.isEmpty) return;
    const records = read.map((record) => canonicalize(this.#request.schema, record));
    this.#context.tally.add(this.#table, { read: records.length });
    const [after, unread, released] = [this.#start, new Set(this.#unread), this.#released];
    this.#start = upTo ?? this.#after;
    this.#unread = [];
    this.#released = [];
    yield { records, after, upTo, unread, setAside, released };
  }
}

import type { Modtime } from "../../domain/ids.ts";
import type { Source, StampsPage } from "../../domain/ports/source.ts";
import type { ByteDifference, RepeatResult, RepeatVerdict, XmlFormat } from "../../domain/repeat.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { describeDifference, firstDifference } from "../../moneyworks/repeat/difference.ts";
import { FieldOrder } from "../../moneyworks/repeat/field-order.ts";
import { FormReader } from "../../moneyworks/repeat/form.ts";
import { isPrivate } from "../../sync/private-fields.ts";

export interface RepeatScene {
  readonly source: Source;
  readonly signal: AbortSignal;
  /** Records a request, 1 to 1000. */
  readonly chunk: number;
  /** `table.field` names whose values are shown nowhere. */
  readonly hidden: ReadonlySet<string>;
  /** The server finds lines by their stamps. */
  readonly searchesByTime: boolean;
  /** Records compared so far, of one table. */
  readonly onRecords: (records: number) => void;
}

const FORMATS: readonly XmlFormat[] = ["xml-verbose", "xml-terse"];
/** A page that changes while it is compared is asked for so many times in all. */
const ROUNDS = 3;

/**
 * Exports a table page by page, each page twice in each format, and compares the answers byte by byte. Lists of numbers and
 * stamps taken before and after tell whether records changed in between: then the page is asked for again.
 * @throws what the source throws
 */
export async function repeatTable(scene: RepeatScene, schema: TableSchema): Promise<readonly RepeatResult[]> {
  const repeat = new TableRepeat(scene, schema);
  for (let after: number | null = 0; after !== null; ) after = await repeat.page(after);
  return repeat.results();
}

/** What is known of one format so far. */
interface Strand {
  readonly format: XmlFormat;
  readonly order: FieldOrder;
  readonly form: FormReader;
  answers: number;
  bytes: number;
  changed: boolean;
  difference: ByteDifference | null;
}

interface Pair {
  readonly strand: Strand;
  readonly answers: readonly [Uint8Array, Uint8Array];
}

class TableRepeat {
  readonly #scene: RepeatScene;
  readonly #schema: TableSchema;
  readonly #strands: readonly Strand[];
  #records = 0;

  constructor(scene: RepeatScene, schema: TableSchema) {
    this.#scene = scene;
    this.#schema = schema;
    this.#strands = FORMATS.map((format) => {
      const order = new FieldOrder();
      return { format, order, form: new FormReader(order), answers: 0, bytes: 0, changed: false, difference: null };
    });
  }

  /** @returns where the next page begins; null: this was the last one */
  async page(after: number): Promise<number | null> {
    let stamps = await this.#stamps(after);
    let open = this.#strands.filter(({ difference }) => difference === null);
    for (let round = 1; round <= ROUNDS && open.length > 0; round += 1) {
      const since = await this.#now();
      const pairs = await this.#ask(open, after);
      if (round === 1) for (const { strand, answers } of pairs) this.#read(strand, answers[0]);
      const parted = pairs.filter(({ answers: [a, b] }) => firstDifference(a, b) !== null);
      open = parted.map(({ strand }) => strand);
      if (parted.length === 0) break;
      const now = await this.#stamps(after);
      if (isSame(stamps, now) && !(await this.#linesChanged(since))) {
        for (const pair of parted) await this.#note(pair, after);
        open = [];
      }
      stamps = now;
    }
    for (const strand of open) strand.changed = true;
    return this.#next(stamps);
  }

  results(): readonly RepeatResult[] {
    return this.#strands.map((strand) => ({
      table: this.#schema.table,
      format: strand.format,
      verdict: verdictOf(strand),
      records: this.#records,
      answers: strand.answers,
      bytes: strand.bytes,
      difference: strand.difference,
      form: strand.form.form(),
      error: null,
    }));
  }

  /** Each format twice, in turns: the server has done something else in between. */
  async #ask(strands: readonly Strand[], after: number): Promise<readonly Pair[]> {
    const first: Uint8Array[] = [];
    for (const strand of strands) first.push(await this.#export(strand, after));
    const pairs: Pair[] = [];
    for (const [index, strand] of strands.entries()) {
      pairs.push({ strand, answers: [first[index] ?? new Uint8Array(), await this.#export(strand, after)] });
    }
    return pairs;
  }

  async #export(strand: Strand, after: number): Promise<Uint8Array> {
    const { source, signal, chunk } = this.#scene;
    const { table } = this.#schema;
    const body = await source.exportBytes({ table, after, limit: chunk, format: strand.format }, signal);
    strand.answers += 1;
    strand.bytes += body.length;
    return body;
  }

  /** Terse records leave fields out, so what comes before what is learned from the verbose ones. */
  #read(strand: Strand, answer: Uint8Array): void {
    for (const { order } of this.#strands) if (order !== strand.order) strand.order.learn(order.names);
    strand.form.read(answer);
  }

  async #note({ strand, answers: [a, b] }: Pair, after: number): Promise<void> {
    const { hidden } = this.#scene;
    const { table } = this.#schema;
    const at = firstDifference(a, b) ?? 0;
    const found = describeDifference([a, b], at, (element) => isPrivate(hidden, table, element));
    const [again] = await this.#ask([strand], after);
    const lasting = again === undefined || firstDifference(...again.answers) !== null;
    strand.difference = { ...found, after, lasting };
  }

  #stamps(after: number): Promise<StampsPage> {
    const { source, signal, chunk } = this.#scene;
    return source.stamps({ table: this.#schema.table, after, limit: chunk }, signal);
  }

  async #now(): Promise<Modtime | null> {
    const { source, signal, searchesByTime } = this.#scene;
    const asked = searchesByTime && this.#schema.subfiles.length > 0;
    return asked ? (await source.time(signal)).local : null;
  }

  /** Lines have stamps of their own. */
  async #linesChanged(since: Modtime | null): Promise<boolean> {
    if (since === null) return false;
    const { source, signal } = this.#scene;
    return (await source.parentsOfModifiedLines(since, 0, 1, signal)).lines > 0;
  }

  #next({ rows, found }: StampsPage): number | null {
    this.#records += rows.length;
    this.#scene.onRecords(this.#records);
    const last = rows.at(-1)?.seq ?? null;
    return rows.length >= found ? null : last;
  }
}

function verdictOf({ difference, changed }: Strand): RepeatVerdict {
  if (difference !== null) return "differs";
  return changed ? "changed" : "repeats";
}

function isSame(a: StampsPage, b: StampsPage): boolean {
  if (a.found !== b.found || a.rows.length !== b.rows.length) return false;
  return a.rows.every(({ seq, modtime }, index) => seq === b.rows[index]?.seq && modtime === b.rows[index]?.modtime);
}

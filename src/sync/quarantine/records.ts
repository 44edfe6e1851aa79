import { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import type { SetAside } from "../../domain/ports/staging-quarantine.ts";
import type { SourceRecord } from "../../domain/record.ts";
import { type AskingContext, orOneRecord, requireRecordsAtFault } from "./at-fault.ts";
import { Suspects } from "./suspects.ts";
import { judgeFirst, judgeKnown, placeOf, type Verdict } from "./verdict.ts";

export interface NumbersRequest {
  readonly table: TableName;
  /** Ascending. */
  readonly numbers: readonly number[];
  /** Those of the table that are set aside, ascending: none is read along, and a wanted one is asked for alone. */
  readonly known: readonly number[];
}

export interface ReadRecords {
  /** Ascending; numbers that do not exist (any more) are missing. */
  readonly records: readonly SourceRecord[];
  /** Numbers that exist and cannot be read. */
  readonly setAside: readonly SetAside[];
}

/**
 * Records by number, past those that cannot be read: a batch that fails is asked for in halves, down to single records.
 * @throws what the source throws when it is not a record's doing · sync.unreadable · sync.too-many-unreadable
 */
export async function readRecords(context: AskingContext, request: NumbersRequest): Promise<ReadRecords> {
  const reader = new NumbersReader(context, request);
  for (const group of groupsBetween(request.numbers, request.known)) await reader.read(group);
  return reader.finish();
}

/** Those among the numbers asked for that were set aside and need not be any more: they were read, or are gone. */
export function releasedOf(
  numbers: readonly number[],
  known: readonly number[],
  setAside: readonly SetAside[],
): readonly number[] {
  const still = new Set(setAside.map(({ seq }) => seq));
  const before = new Set(known);
  return numbers.filter((number) => before.has(number) && !still.has(number));
}

/** Numbers with none of `known` between them; a wanted one that is known is a group of its own. */
export function groupsBetween(numbers: readonly number[], known: readonly number[]): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  let passed = 0;
  for (const number of [...numbers].sort((a, b) => a - b)) {
    while ((known[passed] ?? Number.POSITIVE_INFINITY) < number) passed += 1;
    const place = known[passed] === number ? 2 * passed + 1 : 2 * passed;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [number]);
    else group.push(number);
  }
  return [...groups.values()];
}

class NumbersReader {
  readonly #context: AskingContext;
  readonly #table: TableName;
  readonly #known: ReadonlySet<number>;
  readonly #suspects: Suspects;
  readonly #records: SourceRecord[] = [];
  readonly #setAside: SetAside[] = [];

  constructor(context: AskingContext, { table, known }: NumbersRequest) {
    this.#context = context;
    this.#table = table;
    this.#known = new Set(known);
    this.#suspects = new Suspects(table, known);
  }

  async read(numbers: readonly number[]): Promise<void> {
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (first === undefined || last === undefined) return;
    if (this.#known.has(first)) return this.#settle(await judgeKnown(this.#context, this.#table, first));
    const { source } = this.#context.ports;
    const found = await orOneRecord(source.records(this.#table, numbers, this.#context.request.signal));
    if (!(found instanceof TidemarkError)) return this.#take(found);
    await requireRecordsAtFault(this.#context, { table: this.#table, after: first - 1, below: last + 1 }, found);
    await this.#halve(numbers, found);
  }

  async finish(): Promise<ReadRecords> {
    this.#setAside.push(...(await this.#suspects.atEnd(this.#context)));
    return { records: this.#records, setAside: this.#setAside };
  }

  /** These failed together, with this error. */
  async #halve(numbers: readonly number[], error: TidemarkError): Promise<void> {
    const [only, second] = numbers;
    if (only === undefined) return;
    if (second === undefined) {
      return this.#settle(await judgeFirst(this.#context, placeOf(this.#table, only), error));
    }
    const middle = Math.ceil(numbers.length / 2);
    for (const half of [numbers.slice(0, middle), numbers.slice(middle)]) {
      const { source } = this.#context.ports;
      const found = await orOneRecord(source.records(this.#table, half, this.#context.request.signal, 1));
      if (found instanceof TidemarkError) await this.#halve(half, found);
      else this.#take(found);
    }
  }

  #settle(verdict: Verdict): void {
    if (verdict.kind === "unreadable") this.#suspects.add(verdict.record);
    if (verdict.kind === "readable") this.#take([verdict.record]);
  }

  #take(records: readonly SourceRecord[]): void {
    this.#records.push(...records);
    this.#setAside.push(...this.#suspects.after(records));
  }
}

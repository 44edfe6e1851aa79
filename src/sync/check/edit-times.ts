import type { Modtime } from "../../domain/ids.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import type { Canonical } from "../canonicalize.ts";
import { readModifiedLines } from "../modified-lines.ts";
import { shiftModtime } from "../modtime.ts";
import type { CheckContext } from "./context.ts";
import { type IsFresh, isWithin } from "./judge.ts";

/**
 * When the records of one table were edited, seen from a check. A transaction's lines have stamps of their own, so they are
 * asked for as well. The server is asked only when some record's time decides.
 */
export class EditTimes {
  readonly #context: CheckContext;
  readonly #schema: TableSchema;
  readonly #marker: Modtime;
  #sincePoll: ReadonlySet<number> | null = null;

  constructor(context: CheckContext, schema: TableSchema, marker: Modtime) {
    this.#context = context;
    this.#schema = schema;
    this.#marker = marker;
  }

  /** Tells which of these records, as they are now, were edited while the check ran. */
  async freshness(records: readonly Canonical[]): Promise<IsFresh> {
    const { ports, request, startedAt } = this.#context;
    const isLater = records.some(({ modtime }) => modtime > startedAt);
    const endedAt = isLater ? (await ports.source.time(request.signal)).local : startedAt;
    const isFresh = ({ modtime }: Canonical) => isWithin(modtime, startedAt, endedAt);
    if (records.every(isFresh)) return isFresh;
    const parents = await this.#parentsOfLinesSince(shiftModtime(startedAt, 1));
    return (record) => isFresh(record) || parents.has(record.seq);
  }

  /** Whether the record was stamped after the last poll, and before the check began. */
  async isSincePoll({ seq, modtime }: Canonical): Promise<boolean> {
    if (modtime >= this.#marker) return modtime <= this.#context.startedAt;
    this.#sincePoll ??= await this.#parentsOfLinesSince(this.#marker);
    return this.#sincePoll.has(seq);
  }

  async #parentsOfLinesSince(since: Modtime): Promise<ReadonlySet<number>> {
    const parents = new Set<number>();
    if (this.#schema.subfiles.length === 0 || !this.#context.searchesByTime) return parents;
    for await (const page of readModifiedLines(this.#context, since)) for (const one of page.parents) parents.add(one);
    return parents;
  }
}

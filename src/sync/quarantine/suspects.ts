import { fail } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import type { SetAside } from "../../domain/ports/staging-quarantine.ts";
import type { AskingContext } from "./at-fault.ts";
import { requireWitness } from "./witness.ts";

/** So many records of a table are set aside in one reading; more mean that something else is wrong. */
export const MOST_SET_ASIDE = 20;

/** Records of one table that could not be read, until another record of it could: only then they are set aside. */
export class Suspects {
  readonly #table: TableName;
  /** Numbers that were set aside before: they are not counted again. */
  readonly #known: ReadonlySet<number>;
  #waiting: SetAside[] = [];
  #fresh = 0;
  #good: number | null = null;

  constructor(table: TableName, known: Iterable<number>) {
    this.#table = table;
    this.#known = new Set(known);
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** @throws sync.too-many-unreadable */
  add(record: SetAside): void {
    if (!this.#known.has(record.seq)) this.#fresh += 1;
    if (this.#fresh > MOST_SET_ASIDE) {
      const { seq: number, reason } = record;
      throw fail("sync.too-many-unreadable", { table: this.#table, most: MOST_SET_ASIDE, number, reason });
    }
    this.#waiting.push(record);
  }

  /** After these records were read: all that waited. Nothing when none were. */
  after(read: readonly { readonly seq: number }[]): readonly SetAside[] {
    const last = read.at(-1);
    if (last === undefined) return [];
    this.#good = last.seq;
    return this.#take();
  }

  /** At the end, when nothing more will be read. @throws sync.unreadable when no other record can be read */
  async atEnd(context: AskingContext): Promise<readonly SetAside[]> {
    if (this.isEmpty) return [];
    const others = [...this.#known];
    await requireWitness(context, { table: this.#table, bad: this.#waiting, others, good: this.#good });
    return this.#take();
  }

  #take(): readonly SetAside[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}

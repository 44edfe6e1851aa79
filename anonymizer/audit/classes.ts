import type { TableName } from "../../src/domain/ids.ts";
import { Tally } from "./tally.ts";

/** How well a record of a table is hidden among others by the fields that may point to somebody. */
export interface Anonymity {
  readonly table: TableName;
  readonly fields: readonly string[];
  readonly records: number;
  /** Different combinations of these fields. */
  readonly classes: number;
  /** Records in the smallest class: k. */
  readonly smallest: number;
  /** Records that no other one is like. */
  readonly alone: number;
  /** Records in classes of fewer than five. */
  readonly belowFive: number;
  /** There were more combinations than are counted: the other figures are of those that came first. */
  readonly isPart: boolean;
}

/** 24 MB at most. */
const MOST_CLASSES = 1 << 20;
const FEW = 5;

/** Counts the classes of one table. */
export class Classes {
  readonly #tally = new Tally(MOST_CLASSES);
  #records = 0;

  constructor(
    private readonly table: TableName,
    private readonly fields: readonly string[],
  ) {}

  /** @param values of a record by field name without prefix; blank fields are left out */
  add(values: ReadonlyMap<string, string>): void {
    this.#records++;
    const text = this.fields.map((field) => values.get(field) ?? "").join("\0");
    this.#tally.add(Number(Bun.hash.wyhash(text) & 0x1f_ffff_ffff_ffffn));
  }

  result(): Anonymity {
    const counts = this.#tally.counts();
    let [smallest, alone, belowFive] = [counts[0] ?? 0, 0, 0];
    for (const count of counts) {
      smallest = Math.min(smallest, count);
      if (count === 1) alone++;
      if (count < FEW) belowFive += count;
    }
    const { table, fields } = this;
    const classes = counts.length;
    return { table, fields, records: this.#records, classes, smallest, alone, belowFive, isPart: this.#tally.isFull };
  }
}

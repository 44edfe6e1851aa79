import type { CheckTally } from "../../domain/check.ts";
import type { TableName } from "../../domain/ids.ts";

type Counts = Omit<CheckTally, "table">;

const ZERO: Counts = { read: 0, equal: 0, added: 0, changed: 0, deleted: 0, changedMeanwhile: 0, quarantined: 0 };

/** What a check has counted so far, table by table, and how many differences it has told. */
export class CheckTallies {
  readonly #tables = new Map<TableName, Counts>();
  shown = 0;

  add(table: TableName, delta: Partial<Counts>): void {
    const counts = this.#tables.get(table) ?? ZERO;
    const names = Object.keys(ZERO) as (keyof Counts)[];
    const sums = names.map((name) => [name, counts[name] + (delta[name] ?? 0)]);
    this.#tables.set(table, Object.fromEntries(sums) as unknown as Counts);
  }

  rows(): CheckTally[] {
    return [...this.#tables].map(([table, counts]) => ({ table, ...counts }));
  }

  differences(): number {
    return this.rows().reduce((sum, { added, changed, deleted }) => sum + added + changed + deleted, 0);
  }
}

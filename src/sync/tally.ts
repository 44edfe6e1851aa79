import type { TableName } from "../domain/ids.ts";
import type { TableTally } from "../domain/run.ts";

type Counts = Omit<TableTally, "table">;
type Delta = { readonly [K in keyof Counts]?: number };

/** What a run has done so far, table by table, in the order the tables were met. */
export class Tally {
  readonly #tables = new Map<TableName, Counts>();

  add(table: TableName, delta: Delta): void {
    const { read, added, changed, deleted, same } = this.#tables.get(table) ?? ZERO;
    this.#tables.set(table, {
      read: read + (delta.read ?? 0),
      added: added + (delta.added ?? 0),
      changed: changed + (delta.changed ?? 0),
      deleted: deleted + (delta.deleted ?? 0),
      same: same + (delta.same ?? 0),
    });
  }

  rows(): TableTally[] {
    return [...this.#tables].map(([table, counts]) => ({ table, ...counts }));
  }
}

const ZERO: Counts = { read: 0, added: 0, changed: 0, deleted: 0, same: 0 };

import type { TableName } from "../domain/ids.ts";
import type { SetAside } from "../domain/ports/staging-quarantine.ts";
import type { TableTally } from "../domain/run.ts";

type Counts = Omit<TableTally, "table" | "quarantined">;
type Delta = { readonly [K in keyof Counts]?: number };

/** What a run has done so far, table by table, in the order the tables were met. */
export class Tally {
  readonly #tables = new Map<TableName, Counts>();
  readonly #setAside = new Map<TableName, readonly SetAside[]>();
  readonly #quarantined = new Map<TableName, number>();

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

  /** Records that this run set aside and no run before it. */
  noteSetAside(table: TableName, records: readonly SetAside[]): void {
    if (records.length > 0) this.#setAside.set(table, [...this.setAside(table), ...records]);
  }

  setAside(table: TableName): readonly SetAside[] {
    return this.#setAside.get(table) ?? [];
  }

  /** How many records of the table are set aside at its end, whoever did it. */
  quarantined(table: TableName, records: number): void {
    this.add(table, {});
    this.#quarantined.set(table, records);
  }

  rows(): TableTally[] {
    return [...this.#tables].map(([table, counts]) => {
      const quarantined = this.#quarantined.get(table);
      return { table, ...counts, ...(quarantined === undefined ? {} : { quarantined }) };
    });
  }
}

const ZERO: Counts = { read: 0, added: 0, changed: 0, deleted: 0, same: 0 };

import type { TableName } from "../domain/ids.ts";

/** The fields that the pages of a run have shown, by table. */
export class FieldsSeen {
  readonly #tables = new Map<TableName, Set<string>>();

  /** @param fields of the records of one page; none when it has no records */
  see(table: TableName, fields: readonly string[]): void {
    if (fields.length === 0) return;
    const seen = this.#tables.get(table) ?? new Set();
    for (const field of fields) seen.add(field);
    this.#tables.set(table, seen);
  }

  /** Empty: the run has read no record of the table. */
  of(table: TableName): ReadonlySet<string> {
    return this.#tables.get(table) ?? new Set();
  }
}

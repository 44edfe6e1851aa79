import type { TableMarker } from "../domain/run.ts";
import type { Connection, NoParams } from "./connection.ts";

/** Table `pending_marker`: per table what the prepared commit says of it, and later what main says. */
export class PendingMarkers {
  readonly #hold;
  readonly #apply;
  readonly #forget;

  constructor(connection: Connection) {
    this.#hold = connection.prepare<never, { table: number; marker: string | null; records: number }>(
      "INSERT INTO pending_marker (table_id, marker, records) VALUES (:table, :marker, :records)",
    );
    this.#apply = connection.prepare<never, NoParams>(`
      UPDATE mirrored_table SET main_marker = pending_marker.marker, main_records = pending_marker.records
      FROM pending_marker WHERE pending_marker.table_id = mirrored_table.id`);
    this.#forget = connection.prepare<never, NoParams>("DELETE FROM pending_marker");
  }

  hold(table: number, { marker, records }: TableMarker): void {
    this.#hold.run({ table, marker, records });
  }

  applyHeld(): void {
    this.#apply.run({});
    this.#forget.run({});
  }

  forgetHeld(): void {
    this.#forget.run({});
  }
}

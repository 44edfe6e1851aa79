import type { TableName } from "../domain/ids.ts";
import type { FieldsNote, KnownField } from "../domain/ports/staging-fields.ts";
import type { Connection } from "./connection.ts";

type Entry = { table: number; name: string; at: number };

interface Stored {
  name: string;
  first_at: number;
  gone_at: number | null;
}

/** Table `known_field`: the fields that each table's exports have shown. */
export class KnownFields {
  readonly #put;
  readonly #lose;
  readonly #find;

  constructor(connection: Connection) {
    this.#put = connection.prepare<never, Entry>(`
      INSERT INTO known_field (table_id, name, first_at) VALUES (:table, :name, :at)
      ON CONFLICT (table_id, name) DO UPDATE SET gone_at = NULL`);
    this.#lose = connection.prepare<never, Entry>(
      "UPDATE known_field SET gone_at = :at WHERE table_id = :table AND name = :name AND gone_at IS NULL",
    );
    this.#find = connection.prepare<Stored, { table: string }>(`
      SELECT known_field.name AS name, first_at, gone_at
      FROM known_field JOIN mirrored_table ON mirrored_table.id = known_field.table_id
      WHERE mirrored_table.name = :table
      ORDER BY known_field.name`);
  }

  find(table: TableName): KnownField[] {
    return this.#find
      .all({ table })
      .map(({ name, first_at, gone_at }) => ({ name, firstAt: first_at, goneAt: gone_at }));
  }

  note(table: number, { at, appeared, vanished, returned }: FieldsNote): void {
    for (const name of [...appeared, ...returned]) this.#put.run({ table, name, at });
    for (const name of vanished) this.#lose.run({ table, name, at });
  }
}

import type { TableName } from "../domain/ids.ts";
import type { Quarantined, SetAside } from "../domain/ports/staging-quarantine.ts";
import { readOptionalModtime } from "./columns.ts";
import type { Connection } from "./connection.ts";

type Entry = { table: number; seq: number; modtime: string | null; code: string; reason: string; at: number };

interface Stored {
  name: string;
  seq: number;
  modtime: string | null;
  code: string;
  reason: string;
  first_at: number;
  last_at: number;
  tries: number;
}

/** Table `quarantine`: records that cannot be read. */
export class Quarantine {
  readonly #put;
  readonly #remove;
  readonly #find;

  constructor(connection: Connection) {
    this.#put = connection.prepare<never, Entry>(`
      INSERT INTO quarantine (table_id, seq, modtime, code, reason, first_at, last_at, tries)
      VALUES (:table, :seq, :modtime, :code, :reason, :at, :at, 1)
      ON CONFLICT (table_id, seq) DO UPDATE SET
        modtime = excluded.modtime, code = excluded.code, reason = excluded.reason, last_at = excluded.last_at,
        tries = tries + 1`);
    this.#remove = connection.prepare<never, { table: number; seq: number }>(
      "DELETE FROM quarantine WHERE table_id = :table AND seq = :seq",
    );
    this.#find = connection.prepare<Stored, { table: string | null }>(`
      SELECT mirrored_table.name AS name, seq, modtime, code, reason, first_at, last_at, tries
      FROM quarantine JOIN mirrored_table ON mirrored_table.id = quarantine.table_id
      WHERE :table IS NULL OR mirrored_table.name = :table
      ORDER BY name, seq`);
  }

  /** One more try, for a record that is there already. */
  put(table: number, at: number, { seq, modtime, code, reason }: SetAside): void {
    this.#put.run({ table, seq, modtime, code, reason, at });
  }

  remove(table: number, seq: number): void {
    this.#remove.run({ table, seq });
  }

  find(table: TableName | undefined): Quarantined[] {
    return this.#find.all({ table: table ?? null }).map(({ name, modtime, first_at, last_at, ...row }) => ({
      table: name as TableName,
      ...row,
      modtime: readOptionalModtime(modtime),
      firstAt: first_at,
      lastAt: last_at,
    }));
  }
}

import type { Oid, RecordKey } from "../domain/ids.ts";
import { readOid } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

/** Table `content`: the bodies of live records. */
export class Contents {
  readonly #get;
  readonly #put;
  readonly #remove;
  readonly #clear;

  constructor(connection: Connection) {
    this.#get = connection.prepare<{ oid: Uint8Array; body: Uint8Array }, { table: number; key: string }>(`
      SELECT record.oid, content.body FROM record JOIN content ON content.record_id = record.id
      WHERE record.table_id = :table AND record.key = :key AND record.oid IS NOT NULL`);
    this.#put = connection.prepare<never, { id: number; size: number; body: Uint8Array }>(`
      INSERT INTO content (record_id, size, body) VALUES (:id, :size, :body)
      ON CONFLICT (record_id) DO UPDATE SET size = excluded.size, body = excluded.body`);
    this.#remove = connection.prepare<never, { id: number }>("DELETE FROM content WHERE record_id = :id");
    this.#clear = connection.prepare<never, NoParams>("DELETE FROM content");
  }

  get(table: number, key: RecordKey): { oid: Oid; body: Uint8Array } | null {
    const row = this.#get.get({ table, key });
    return row === null ? null : { oid: readOid(row.oid), body: row.body };
  }

  put(id: number, { size, body }: { readonly size: number; readonly body: Uint8Array }): void {
    this.#put.run({ id, size, body });
  }

  remove(id: number): void {
    this.#remove.run({ id });
  }

  clear(): void {
    this.#clear.run({});
  }
}

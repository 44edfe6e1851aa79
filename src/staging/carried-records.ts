import type { Oid, RecordKey, TableName } from "../domain/ids.ts";
import type { DirtyRow } from "../domain/ports/staging.ts";
import { readOid, readOptionalOid } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

interface Held {
  key: string;
  main_oid: Uint8Array;
}

interface Stored {
  name: string;
  leaf: number;
  key: string;
  oid: Uint8Array | null;
  size: number | null;
  body: Uint8Array | null;
}

/**
 * What main holds of the records: `record.main_oid`, and table `carried` for the commit that is prepared. A row is
 * dirty while `oid` is not `main_oid`; the partial index `record_dirty` is exactly those rows.
 */
export class CarriedRecords {
  readonly #mainOids;
  readonly #tombstones;
  readonly #dirtyCount;
  readonly #dirty;
  readonly #carry;
  readonly #apply;
  readonly #forget;
  readonly #sweep;

  constructor(connection: Connection) {
    this.#mainOids = connection.prepare<Held, { table: number; keys: string }>(`
      SELECT key, main_oid FROM record
      WHERE table_id = :table AND key IN (SELECT value FROM json_each(:keys)) AND main_oid IS NOT NULL`);
    // The terms of index record_dirty, so that only rows that wait for a commit are looked at.
    this.#tombstones = connection.prepare<Held, { table: number }>(`
      SELECT key, main_oid FROM record INDEXED BY record_dirty
      WHERE table_id = :table AND oid IS NOT main_oid AND oid IS NULL AND main_oid IS NOT NULL ORDER BY leaf, key`);
    this.#dirtyCount = connection.prepare<{ rows: number }, NoParams>(
      "SELECT count(*) AS rows FROM record WHERE oid IS NOT main_oid",
    );
    // CROSS JOIN keeps the order of the loops: names, then the index, so that nothing is sorted or held.
    this.#dirty = connection.prepare<Stored, NoParams>(`
      SELECT mirrored_table.name, record.leaf, record.key, record.oid, content.size, content.body
      FROM mirrored_table
      CROSS JOIN record INDEXED BY record_dirty ON record.table_id = mirrored_table.id
      LEFT JOIN content ON content.record_id = record.id
      WHERE record.oid IS NOT record.main_oid
      ORDER BY mirrored_table.name, record.leaf, record.key`);
    this.#carry = connection.prepare<never, NoParams>(
      "INSERT INTO carried (record_id, oid) SELECT id, oid FROM record WHERE oid IS NOT main_oid",
    );
    // Not UPDATE … FROM: SQLite would walk all records and look each one up in carried.
    this.#apply = connection.prepare<never, NoParams>(`
      UPDATE record SET main_oid = (SELECT carried.oid FROM carried WHERE carried.record_id = record.id)
      WHERE id IN (SELECT record_id FROM carried)`);
    this.#forget = connection.prepare<never, NoParams>("DELETE FROM carried");
    this.#sweep = connection.prepare<never, NoParams>(`
      DELETE FROM record
      WHERE oid IS NULL AND main_oid IS NULL AND id NOT IN (SELECT record_id FROM carried)`);
  }

  mainOids(table: number, keys: readonly RecordKey[]): Map<RecordKey, Oid> {
    const rows = this.#mainOids.all({ table, keys: JSON.stringify(keys) });
    return new Map(rows.map(({ key, main_oid: oid }) => [key as RecordKey, readOid(oid)]));
  }

  tombstones(table: number): { key: RecordKey; mainOid: Oid }[] {
    const rows = this.#tombstones.all({ table });
    return rows.map(({ key, main_oid: oid }) => ({ key: key as RecordKey, mainOid: readOid(oid) }));
  }

  dirtyCount(): number {
    return this.#dirtyCount.get({})?.rows ?? 0;
  }

  *dirty(): Generator<DirtyRow, void, undefined> {
    for (const row of this.#dirty.iterate({})) yield readDirty(row);
  }

  /** Remembers what the commit being prepared carries. */
  carry(): void {
    this.#carry.run({});
  }

  /** Main holds what was carried; a row that changed since differs from it and stays dirty. */
  applyCarried(): void {
    this.#apply.run({});
    this.forgetCarried();
  }

  forgetCarried(): void {
    this.#forget.run({});
    this.sweep();
  }

  /** Removes rows that neither side holds, unless the prepared commit brings them to main. */
  sweep(): void {
    this.#sweep.run({});
  }
}

function readDirty({ name, leaf, key, oid, size, body }: Stored): DirtyRow {
  const id = readOptionalOid(oid);
  return { table: name as TableName, leaf, key: key as RecordKey, oid: id, body, size: size ?? 0 };
}

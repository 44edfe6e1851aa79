import type { Modtime, Oid, RecordKey } from "../domain/ids.ts";
import type { StagedRow, Upsert } from "../domain/ports/staging.ts";
import { oidBytes, readOid, readOptionalOid, readSeenModtime } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";
import type { KnownRow } from "./page-plan.ts";

const STAGED = "SELECT key, seq, modtime, oid, main_oid FROM record";
const KNOWN = "SELECT id, key, seq, oid FROM record";

/** Table `record`: its rows one by one or by the page. What main holds of them is in carried-records.ts. */
export class Records {
  readonly #interval;
  readonly #bySeq;
  readonly #byKey;
  readonly #knownByKey;
  readonly #knownBySeq;
  readonly #insert;
  readonly #seed;
  readonly #rewrite;
  readonly #touch;
  readonly #vacate;
  readonly #bury;
  readonly #leaf;
  readonly #unreadCount;
  readonly #unread;
  readonly #clear;

  constructor(connection: Connection) {
    this.#interval = connection.prepare<StoredRow, { table: number; after: number; upTo: number }>(
      `${STAGED} WHERE table_id = :table AND seq > :after AND seq <= :upTo ORDER BY seq`,
    );
    this.#bySeq = connection.prepare<StoredRow, Many>(
      `${STAGED} WHERE table_id = :table AND seq IN (SELECT value FROM json_each(:values))`,
    );
    this.#byKey = connection.prepare<StoredRow, { table: number; key: string }>(
      `${STAGED} WHERE table_id = :table AND key = :key AND oid IS NOT NULL`,
    );
    this.#knownByKey = connection.prepare<StoredKnown, Many>(
      `${KNOWN} WHERE table_id = :table AND key IN (SELECT value FROM json_each(:values))`,
    );
    this.#knownBySeq = connection.prepare<StoredKnown, Many>(
      `${KNOWN} WHERE table_id = :table AND seq IN (SELECT value FROM json_each(:values))`,
    );
    this.#insert = connection.prepare<never, Written & { table: number; leaf: number; key: string }>(`
      INSERT INTO record (table_id, leaf, key, seq, modtime, oid) VALUES (:table, :leaf, :key, :seq, :modtime, :oid)`);
    this.#seed = connection.prepare<never, { table: number; leaf: number; key: string; oid: Uint8Array }>(`
      INSERT INTO record (table_id, leaf, key, oid, main_oid) VALUES (:table, :leaf, :key, :oid, :oid)`);
    this.#rewrite = connection.prepare<never, Written & { id: number; leaf: number }>(`
      UPDATE record SET leaf = :leaf, seq = :seq, modtime = :modtime, oid = :oid WHERE id = :id`);
    this.#touch = connection.prepare<never, { id: number; seq: number | null; modtime: string }>(
      "UPDATE record SET seq = :seq, modtime = :modtime WHERE id = :id",
    );
    this.#vacate = connection.prepare<never, { id: number }>("UPDATE record SET seq = NULL WHERE id = :id");
    this.#bury = connection.prepare<never, { id: number }>(
      "UPDATE record SET seq = NULL, modtime = NULL, oid = NULL WHERE id = :id",
    );
    this.#leaf = connection.prepare<{ key: string; oid: Uint8Array }, { table: number; leaf: number }>(
      "SELECT key, oid FROM record WHERE table_id = :table AND leaf = :leaf AND oid IS NOT NULL",
    );
    this.#unreadCount = connection.prepare<{ rows: number }, { table: number }>(`
      SELECT count(*) AS rows FROM record WHERE table_id = :table AND modtime IS NULL AND oid IS NOT NULL`);
    this.#unread = connection.prepare<{ id: number; key: string }, { table: number }>(`
      SELECT id, key FROM record WHERE table_id = :table AND modtime IS NULL AND oid IS NOT NULL ORDER BY key`);
    this.#clear = connection.prepare<never, NoParams>("DELETE FROM record");
  }

  interval(table: number, after: number, upTo: number | null): StagedRow[] {
    return this.#interval.all({ table, after, upTo: upTo ?? Number.MAX_SAFE_INTEGER }).map(readStaged);
  }

  bySeq(table: number, numbers: readonly number[]): StagedRow[] {
    return this.#bySeq.all({ table, values: JSON.stringify(numbers) }).map(readStaged);
  }

  byKey(table: number, key: RecordKey): StagedRow | null {
    const row = this.#byKey.get({ table, key });
    return row === null ? null : readStaged(row);
  }

  /** Live rows and tombstones that hold one of the keys or one of the sequence numbers, each once. */
  known(table: number, keys: readonly RecordKey[], numbers: readonly number[]): KnownRow[] {
    const rows = new Map<number, KnownRow>();
    const byKey = this.#knownByKey.all({ table, values: JSON.stringify(keys) });
    const bySeq = this.#knownBySeq.all({ table, values: JSON.stringify(numbers) });
    for (const row of [...byKey, ...bySeq]) if (!rows.has(row.id)) rows.set(row.id, readKnown(row));
    return [...rows.values()];
  }

  /** A row that was not there. Returns its id. */
  insert(table: number, { leaf, key, seq, modtime, oid }: Upsert): number {
    return Number(this.#insert.run({ table, leaf, key, seq, modtime, oid: oidBytes(oid) }).lastInsertRowid);
  }

  /** A row that main holds and no read has met. Returns its id. */
  seed(table: number, row: { readonly leaf: number; readonly key: RecordKey; readonly oid: Oid }): number {
    const { leaf, key, oid } = row;
    return Number(this.#seed.run({ table, leaf, key, oid: oidBytes(oid) }).lastInsertRowid);
  }

  /** New content of a row, or life for a tombstone. */
  rewrite(id: number, { leaf, seq, modtime, oid }: Upsert): void {
    this.#rewrite.run({ id, leaf, seq, modtime, oid: oidBytes(oid) });
  }

  touch(id: number, seq: number | null, modtime: Modtime): void {
    this.#touch.run({ id, seq, modtime });
  }

  /** Lets go of the row's sequence number, so that another row can take it within this page. */
  vacate(id: number): void {
    this.#vacate.run({ id });
  }

  /** Makes a live row a tombstone. */
  bury(id: number): void {
    this.#bury.run({ id });
  }

  leaf(table: number, leaf: number): { key: RecordKey; oid: Oid }[] {
    return this.#leaf.all({ table, leaf }).map(({ key, oid }) => ({ key: key as RecordKey, oid: readOid(oid) }));
  }

  unreadCount(table: number): number {
    return this.#unreadCount.get({ table })?.rows ?? 0;
  }

  /** Seeded rows that no read has met, by key. */
  unread(table: number): { id: number; key: RecordKey }[] {
    return this.#unread.all({ table }).map(({ id, key }) => ({ id, key: key as RecordKey }));
  }

  clear(): void {
    this.#clear.run({});
  }
}

export type StoredRow = {
  key: string;
  seq: number | null;
  modtime: string | null;
  oid: Uint8Array;
  main_oid: Uint8Array | null;
};
type StoredKnown = { id: number; key: string; seq: number | null; oid: Uint8Array | null };
type Written = { seq: number; modtime: string; oid: Uint8Array };
type Many = { table: number; values: string };

export function readStaged({ key, seq, modtime, oid, main_oid: mainOid }: StoredRow): StagedRow {
  const ids = { oid: readOid(oid), mainOid: readOptionalOid(mainOid) };
  return { key: key as RecordKey, seq: seq ?? 0, modtime: readSeenModtime(modtime), ...ids };
}

function readKnown({ id, key, seq, oid }: StoredKnown): KnownRow {
  return { id, key: key as RecordKey, seq, oid: readOptionalOid(oid) };
}

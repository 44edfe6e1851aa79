import type { Modtime, RecordKey, TableName } from "../domain/ids.ts";
import type { AuditRow, AuditTable, Stamp } from "../domain/ports/staging-audit.ts";
import { readModtime, readOptionalModtime, readOptionalOid } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

const TABLE = "(SELECT id FROM mirrored_table WHERE name = :table)";
const READ = `FROM record WHERE table_id = ${TABLE} AND seq IS NOT NULL AND modtime IS NOT NULL AND oid IS NOT NULL`;

type ForTable = { table: string };

/** What only an audit asks of the file. */
export class AuditQueries {
  readonly #connection: Connection;
  readonly #tables;
  readonly #leaves;
  readonly #rows;
  readonly #parents;
  readonly #stamps;
  readonly #stampOf;
  readonly #unread;
  readonly #quarantined;
  readonly #settings;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#tables = connection.prepare<StoredTable, NoParams>(`
      SELECT name, live, marker, main_marker, main_records,
        (SELECT count(*) FROM record WHERE record.table_id = mirrored_table.id AND oid IS NOT NULL) AS rows
      FROM mirrored_table ORDER BY name`);
    this.#leaves = connection.prepare<{ leaf: number }, ForTable>(
      `SELECT DISTINCT leaf FROM record WHERE table_id = ${TABLE} ORDER BY leaf`,
    );
    this.#rows = connection.prepare<StoredRow, ForTable & { leaf: number }>(`
      SELECT key, leaf, seq, modtime, oid, main_oid, content.size, content.body
      FROM record LEFT JOIN content ON content.record_id = record.id
      WHERE table_id = ${TABLE} AND leaf = :leaf`);
    this.#parents = connection.prepare<{ parent: string }, NoParams>("SELECT DISTINCT parent FROM tree");
    this.#stamps = connection.prepare<{ seq: number; modtime: string }, ForTable>(
      `SELECT seq, modtime ${READ} ORDER BY seq`,
    );
    this.#stampOf = connection.prepare<{ modtime: string }, ForTable & { seq: number }>(
      `SELECT modtime ${READ} AND seq = :seq`,
    );
    this.#unread = connection.prepare<{ rows: number }, ForTable>(
      `SELECT count(*) AS rows FROM record WHERE table_id = ${TABLE} AND modtime IS NULL AND oid IS NOT NULL`,
    );
    this.#quarantined = connection.prepare<{ seq: number }, ForTable>(
      `SELECT seq FROM quarantine WHERE table_id = ${TABLE}`,
    );
    this.#settings = connection.prepare<{ name: string; value: string }, NoParams>("SELECT name, value FROM setting");
  }

  integrity(most: number): readonly string[] {
    const check = this.#connection.prepare<{ integrity_check: string }, NoParams>(`PRAGMA integrity_check(${most})`);
    return check
      .all({})
      .map((row) => row.integrity_check)
      .filter((line) => line !== "ok");
  }

  quickCheck(most: number): readonly string[] {
    const check = this.#connection.prepare<{ quick_check: string }, NoParams>(`PRAGMA quick_check(${most})`);
    return check
      .all({})
      .map((row) => row.quick_check)
      .filter((line) => line !== "ok");
  }

  tables(): AuditTable[] {
    return this.#tables.all({}).map((row) => ({
      table: row.name as TableName,
      live: row.live,
      rows: row.rows,
      marker: readOptionalModtime(row.marker),
      mainMarker: readOptionalModtime(row.main_marker),
      mainRecords: row.main_records,
    }));
  }

  leaves(table: TableName): number[] {
    return this.#leaves.all({ table }).map(({ leaf }) => leaf);
  }

  rows(table: TableName, leaf: number): AuditRow[] {
    return this.#rows.all({ table, leaf }).map(readRow);
  }

  treeParents(): string[] {
    return this.#parents.all({}).map(({ parent }) => parent);
  }

  *stamps(table: TableName): Generator<Stamp> {
    for (const { seq, modtime } of this.#stamps.iterate({ table })) yield { seq, modtime: readModtime(modtime) };
  }

  stampOf(table: TableName, seq: number): Modtime | null {
    return readOptionalModtime(this.#stampOf.get({ table, seq })?.modtime ?? null);
  }

  unread(table: TableName): number {
    return this.#unread.get({ table })?.rows ?? 0;
  }

  quarantined(table: TableName): ReadonlySet<number> {
    return new Set(this.#quarantined.all({ table }).map(({ seq }) => seq));
  }

  settings(): ReadonlyMap<string, string> {
    return new Map(this.#settings.all({}).map(({ name, value }) => [name, value]));
  }
}

interface StoredTable {
  name: string;
  live: number;
  rows: number;
  marker: string | null;
  main_marker: string | null;
  main_records: number | null;
}

interface StoredRow {
  key: string;
  leaf: number;
  seq: number | null;
  modtime: string | null;
  oid: Uint8Array | null;
  main_oid: Uint8Array | null;
  size: number | null;
  body: Uint8Array | null;
}

function readRow({ key, leaf, seq, modtime, oid, main_oid: mainOid, size, body }: StoredRow): AuditRow {
  return {
    key: key as RecordKey,
    leaf,
    seq,
    modtime: readOptionalModtime(modtime),
    oid: readOptionalOid(oid),
    mainOid: readOptionalOid(mainOid),
    content: body === null ? null : { size: size ?? 0, body },
  };
}

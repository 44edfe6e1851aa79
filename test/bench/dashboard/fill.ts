import { Database } from "bun:sqlite";
import { deflate } from "../../../src/canonical/blob.ts";
import { isSequenceKeyed } from "../../../src/canonical/key.ts";
import { parseExport } from "../../../src/canonical/parse-export.ts";
import { leafOf } from "../../../src/canonical/path.ts";
import type { RecordKey, TableName } from "../../../src/domain/ids.ts";
import type { SourceRecord } from "../../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { createClock } from "../../../src/platform/clock.ts";
import { type CompanyTable, companyTables } from "../../../src/simulator/company/generate.ts";
import { createSimulator } from "../../../src/simulator/simulator.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { canonicalize } from "../../../src/sync/canonicalize.ts";
import { type FilledTable, fillYear, YEAR_MS } from "./fill-year.ts";

export interface Filling {
  readonly path: string;
  readonly records: number;
  readonly changes: number;
  /** Ends the year that is written: host wall clock, ms. */
  readonly now: number;
}

/** Records that are made; the others repeat their contents under keys and numbers of their own. */
const POOL = 8000;
/** Some prime: neighbours do not have neighbouring contents. */
const STRIDE = 7919;

interface Content {
  readonly key: string;
  readonly modtime: string;
  readonly oid: Uint8Array;
  readonly size: number;
  readonly body: Uint8Array;
}

/** A staging file as a year leaves it. The rows are written past the product, whose own writes would take an hour. */
export function fill({ path, records, changes, now }: Filling): void {
  openStaging({ path }).close();
  const database = new Database(path, { strict: true });
  try {
    database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
    const tables = fillRecords(database, records);
    fillYear(database, { tables, records, changes, from: now - YEAR_MS });
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    database.close();
  }
}

function fillRecords(database: Database, records: number): FilledTable[] {
  const addTable = database.prepare<never, { name: string; live: number }>(
    "INSERT INTO mirrored_table (name, live, marker) VALUES (:name, :live, '20250331120000')",
  );
  const copies = records / POOL;
  return companyTables({ seed: 1, records: POOL, awkward: false }).map(({ table, rows }) => {
    const schema = SCHEMA.get(table as TableName) as TableSchema;
    const pool = contents(schema, rows);
    const live = Math.round(pool.length * copies);
    const id = Number(addTable.run({ name: table, live }).lastInsertRowid);
    database.transaction(() => fillTable(database, { id, schema, live, pool }))();
    return { id, live };
  });
}

interface TableFilling extends FilledTable {
  readonly schema: TableSchema;
  readonly pool: readonly Content[];
}

function fillTable(database: Database, { id, schema, live, pool }: TableFilling): void {
  const add = database.prepare(`
    INSERT INTO record (table_id, leaf, key, seq, modtime, oid, main_oid)
    VALUES (:id, :leaf, :key, :seq, :modtime, :oid, :oid)`);
  const addContent = database.prepare(
    "INSERT INTO content (record_id, size, body) VALUES (last_insert_rowid(), :size, :body)",
  );
  for (let seq = 1; seq <= live; seq++) {
    const { oid, size, body, modtime, key: base } = pool[(seq * STRIDE) % pool.length] as Content;
    const key = (isSequenceKeyed(schema) ? String(seq) : `${base}-${seq}`) as RecordKey;
    add.run({ id, leaf: leafOf(schema, key), key, seq, modtime, oid });
    addContent.run({ size, body });
  }
}

function contents(schema: TableSchema, rows: CompanyTable["rows"]): Content[] {
  const data = { tables: { [schema.table]: [...rows()] } };
  const xml = createSimulator({ data, clock: createClock() }).exportXml(schema.table);
  const records = parseExport(new TextEncoder().encode(xml), schema).records as SourceRecord[];
  return records.map((record) => {
    const { key, modtime, bytes, oid } = canonicalize(schema, record);
    return { key, modtime, oid: Uint8Array.fromHex(oid), size: bytes.length, body: deflate(bytes) };
  });
}

import type { RecordKey, TableName } from "../domain/ids.ts";
import type { PendingSummary } from "../domain/ports/staging.ts";
import type { Operation } from "../domain/record.ts";
import { readWord } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

const OPERATIONS = ["added", "changed", "deleted"] as const satisfies readonly Operation[];

const OPERATION = `CASE WHEN record.oid IS NULL THEN 'deleted' WHEN record.main_oid IS NULL THEN 'added' ELSE 'changed' END`;
const DIRTY = `
  FROM record JOIN mirrored_table ON mirrored_table.id = record.table_id
  WHERE record.oid IS NOT record.main_oid`;

/** What the next commit will say: a reading of the dirty rows and of the change log since the last commit. */
export class Pending {
  readonly #counts;
  readonly #records;
  readonly #fields;

  constructor(connection: Connection) {
    this.#counts = connection.prepare<{ name: string; operation: string; records: number }, NoParams>(`
      SELECT mirrored_table.name, ${OPERATION} AS operation, count(*) AS records ${DIRTY}
      GROUP BY mirrored_table.name, operation ORDER BY mirrored_table.name, operation`);
    this.#records = connection.prepare<Stored, { limit: number }>(`
      SELECT mirrored_table.name, record.table_id, record.key, ${OPERATION} AS operation ${DIRTY}
      ORDER BY mirrored_table.name, record.key LIMIT :limit`);
    this.#fields = connection.prepare<{ field: string }, { table: number; key: string; after: number }>(`
      SELECT field FROM change
      WHERE table_id = :table AND key = :key AND id > :after AND field IS NOT NULL
      GROUP BY field ORDER BY min(id)`);
  }

  /** `after`: id of the newest change that main carries. */
  summary(limit: number, after: number): PendingSummary {
    const counts = this.#counts.all({}).map(({ name, operation, records }) => ({
      table: name as TableName,
      operation: readWord(OPERATIONS, operation),
      records,
    }));
    return { counts, records: this.#records.all({ limit }).map((row) => this.#read(row, after)) };
  }

  #read({ name, table_id: table, key, operation: word }: Stored, after: number): PendingSummary["records"][number] {
    const operation = readWord(OPERATIONS, word);
    const fields = operation === "changed" ? this.#fields.all({ table, key, after }).map(({ field }) => field) : [];
    return { table: name as TableName, key: key as RecordKey, operation, fields };
  }
}

type Stored = { name: string; table_id: number; key: string; operation: string };

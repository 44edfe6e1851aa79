import type { RecordKey } from "../domain/ids.ts";
import type { StagedRow } from "../domain/ports/staging.ts";
import type { KeyPage, RowWithBody } from "../domain/ports/staging-reading.ts";
import type { Connection } from "./connection.ts";
import { readStaged, type StoredRow } from "./records.ts";

const COLUMNS = "record.key, record.seq, record.modtime, record.oid, record.main_oid";

/** Live rows of table `record` in the order of their keys. Every key is greater than the empty text. */
export class RecordSearch {
  readonly #after;
  readonly #like;
  readonly #end;
  readonly #bodies;

  constructor(connection: Connection) {
    this.#after = connection.prepare<StoredRow, Page>(`
      SELECT ${COLUMNS} FROM record
      WHERE table_id = :table AND key > :after AND oid IS NOT NULL ORDER BY key LIMIT :limit`);
    // The keys that are looked at come out of the index alone; octet_length is greater where one is not ASCII.
    this.#like = connection.prepare<StoredRow, Scan & { text: string }>(`
      SELECT ${COLUMNS}
      FROM (SELECT id, key FROM record WHERE table_id = :table AND key > :after ORDER BY key LIMIT :most) AS seen
      CROSS JOIN record ON record.id = seen.id
      WHERE (instr(lower(seen.key), lower(:text)) > 0 OR octet_length(seen.key) > length(seen.key))
        AND record.oid IS NOT NULL`);
    this.#end = connection.prepare<{ key: string }, Scan>(
      "SELECT key FROM record WHERE table_id = :table AND key > :after ORDER BY key LIMIT 1 OFFSET :most - 1",
    );
    this.#bodies = connection.prepare<StoredRow & { body: Uint8Array }, Page>(`
      SELECT ${COLUMNS}, content.body
      FROM record CROSS JOIN content ON content.record_id = record.id
      WHERE record.table_id = :table AND record.key > :after AND record.oid IS NOT NULL
      ORDER BY record.key LIMIT :limit`);
  }

  after(table: number, after: RecordKey | null, limit: number): StagedRow[] {
    return this.#after.all({ table, after: after ?? "", limit }).map(readStaged);
  }

  keysLike(
    table: number,
    after: RecordKey | null,
    { text, most }: { readonly text: string; readonly most: number },
  ): KeyPage {
    const scan = { table, after: after ?? "", most };
    const rows = this.#like.all({ ...scan, text }).map(readStaged);
    return { rows, next: (this.#end.get(scan)?.key ?? null) as RecordKey | null };
  }

  bodiesAfter(table: number, after: RecordKey | null, limit: number): RowWithBody[] {
    const rows = this.#bodies.all({ table, after: after ?? "", limit });
    return rows.map(({ body, ...row }) => ({ row: readStaged(row), body }));
  }
}

type Page = { table: number; after: string; limit: number };
type Scan = { table: number; after: string; most: number };

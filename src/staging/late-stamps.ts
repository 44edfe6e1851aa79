import type { Modtime, TableName } from "../domain/ids.ts";
import type { LateStamps } from "../domain/ports/staging-clock.ts";
import type { Connection } from "./connection.ts";

/** Rows are of no use after that. */
const KEPT_MS = 90 * 86_400_000;

/** Table `late_stamp`, and the question for stamps from the future. */
export class LateStampLog {
  readonly #add;
  readonly #forget;
  readonly #most;
  readonly #stampedAfter;

  constructor(connection: Connection) {
    this.#add = connection.prepare<never, { at: number; run: number; table: number; seconds: number }>(`
      INSERT INTO late_stamp (at, run_id, table_id, seconds) VALUES (:at, :run, :table, :seconds)`);
    this.#forget = connection.prepare<never, { before: number }>("DELETE FROM late_stamp WHERE at < :before");
    this.#most = connection.prepare<{ seconds: number | null }, { since: number }>(
      "SELECT max(seconds) AS seconds FROM late_stamp WHERE at >= :since",
    );
    this.#stampedAfter = connection.prepare<{ table: TableName; records: number }, { modtime: string }>(`
      SELECT mirrored_table.name AS "table", count(*) AS records
      FROM record INDEXED BY record_modtime CROSS JOIN mirrored_table ON mirrored_table.id = record.table_id
      WHERE record.modtime > :modtime AND record.oid IS NOT NULL
      GROUP BY mirrored_table.name ORDER BY mirrored_table.name`);
  }

  /** Forgets what is too old to matter with it. */
  add({ at, seconds }: LateStamps, { run, table }: { run: number; table: number }): void {
    this.#forget.run({ before: at - KEPT_MS });
    this.#add.run({ at, run, table, seconds });
  }

  most(since: number): number {
    return this.#most.get({ since })?.seconds ?? 0;
  }

  stampedAfter(modtime: Modtime): { table: TableName; records: number }[] {
    return this.#stampedAfter.all({ modtime });
  }
}

import type { KeptSince } from "../../domain/ports/staging-upkeep.ts";
import type { Connection, NoParams } from "../connection.ts";
import { STEP_ROWS } from "./old-rows.ts";

/** Tables whose rows name a run. */
const NAMING = ["change", "batch", "promotion", "clock_sample", "clock_event", "late_stamp"] as const;

/** Removes what is old of tables `run` and `run_tally`. */
export class OldRuns {
  readonly #page;
  readonly #newest;
  readonly #removeTallies;
  readonly #remove;

  constructor(connection: Connection) {
    const named = NAMING.map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE ${table}.run_id = run.id)`);
    this.#page = connection.prepare<Stored, { after: number }>(`
      SELECT id, started_at AS at,
        outcome IS 'ok' AND main_oid IS NULL AND NOT EXISTS (
          SELECT 1 FROM run_tally WHERE run_id = run.id AND added + changed + deleted > 0
        ) AS idle,
        ${named.join(" OR ")} AS named
      FROM run WHERE id > :after ORDER BY id LIMIT ${STEP_ROWS}`);
    this.#newest = connection.prepare<{ id: number }, NoParams>("SELECT max(id) AS id FROM run GROUP BY kind, outcome");
    this.#removeTallies = connection.prepare<never, { run: number }>("DELETE FROM run_tally WHERE run_id = :run");
    this.#remove = connection.prepare<never, { id: number }>("DELETE FROM run WHERE id = :id");
  }

  /** The newest of each kind and outcome: what is due next, how long ago something last went well. It stays whole. */
  newest(): ReadonlySet<number> {
    return new Set(this.#newest.all({}).map(({ id }) => id));
  }

  /**
   * One step over the runs after `after`. Where one of them is not old, those behind it are not either.
   * @returns the last one that was looked at; null at the end
   */
  remove(
    after: number,
    { runs, tallies }: KeptSince,
    newest: ReadonlySet<number>,
  ): { last: number | null; removed: number } {
    const page = this.#page.all({ after });
    let removed = 0;
    for (const { id, at, idle, named } of page) {
      if (at >= Math.max(tallies, runs ?? tallies)) return { last: null, removed };
      if (newest.has(id)) continue;
      const goes = runs !== null && at < runs && named === 0;
      if (goes || (idle === 1 && at < tallies)) this.#removeTallies.run({ run: id });
      if (!goes) continue;
      this.#remove.run({ id });
      removed += 1;
    }
    return { last: page.length < STEP_ROWS ? null : (page.at(-1)?.id ?? null), removed };
  }
}

interface Stored {
  id: number;
  at: number;
  /** 1: it went through and changed nothing. */
  idle: number;
  named: number;
}

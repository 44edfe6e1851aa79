import type { Connection, NoParams } from "../connection.ts";
import { type Aged, oldOnes, STEP_ROWS } from "./old-rows.ts";

/** Removes the oldest commits of table `batch` whose lines of the change log are gone. */
export class OldCommits {
  readonly #oldest;
  readonly #remove;

  constructor(connection: Connection) {
    // The newest pushed one is where the remote was left.
    this.#oldest = connection.prepare<Aged & { ready: number }, NoParams>(`
      SELECT id, at,
        state = 'pushed' AND change_upto < coalesce((SELECT min(id) FROM change), change_upto + 1)
          AND id < (SELECT id FROM batch WHERE state = 'pushed' ORDER BY id DESC LIMIT 1) AS ready
      FROM batch ORDER BY id LIMIT ${STEP_ROWS}`);
    this.#remove = connection.prepare<never, { id: number }>("DELETE FROM batch WHERE id <= :id");
  }

  /** One step; returns how many went, 0 at the end. */
  remove(before: number): number {
    const rows = this.#oldest.all({}).map(({ id, at, ready }) => ({ id, at: ready === 1 ? at : before }));
    const old = oldOnes(rows, before);
    const last = rows[old - 1];
    if (last !== undefined) this.#remove.run({ id: last.id });
    return old;
  }
}

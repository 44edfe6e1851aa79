import type { Connection, NoParams } from "../connection.ts";
import { type Aged, oldOnes } from "./old-rows.ts";

/** Every line stands in five indexes, and in each of them somewhere else: fewer of them make a step. */
const STEP_LINES = 50;

/** Removes the oldest lines of table `change`. */
export class OldChanges {
  readonly #oldest;
  readonly #remove;

  constructor(connection: Connection) {
    // The newest line stays: SQLite would give its id to the next one. So does what no pushed commit carries.
    this.#oldest = connection.prepare<Aged, NoParams>(`
      SELECT id, at FROM change NOT INDEXED
      WHERE id < (SELECT max(id) FROM change)
        AND id <= (SELECT change_upto FROM batch WHERE state = 'pushed' ORDER BY id DESC LIMIT 1)
      ORDER BY id LIMIT ${STEP_LINES}`);
    this.#remove = connection.prepare<never, { id: number }>("DELETE FROM change WHERE id <= :id");
  }

  /** One step; returns how many went, 0 at the end. */
  remove(before: number): number {
    const rows = this.#oldest.all({});
    const old = oldOnes(rows, before);
    const last = rows[old - 1];
    if (last !== undefined) this.#remove.run({ id: last.id });
    return old;
  }
}

import type { Connection } from "../connection.ts";
import { STEP_ROWS } from "./old-rows.ts";

/**
 * Takes what is said of each record out of table `promotion`, and out of `import` what nothing asks for any more. The note at the
 * remote has the whole report. A failed one stays whole: a person may have it tried again.
 */
export class OldPromotions {
  readonly #old;
  readonly #shorten;
  readonly #removeImports;

  constructor(connection: Connection) {
    this.#old = connection.prepare<{ id: number }, { before: number }>(`
      SELECT id FROM promotion INDEXED BY promotion_whole
      WHERE noted = 1 AND outcome <> 'failed' AND json_array_length(report, '$.records') > 0 AND ended_at < :before
      LIMIT ${STEP_ROWS / 4}`);
    this.#shorten = connection.prepare<never, { id: number }>(
      "UPDATE promotion SET report = json_set(report, '$.records', json('[]')) WHERE id = :id",
    );
    // What was made under a client id, and what nobody knows the end of, is asked for however old it is.
    this.#removeImports = connection.prepare<never, { id: number }>(
      "DELETE FROM import WHERE promotion_id = :id AND client_id IS NULL AND state <> 'sent'",
    );
  }

  /** One step; returns how many were shortened, 0 at the end. */
  shorten(before: number): number {
    const old = this.#old.all({ before });
    for (const { id } of old) {
      this.#shorten.run({ id });
      this.#removeImports.run({ id });
    }
    return old.length;
  }
}

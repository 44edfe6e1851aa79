import type { Connection } from "../connection.ts";

type Before = { before: number };

/** Removes what is old of tables `clock_sample`, `clock_event` and `late_stamp`: some hundred rows a year. */
export class OldClock {
  readonly #samples;
  readonly #events;
  readonly #stamps;

  constructor(connection: Connection) {
    // The next sample is compared with the newest two.
    this.#samples = connection.prepare<never, Before>(`
      DELETE FROM clock_sample
      WHERE at < :before AND id NOT IN (SELECT id FROM clock_sample ORDER BY id DESC LIMIT 2)`);
    // A sweep remembers which event it knew as the newest.
    this.#events = connection.prepare<never, Before>(
      "DELETE FROM clock_event WHERE at < :before AND id < (SELECT max(id) FROM clock_event)",
    );
    this.#stamps = connection.prepare<never, Before>("DELETE FROM late_stamp WHERE at < :before");
  }

  remove(before: number): void {
    this.#samples.run({ before });
    this.#events.run({ before });
    this.#stamps.run({ before });
  }
}

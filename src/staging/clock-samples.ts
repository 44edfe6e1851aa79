import type { RunId } from "../domain/ids.ts";
import type { ClockSample } from "../domain/ports/staging-clock.ts";
import { readModtime } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

const DAY_MS = 86_400_000;
/** So long one sample a minute is kept, and then one a day. */
const FINE_MS = 7 * DAY_MS;

interface Stored {
  at: number;
  uuid: string;
  local: string;
  utc: number | null;
  asked_at: number;
  answered_at: number;
  monotonic: number;
  boot_id: string;
}

type NewSample = Omit<ClockSample, "run"> & { run: number };

/** Table `clock_sample`. */
export class ClockSamples {
  readonly #add;
  readonly #newest;
  readonly #thinMinute;
  readonly #thinDays;

  constructor(connection: Connection) {
    this.#add = connection.prepare<never, NewSample>(`
      INSERT INTO clock_sample (at, run_id, local, utc, asked_at, answered_at, monotonic, boot_id)
      VALUES (:at, :run, :local, :utc, :askedAt, :answeredAt, :monotonic, :bootId)`);
    this.#newest = connection.prepare<Stored, { limit: number }>(`
      SELECT clock_sample.at, run.uuid, local, utc, asked_at, answered_at, monotonic, boot_id
      FROM clock_sample JOIN run ON run.id = clock_sample.run_id
      ORDER BY clock_sample.id DESC LIMIT :limit`);
    this.#thinMinute = connection.prepare<never, NoParams>(`
      DELETE FROM clock_sample WHERE id = (
        SELECT second.id FROM (SELECT id, at FROM clock_sample ORDER BY id DESC LIMIT 1 OFFSET 1) AS second
        JOIN (SELECT id, at FROM clock_sample ORDER BY id DESC LIMIT 1 OFFSET 2) AS third
        WHERE second.at / 60000 = third.at / 60000)`);
    this.#thinDays = connection.prepare<never, { before: number }>(`
      DELETE FROM clock_sample
      WHERE at < :before AND id NOT IN (SELECT min(id) FROM clock_sample GROUP BY at / ${DAY_MS})
        AND id NOT IN (SELECT id FROM clock_sample ORDER BY id DESC LIMIT 2)`);
  }

  /** Also thins out the older samples; the newest two always stay. */
  add(sample: ClockSample, run: number): void {
    const [last] = this.newest(1);
    this.#thinMinute.run({});
    this.#add.run({ ...sample, run });
    const { at } = sample;
    if (last !== undefined && dayOf(at) !== dayOf(last.at)) this.#thinDays.run({ before: at - FINE_MS });
  }

  /** Newest first. */
  newest(limit: number): ClockSample[] {
    return this.#newest.all({ limit }).map(read);
  }
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

function read(row: Stored): ClockSample {
  const { at, utc, monotonic, asked_at: askedAt, answered_at: answeredAt, boot_id: bootId } = row;
  return { at, run: row.uuid as RunId, local: readModtime(row.local), utc, askedAt, answeredAt, monotonic, bootId };
}

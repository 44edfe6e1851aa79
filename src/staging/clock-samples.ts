import type { RunId } from "../domain/ids.ts";
import type { ClockSample } from "../domain/ports/staging.ts";
import { readModtime } from "./columns.ts";
import type { Connection } from "./connection.ts";

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

  constructor(connection: Connection) {
    this.#add = connection.prepare<never, NewSample>(`
      INSERT INTO clock_sample (at, run_id, local, utc, asked_at, answered_at, monotonic, boot_id)
      VALUES (:at, :run, :local, :utc, :askedAt, :answeredAt, :monotonic, :bootId)`);
    this.#newest = connection.prepare<Stored, { limit: number }>(`
      SELECT clock_sample.at, run.uuid, local, utc, asked_at, answered_at, monotonic, boot_id
      FROM clock_sample JOIN run ON run.id = clock_sample.run_id
      ORDER BY clock_sample.id DESC LIMIT :limit`);
  }

  add(sample: ClockSample, run: number): void {
    this.#add.run({ ...sample, run });
  }

  /** Newest first. */
  newest(limit: number): ClockSample[] {
    return this.#newest.all({ limit }).map(read);
  }
}

function read(row: Stored): ClockSample {
  const { at, utc, monotonic, asked_at: askedAt, answered_at: answeredAt, boot_id: bootId } = row;
  return { at, run: row.uuid as RunId, local: readModtime(row.local), utc, askedAt, answeredAt, monotonic, bootId };
}

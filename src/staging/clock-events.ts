import type { RunId } from "../domain/ids.ts";
import type { ClockEvent, ClockEventKind, ClockNote } from "../domain/ports/staging-clock.ts";
import { readModtime, readWord } from "./columns.ts";
import type { Connection } from "./connection.ts";
import type { Tables } from "./tables.ts";

const KINDS = ["step", "zone", "restart"] as const satisfies readonly ClockEventKind[];

interface Stored {
  at: number;
  uuid: string;
  kind: string;
  shift: number;
  before: string;
  after: string;
}

type NewEvent = Omit<ClockEvent, "run"> & { run: number };

/** Table `clock_event`: when the server's clock jumped. Rows stay. */
export class ClockEvents {
  readonly #add;
  readonly #newest;

  constructor(connection: Connection) {
    this.#add = connection.prepare<never, NewEvent>(`
      INSERT INTO clock_event (at, run_id, kind, shift, before, after)
      VALUES (:at, :run, :kind, :shift, :before, :after)`);
    this.#newest = connection.prepare<Stored, { limit: number }>(`
      SELECT clock_event.at, run.uuid, clock_event.kind, shift, before, after
      FROM clock_event JOIN run ON run.id = clock_event.run_id
      ORDER BY clock_event.id DESC LIMIT :limit`);
  }

  add(event: ClockEvent, run: number): void {
    this.#add.run({ ...event, run });
  }

  newest(limit: number): ClockEvent[] {
    return this.#newest.all({ limit }).map(read);
  }
}

/** Stores a sample and what follows from it; call it within a write. */
export function noteClock(tables: Tables, { sample, events, pollFrom }: ClockNote): void {
  const { clockSamples, clockEvents, mirrored, runs } = tables;
  clockSamples.add(sample, runs.idOf(sample.run));
  for (const event of events) clockEvents.add(event, runs.idOf(event.run));
  if (pollFrom !== null) mirrored.lowerPollFrom(pollFrom);
}

function read({ uuid, kind, before, after, ...row }: Stored): ClockEvent {
  const { at, shift } = row;
  return {
    at,
    run: uuid as RunId,
    kind: readWord(KINDS, kind),
    shift,
    before: readModtime(before),
    after: readModtime(after),
  };
}

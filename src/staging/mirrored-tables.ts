import type { Modtime, TableName } from "../domain/ids.ts";
import type { ReadCursor } from "../domain/ports/staging.ts";
import type { TableMarker } from "../domain/run.ts";
import { readModtime, readOptionalModtime } from "./columns.ts";
import type { Connection, NoParams } from "./connection.ts";

/** Table `mirrored_table`: names, live counts, markers and the cursors of first reads. */
export class MirroredTables {
  readonly #find;
  readonly #add;
  readonly #grow;
  readonly #live;
  readonly #liveInAll;
  readonly #held;
  readonly #cursor;
  readonly #setCursor;
  readonly #markers;
  readonly #setMarker;
  readonly #pollFrom;
  readonly #lowerPollFrom;
  readonly #reset;

  constructor(connection: Connection) {
    this.#find = connection.prepare<{ id: number }, Named>("SELECT id FROM mirrored_table WHERE name = :name");
    this.#add = connection.prepare<never, Named>("INSERT INTO mirrored_table (name) VALUES (:name)");
    this.#grow = connection.prepare<never, { id: number; by: number }>(
      "UPDATE mirrored_table SET live = live + :by WHERE id = :id",
    );
    this.#live = connection.prepare<{ live: number }, Named>("SELECT live FROM mirrored_table WHERE name = :name");
    this.#liveInAll = connection.prepare<{ live: number }, NoParams>(
      "SELECT coalesce(sum(live), 0) AS live FROM mirrored_table",
    );
    this.#held = connection.prepare<{ name: string }, NoParams>(`
      SELECT name FROM mirrored_table
      WHERE EXISTS (SELECT 1 FROM record WHERE record.table_id = mirrored_table.id)
      ORDER BY name`);
    this.#cursor = connection.prepare<StoredCursor, Named>(`
      SELECT cursor_after, cursor_started_at, cursor_highest
      FROM mirrored_table WHERE name = :name AND cursor_after IS NOT NULL`);
    this.#setCursor = connection.prepare<never, CursorParams>(`
      UPDATE mirrored_table
      SET cursor_after = :after, cursor_started_at = :startedAt, cursor_highest = :highest WHERE id = :id`);
    this.#markers = connection.prepare<StoredMarker, NoParams>(`
      SELECT name, marker, live, (SELECT count(*) FROM quarantine WHERE table_id = mirrored_table.id) AS quarantined
      FROM mirrored_table
      WHERE marker IS NOT NULL OR cursor_after IS NOT NULL OR live > 0
      ORDER BY name`);
    this.#setMarker = connection.prepare<never, { id: number; marker: string | null }>(
      "UPDATE mirrored_table SET marker = :marker, poll_from = NULL WHERE id = :id",
    );
    this.#pollFrom = connection.prepare<{ poll_from: string | null }, Named>(
      "SELECT poll_from FROM mirrored_table WHERE name = :name",
    );
    this.#lowerPollFrom = connection.prepare<never, { modtime: string }>(`
      UPDATE mirrored_table SET poll_from = :modtime
      WHERE (marker IS NOT NULL OR cursor_after IS NOT NULL) AND (poll_from IS NULL OR poll_from > :modtime)`);
    this.#reset = connection.prepare<never, NoParams>(`
      UPDATE mirrored_table SET live = 0, marker = NULL, main_marker = NULL, main_records = NULL,
        cursor_after = NULL, cursor_started_at = NULL, cursor_highest = NULL, poll_from = NULL`);
  }

  /** The number that stands for the name; a new name gets one, so call it within a write only. */
  idOf(name: TableName): number {
    return this.find(name) ?? Number(this.#add.run({ name }).lastInsertRowid);
  }

  find(name: TableName): number | null {
    return this.#find.get({ name })?.id ?? null;
  }

  /** Adds to the number of live rows. */
  grow(id: number, by: number): void {
    if (by !== 0) this.#grow.run({ id, by });
  }

  live(name: TableName): number {
    return this.#live.get({ name })?.live ?? 0;
  }

  /** The number of live rows of all tables. */
  liveInAll(): number {
    return this.#liveInAll.get({})?.live ?? 0;
  }

  withRows(): TableName[] {
    return this.#held.all({}).map(({ name }) => name as TableName);
  }

  cursor(name: TableName): ReadCursor | null {
    const row = this.#cursor.get({ name });
    if (row === null) return null;
    const { cursor_after: after, cursor_started_at: startedAt, cursor_highest: highest } = row;
    return { after, startedAt: readModtime(startedAt), highest: readModtime(highest) };
  }

  setCursor(id: number, cursor: ReadCursor | null): void {
    const { after, startedAt, highest } = cursor ?? { after: null, startedAt: null, highest: null };
    this.#setCursor.run({ id, after, startedAt, highest });
  }

  markers(): TableMarker[] {
    return this.#markers.all({}).map(({ name, marker, live, quarantined }) => ({
      table: name as TableName,
      marker: readOptionalModtime(marker),
      records: live,
      quarantined,
    }));
  }

  /** Polls go on from here: whatever they were to ask for besides has been read. */
  setMarker(id: number, marker: Modtime | null): void {
    this.#setMarker.run({ id, marker });
  }

  pollFrom(name: TableName): Modtime | null {
    return readOptionalModtime(this.#pollFrom.get({ name })?.poll_from ?? null);
  }

  /** For every table that polls or a first read go on with. */
  lowerPollFrom(modtime: Modtime): void {
    this.#lowerPollFrom.run({ modtime });
  }

  /** Forgets everything but the names. */
  reset(): void {
    this.#reset.run({});
  }
}

type Named = { name: string };
type StoredMarker = { name: string; marker: string | null; live: number; quarantined: number };
type StoredCursor = { cursor_after: number; cursor_started_at: string; cursor_highest: string };
type CursorParams = { id: number; after: number | null; startedAt: string | null; highest: string | null };

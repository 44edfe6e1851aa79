import type { Oid, RecordKey, RunId, TableName } from "../domain/ids.ts";
import type {
  ChangeFilter,
  ClockSample,
  PageWrite,
  PreparedCommit,
  SeedData,
  Staging,
} from "../domain/ports/staging.ts";
import type { RunKind, RunSummary } from "../domain/run.ts";
import { applyPage, deleteUnread } from "./apply-page.ts";
import { Connection } from "./connection.ts";
import { discardCommit, finishCommit, prepareCommit, refuse } from "./export-journal.ts";
import type { Halt } from "./halts.ts";
import { checkVersion, migrate, requireCurrent } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { prepareConnection, prepareWriter } from "./pragmas.ts";
import { seed } from "./seed.ts";
import { openTables, type Tables } from "./tables.ts";

export interface StagingOptions {
  /** The SQLite file; its directory must exist. `-wal` and `-shm` files appear beside it. */
  readonly path: string;
  /** For commands that only look, also while the service writes: nothing is created, migrated or written. */
  readonly readonly?: boolean;
}

/**
 * Opens the staging file; creates it or brings it up to the newest schema unless `readonly`.
 * @throws TidemarkError data.cannot-open, data.read-only, data.disk-full, data.corrupt, data.not-ours,
 *   data.newer-version, data.older-version (`readonly` only), data.busy, data.io
 */
export function openStaging({ path, readonly = false }: StagingOptions): Staging {
  const connection = new Connection(path, readonly ? "read" : "write");
  try {
    prepareConnection(connection);
    if (readonly) requireCurrent(connection, MIGRATIONS);
    else prepareFile(connection);
    return new SqliteStaging(connection, openTables(connection));
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The version is asked first: a file that is not ours must stay as it is, journal mode included. */
function prepareFile(connection: Connection): void {
  checkVersion(connection, MIGRATIONS);
  prepareWriter(connection);
  migrate(connection, MIGRATIONS);
}

/** Gives each method of the port its tables and, where it writes, one transaction. */
class SqliteStaging implements Staging {
  readonly #connection: Connection;
  readonly #tables: Tables;

  constructor(connection: Connection, tables: Tables) {
    this.#connection = connection;
    this.#tables = tables;
  }

  startRun(run: RunId, kind: RunKind, at: number) {
    this.#write(({ runs }) => runs.start(run, kind, at));
  }

  endRun(summary: RunSummary, at: number) {
    this.#write(({ runs, mirrored }) => runs.end(summary, at, (table) => mirrored.idOf(table)));
  }

  runs(limit: number) {
    return this.#tables.runs.newest(limit);
  }

  interval(table: TableName, after: number, upTo: number | null) {
    return this.#in(table, [], (id) => this.#tables.records.interval(id, after, upTo));
  }

  rowsBySeq(table: TableName, numbers: readonly number[]) {
    return this.#in(table, [], (id) => this.#tables.records.bySeq(id, numbers));
  }

  rowByKey(table: TableName, key: RecordKey) {
    return this.#in(table, null, (id) => this.#tables.records.byKey(id, key));
  }

  body(table: TableName, key: RecordKey) {
    return this.#in(table, null, (id) => this.#tables.contents.get(id, key));
  }

  applyPage(page: PageWrite) {
    return this.#write((tables) => applyPage(tables, page));
  }

  unread(table: TableName) {
    return this.#in(table, 0, (id) => this.#tables.records.unreadCount(id));
  }

  deleteUnread(run: RunId, table: TableName, at: number) {
    return this.#write((tables) => deleteUnread(tables, { run, table, at }));
  }

  liveCount(table: TableName) {
    return this.#tables.mirrored.live(table);
  }

  tables() {
    return this.#tables.mirrored.withRows();
  }

  cursor(table: TableName) {
    return this.#tables.mirrored.cursor(table);
  }

  markers() {
    return this.#tables.mirrored.markers();
  }

  addClockSample(sample: ClockSample) {
    this.#write(({ clockSamples, runs }) => clockSamples.add(sample, runs.idOf(sample.run)));
  }

  clockSamples(limit: number) {
    return this.#tables.clockSamples.newest(limit);
  }

  setting(name: string) {
    return this.#tables.settings.get(name);
  }

  setSetting(name: string, value: string) {
    this.#write(({ settings }) => settings.set(name, value));
  }

  halt() {
    return this.#tables.halts.get();
  }

  setHalt(halt: Halt | null) {
    this.#write(({ halts }) => halts.set(halt));
  }

  dirtyCount() {
    return this.#tables.carried.dirtyCount();
  }

  pending(limit: number) {
    return this.#tables.pending.summary(limit, this.#tables.batches.carriedUpTo());
  }

  dirtyRows() {
    return this.#tables.carried.dirty();
  }

  leafRows(table: TableName, leaf: number) {
    return this.#in(table, [], (id) => this.#tables.records.leaf(id, leaf));
  }

  treeEntries(parent: string) {
    return this.#tables.trees.entries(parent);
  }

  prepareCommit(prepared: PreparedCommit) {
    this.#write((tables) => prepareCommit(tables, prepared));
  }

  finishCommit(commit: Oid) {
    this.#write((tables) => finishCommit(tables, commit));
  }

  discardCommit(commit: Oid) {
    this.#write((tables) => discardCommit(tables, commit));
  }

  preparedCommit() {
    return this.#tables.batches.prepared();
  }

  lastCommit() {
    return this.#tables.batches.last();
  }

  unpushed() {
    return this.#tables.batches.unpushed();
  }

  /** @throws data.journal for a commit that main does not have */
  markPushed(commit: Oid) {
    this.#write(({ batches }) => {
      if (!batches.isOnMain(commit)) throw refuse("push", commit, "main does not have it");
      batches.push(commit);
    });
  }

  remoteHead() {
    return this.#tables.batches.remoteHead();
  }

  seed(data: SeedData) {
    this.#write((tables) => seed(tables, data));
  }

  changes(filter: ChangeFilter) {
    return this.#tables.changes.find(filter);
  }

  close() {
    this.#connection.close();
  }

  #write<T>(work: (tables: Tables) => T): T {
    return this.#connection.write(() => work(this.#tables));
  }

  /** Looks into one table's rows; `none` when nothing was ever staged for it. */
  #in<T>(table: TableName, none: T, look: (id: number) => T): T {
    const id = this.#tables.mirrored.find(table);
    return id === null ? none : look(id);
  }
}

import type { CheckReport } from "../domain/check.ts";
import type { Modtime, Oid, RecordKey, RunId, TableName } from "../domain/ids.ts";
import type { ChangeFilter, PageWrite, PreparedCommit, SeedData, Staging } from "../domain/ports/staging.ts";
import type { ClockNote, LateStamps } from "../domain/ports/staging-clock.ts";
import type { FieldsNote } from "../domain/ports/staging-fields.ts";
import type { RecordedKind, RunSummary } from "../domain/run.ts";
import { applyPage, deleteUnread } from "./apply-page.ts";
import { noteClock } from "./clock-events.ts";
import { type Access, Connection } from "./connection.ts";
import { discardCommit, finishCommit, prepareCommit, refuse } from "./export-journal.ts";
import type { Halt } from "./halts.ts";
import { checkVersion, migrate, requireCurrent } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { prepareConnection, prepareWriter } from "./pragmas.ts";
import { seed } from "./seed.ts";
import { openTables, type Tables } from "./tables.ts";
import { UpkeepMethods } from "./upkeep/upkeep-methods.ts";

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
  return open(path, readonly ? "read" : "write");
}

/** A way to look at a file with `snapshot`: what `look` asks within one call is one state of the file. */
export interface StagingReader {
  snapshot<T>(look: (staging: Staging) => T): T;
  close(): void;
}

/** @throws like `openStaging` with `readonly` */
export function openReader(path: string, access: Exclude<Access, "write">): StagingReader {
  const staging = open(path, access);
  return { snapshot: (look) => staging.snapshot(look), close: () => staging.close() };
}

function open(path: string, access: Access): SqliteStaging {
  const connection = new Connection(path, access);
  try {
    prepareConnection(connection);
    if (access === "write") prepareFile(connection);
    else requireCurrent(connection, MIGRATIONS);
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
class SqliteStaging extends UpkeepMethods implements Staging {
  readonly #connection: Connection;
  readonly #tables: Tables;

  constructor(connection: Connection, tables: Tables) {
    super(connection, tables);
    this.#connection = connection;
    this.#tables = tables;
  }

  startRun(run: RunId, kind: RecordedKind, at: number) {
    this.write(({ runs }) => runs.start(run, kind, at));
  }

  endRun(summary: RunSummary, at: number, check?: CheckReport) {
    this.write(({ runs, mirrored }) => runs.end(summary, { at, check }, mirrored));
  }

  runs(limit: number) {
    return this.#tables.history.find({ limit });
  }

  interval(table: TableName, after: number, upTo: number | null) {
    return this.within(table, [], (id) => this.#tables.records.interval(id, after, upTo));
  }

  rowsBySeq(table: TableName, numbers: readonly number[]) {
    return this.within(table, [], (id) => this.#tables.records.bySeq(id, numbers));
  }

  rowByKey(table: TableName, key: RecordKey) {
    return this.within(table, null, (id) => this.#tables.records.byKey(id, key));
  }

  mainOids(table: TableName, keys: readonly RecordKey[]) {
    return this.within(table, new Map<RecordKey, Oid>(), (id) => this.#tables.carried.mainOids(id, keys));
  }

  tombstones(table: TableName) {
    return this.within(table, [], (id) => this.#tables.carried.tombstones(id));
  }

  body(table: TableName, key: RecordKey) {
    return this.within(table, null, (id) => this.#tables.contents.get(id, key));
  }

  applyPage(page: PageWrite) {
    return this.write((tables) => applyPage(tables, page));
  }

  quarantined(table?: TableName) {
    return this.#tables.quarantine.find(table);
  }

  knownFields(table: TableName) {
    return this.#tables.knownFields.find(table);
  }

  noteFields(note: FieldsNote) {
    this.write(({ knownFields, mirrored }) => knownFields.note(mirrored.idOf(note.table), note));
  }

  unreadKeys(table: TableName) {
    return this.within(table, [], (id) => this.#tables.records.unread(id).map(({ key }) => key));
  }

  unread(table: TableName) {
    return this.within(table, 0, (id) => this.#tables.records.unreadCount(id));
  }

  deleteUnread(run: RunId, table: TableName, at: number) {
    return this.write((tables) => deleteUnread(tables, { run, table, at }));
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

  noteClock(note: ClockNote) {
    this.write((tables) => noteClock(tables, note));
  }

  clockSamples(limit: number) {
    return this.#tables.clockSamples.newest(limit);
  }

  clockEvents(limit: number) {
    return this.#tables.clockEvents.newest(limit);
  }

  pollFrom(table: TableName) {
    return this.#tables.mirrored.pollFrom(table);
  }

  noteLateStamps(late: LateStamps) {
    this.write(({ lateStamps, runs, mirrored }) =>
      lateStamps.add(late, { run: runs.idOf(late.run), table: mirrored.idOf(late.table) }),
    );
  }

  lateStamp(since: number) {
    return this.#tables.lateStamps.most(since);
  }

  stampedAfter(modtime: Modtime) {
    return this.#tables.lateStamps.stampedAfter(modtime);
  }

  setting(name: string) {
    return this.#tables.settings.get(name);
  }

  setSetting(name: string, value: string) {
    this.write(({ settings }) => settings.set(name, value));
  }

  halt() {
    return this.#tables.halts.get();
  }

  setHalt(halt: Halt | null) {
    this.write(({ halts }) => halts.set(halt));
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
    return this.within(table, [], (id) => this.#tables.records.leaf(id, leaf));
  }

  treeEntries(parent: string) {
    return this.#tables.trees.entries(parent);
  }

  prepareCommit(prepared: PreparedCommit) {
    this.write((tables) => prepareCommit(tables, prepared));
  }

  finishCommit(commit: Oid) {
    this.write((tables) => finishCommit(tables, commit));
  }

  discardCommit(commit: Oid) {
    this.write((tables) => discardCommit(tables, commit));
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
    this.write(({ batches }) => {
      if (!batches.isOnMain(commit)) throw refuse("push", commit, "main does not have it");
      batches.push(commit);
    });
  }

  remoteHead() {
    return this.#tables.batches.remoteHead();
  }

  seed(data: SeedData) {
    this.write((tables) => seed(tables, data));
  }

  renewChangeEpoch() {
    this.write(({ changes }) => changes.renewEpoch());
  }

  changes(filter: ChangeFilter) {
    return this.#tables.changes.find(filter);
  }

  close() {
    this.#connection.close();
  }

  snapshot<T>(look: (staging: Staging) => T): T {
    return this.#connection.snapshot(() => look(this));
  }
}

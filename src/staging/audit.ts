import type { TableName } from "../domain/ids.ts";
import type { Files } from "../domain/ports/files.ts";
import type { AuditRow, AuditTable, StagingAudit } from "../domain/ports/staging-audit.ts";
import { AuditQueries } from "./audit-queries.ts";
import { Batches } from "./batches.ts";
import { type Access, Connection } from "./connection.ts";
import { requireCurrent } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { prepareConnection } from "./pragmas.ts";
import { Trees } from "./trees.ts";

/** A staging file held open for looking at. */
export interface OpenAudit {
  readonly audit: StagingAudit;
  /** Whether what was seen may be wrong: the file was written although nobody had it open at first. */
  isSpoilt(): boolean;
}

/**
 * Opens the staging file for looking only, at what it holds now: one read transaction that ends with `close`. No file is made or
 * changed. A process must not have the file open in any other way.
 * @throws data.cannot-open, data.corrupt, data.not-ours, data.newer-version, data.older-version, data.busy, data.io
 */
export function openStagingAudit(path: string, files: Files): OpenAudit {
  const log = files.stamp(`${path}-wal`)?.size ?? 0;
  const stamp = files.stamp(path)?.text;
  if (log === 0) return { audit: open(path, "still"), isSpoilt: () => files.stamp(path)?.text !== stamp };
  return { audit: open(path, files.exists(`${path}-shm`) ? "beside" : "read"), isSpoilt: () => false };
}

function open(path: string, access: Access): StagingAudit {
  const connection = new Connection(path, access);
  try {
    prepareConnection(connection);
    // The first reading statement after it fixes what is seen.
    connection.exec("BEGIN");
    requireCurrent(connection, MIGRATIONS);
    return new SqliteAudit(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
}

class SqliteAudit implements StagingAudit {
  readonly #connection: Connection;
  readonly #batches: Batches;
  readonly #trees: Trees;
  readonly #queries: AuditQueries;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#batches = new Batches(connection);
    this.#trees = new Trees(connection);
    this.#queries = new AuditQueries(connection);
  }

  integrity(most: number): readonly string[] {
    return this.#queries.integrity(most);
  }

  quickCheck(most: number): readonly string[] {
    return this.#queries.quickCheck(most);
  }

  prepared() {
    return this.#batches.prepared();
  }

  last() {
    return this.#batches.last();
  }

  unpushed() {
    return this.#batches.unpushed();
  }

  remoteHead() {
    return this.#batches.remoteHead();
  }

  tables(): readonly AuditTable[] {
    return this.#queries.tables();
  }

  leaves(table: TableName): Iterable<number> {
    return this.#queries.leaves(table);
  }

  rows(table: TableName, leaf: number): readonly AuditRow[] {
    return this.#queries.rows(table, leaf);
  }

  treeParents(): Iterable<string> {
    return this.#queries.treeParents();
  }

  treeEntries(parent: string) {
    return this.#trees.entries(parent);
  }

  stamps(table: TableName) {
    return this.#queries.stamps(table);
  }

  stampOf(table: TableName, seq: number) {
    return this.#queries.stampOf(table, seq);
  }

  unread(table: TableName) {
    return this.#queries.unread(table);
  }

  quarantined(table: TableName) {
    return this.#queries.quarantined(table);
  }

  settings() {
    return this.#queries.settings();
  }

  close() {
    this.#connection.close();
  }
}

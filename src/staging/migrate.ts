import { fail } from "../domain/errors/tidemark-error.ts";
import type { Connection } from "./connection.ts";
import type { Migration } from "./migrations.ts";

/** `PRAGMA application_id` of every file of ours: "TIDE". */
const APPLICATION_ID = 0x54494445;

/**
 * Brings a new or older file up to the last migration, each one in its own transaction, so that a crash leaves the
 * file at a whole version. A newer file is left as it is when its writer declared that we may open it.
 * @throws data.newer-version, data.not-ours, data.corrupt (no database at all)
 */
export function migrate(connection: Connection, migrations: readonly Migration[]): void {
  const version = checkVersion(connection, migrations);
  for (const migration of migrations) {
    if (migration.version > version) connection.write(() => apply(connection, migration));
  }
}

/**
 * For a connection that may not write.
 * @throws data.older-version beside those of `migrate`
 */
export function requireCurrent(connection: Connection, migrations: readonly Migration[]): void {
  const version = checkVersion(connection, migrations);
  const known = latest(migrations);
  if (version < known) throw fail("data.older-version", { path: connection.path, version, known });
}

function apply(connection: Connection, { version, oldest, sql }: Migration): void {
  connection.exec(sql);
  connection.exec(`INSERT INTO schema (version, oldest) VALUES (${version}, ${oldest})`);
  connection.exec(`PRAGMA user_version = ${version}`);
}

/**
 * The schema number of the file, 0 for a new one. Writes nothing.
 * @throws data.not-ours, data.newer-version, data.corrupt
 */
export function checkVersion(connection: Connection, migrations: readonly Migration[]): number {
  const version = Number(connection.value("PRAGMA user_version"));
  const empty = connection.value("SELECT count(*) FROM sqlite_master") === 0;
  if (empty && version === 0) return 0;
  if (connection.value("PRAGMA application_id") !== APPLICATION_ID)
    throw fail("data.not-ours", { path: connection.path });
  const known = latest(migrations);
  if (version > known && oldestReader(connection) > known) {
    throw fail("data.newer-version", { path: connection.path, version, known });
  }
  return version;
}

function oldestReader(connection: Connection): number {
  return Number(connection.value("SELECT oldest FROM schema ORDER BY version DESC LIMIT 1"));
}

function latest(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Modtime, Oid, TableName } from "../domain/ids.ts";
import type { Files } from "../domain/ports/files.ts";
import { readOptionalOid } from "./columns.ts";
import { type Access, Connection, type NoParams } from "./connection.ts";
import { checkVersion } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { prepareConnection } from "./pragmas.ts";
import { Settings } from "./settings.ts";

/** Times that a file is copied anew because somebody began to write to it, who had not when it was opened. */
const MOST_COPIES = 4;

/**
 * Writes a staging file as it is at this moment into another one, also while a service writes to it. The service goes on meanwhile; what it
 * writes stays in its log until the copy is done: a second for each few hundred megabytes. SQLite's other way, the online backup, begins
 * anew at each write of another process, and may never end beside a busy one.
 * @param to an empty file; it is made durable by nobody
 * @throws data.busy when it was written to again and again, data.disk-full, data.corrupt, data.not-ours, data.newer-version
 */
export function copyStaging(from: string, to: string, files: Files): void {
  for (let copies = 1; ; copies++) {
    const log = files.stamp(`${from}-wal`)?.size ?? 0;
    const stamp = files.stamp(from)?.text;
    const way = log === 0 ? "still" : files.exists(`${from}-shm`) ? "beside" : "read";
    const reason = attempt(() => copyOnce({ from, to, way }));
    const isSpoilt =
      way === "still" && (files.stamp(from)?.text !== stamp || (files.stamp(`${from}-wal`)?.size ?? 0) > 0);
    if (!isSpoilt && reason === null) return;
    if (!isSpoilt) throw reason;
    if (copies === MOST_COPIES) throw fail("data.busy", { path: from });
    files.remove(to);
    files.create(to).close();
    files.makePrivate(to);
  }
}

function attempt(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (reason) {
    return reason;
  }
}

function copyOnce({ from, to, way }: { readonly from: string; readonly to: string; readonly way: Access }): void {
  const connection = new Connection(from, way);
  try {
    prepareConnection(connection);
    checkVersion(connection, MIGRATIONS);
    connection.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`);
  } catch (error) {
    // SQLite names the file that it reads, which has room enough.
    if (error instanceof TidemarkError && error.code === "data.disk-full")
      throw fail(error.code, { path: to }, { cause: error });
    throw error;
  } finally {
    connection.close();
  }
}

/** What a copied file says about itself; of any schema that this program can bring up to date. */
export interface CopiedStaging {
  readonly schema: number;
  /** Its newest commit on main. */
  readonly main: Oid | null;
  readonly document: string | null;
  readonly documentName: string | null;
  readonly tables: readonly { readonly name: TableName; readonly records: number; readonly marker: Modtime | null }[];
}

/** For a file that nobody writes to. @throws data.corrupt, data.not-ours, data.newer-version */
export function describeCopy(path: string): CopiedStaging {
  const connection = new Connection(path, "still");
  try {
    prepareConnection(connection);
    const schema = checkVersion(connection, MIGRATIONS);
    const last = connection.prepare<{ oid: Uint8Array }, NoParams>(
      "SELECT oid FROM batch WHERE state <> 'prepared' ORDER BY id DESC LIMIT 1",
    );
    const tables = connection.prepare<{ name: TableName; records: number; marker: Modtime | null }, NoParams>(
      "SELECT name, live AS records, marker FROM mirrored_table ORDER BY name",
    );
    const settings = new Settings(connection);
    return {
      schema,
      main: readOptionalOid(last.get({})?.oid ?? null),
      document: settings.get("document"),
      documentName: settings.get("document-name"),
      tables: tables.all({}),
    };
  } finally {
    connection.close();
  }
}

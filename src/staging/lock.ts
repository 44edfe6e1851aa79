import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import { Connection } from "./connection.ts";

/** Who holds a data directory, for the message that another process gets. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Host wall clock, ms. */
  readonly startedAt: number;
}

export interface Lock {
  /** Lets go. The second call does nothing. */
  release(): void;
}

/** The holder's row is written, committed, and then locked: another process can come in between, and go again. */
const ATTEMPTS = 5;
/** Long enough for another process to finish writing its row, short enough for a person at a terminal. */
const BUSY_MS = 200;

/**
 * Takes the data directory for this process: a write transaction on a small SQLite file that is never committed.
 * The operating system ends it with the process, also on SIGKILL, so no stale lock is ever left. In rollback-journal
 * mode others can still read the file meanwhile (sqlite.org/lockingv3.html, RESERVED), so it tells who holds it.
 * Keep the returned object for as long as the lock is wanted: the garbage collector closes what nobody refers to.
 * Nothing but SQLite may open the file: closing any other handle of it drops the lock (POSIX).
 * @throws data.locked naming the holder, also when this very process holds it; data.cannot-open, data.read-only,
 *   data.disk-full, data.corrupt, data.io
 */
export function acquireLock(options: { readonly path: string; readonly holder: LockHolder }): Lock {
  const connection = new Connection(options.path, "write");
  try {
    connection.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    connection.exec("PRAGMA journal_mode = DELETE");
    connection.exec("PRAGMA synchronous = FULL");
    hold(connection, options.holder);
  } catch (error) {
    const refused = error instanceof TidemarkError && error.code === "data.busy";
    const reason = refused ? locked(connection, error) : error;
    connection.close();
    throw reason;
  }
  return releaser(connection);
}

/**
 * What the one who has or last had the directory wrote of itself, for somebody who only looks. null: it cannot be read just now, or
 * nobody had it yet. Not for a process that holds the lock. @throws data.*
 */
export function readLockHolder(path: string): string | null {
  const connection = new Connection(path, "read");
  try {
    return readHolder(connection);
  } catch (error) {
    // Somebody takes it at this moment, or was killed while doing so.
    if (error instanceof TidemarkError && (error.code === "data.busy" || error.code === "data.read-only")) return null;
    throw error;
  } finally {
    connection.close();
  }
}

/** Ends with a write transaction open and our row in the file. */
function hold(connection: Connection, { pid, host, startedAt }: LockHolder): void {
  const ours = `process ${pid} on ${host}, started ${new Date(startedAt).toISOString()}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    connection.exec("BEGIN IMMEDIATE");
    if (readHolder(connection) === ours) return;
    connection.exec(
      "CREATE TABLE IF NOT EXISTS holder (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL) STRICT",
    );
    connection
      .prepare<never, { text: string }>(
        "INSERT INTO holder (id, text) VALUES (1, :text) ON CONFLICT (id) DO UPDATE SET text = excluded.text",
      )
      .run({ text: ours });
    connection.exec("COMMIT");
  }
  connection.exec("BEGIN IMMEDIATE");
}

function locked(connection: Connection, cause: TidemarkError): TidemarkError {
  return fail("data.locked", { path: connection.path, holder: readHolder(connection) ?? "another process" }, { cause });
}

/** null while the very first holder has not written its name yet. */
function readHolder(connection: Connection): string | null {
  const exists = connection.value("SELECT count(*) FROM sqlite_master WHERE name = 'holder'") === 1;
  return exists ? String(connection.value("SELECT text FROM holder")) : null;
}

function releaser(connection: Connection): Lock {
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      connection.close();
    },
  };
}

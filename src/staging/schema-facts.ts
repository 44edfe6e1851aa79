import { Connection } from "./connection.ts";
import { prepareConnection } from "./pragmas.ts";

/** What an upgrade has to know of a staging file, whatever its schema. */
export interface StagingFacts {
  /** 0: nothing is in it yet. */
  readonly schema: number;
  /** A program that knows at least this schema may open it. */
  readonly oldest: number;
  /** Live records of all tables. */
  readonly records: number;
  /** The newest commit on main, hexadecimal; null: there is none. */
  readonly head: string | null;
  /** Incoming commits of which it is not decided what becomes of them. */
  readonly pending: number;
}

/**
 * Folds the write-ahead log into the file, so that the file alone is all there is, and looks at it; nothing is migrated. Call with the
 * lock of the data directory held. The file must exist.
 * @throws data.*
 */
export function settleFile(path: string): StagingFacts {
  return looking(path, "write", (connection) => {
    connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return factsOf(connection);
  });
}

/** The same look at a file that somebody may be writing. @throws data.* */
export function lookAtFile(path: string): StagingFacts {
  return looking(path, "read", factsOf);
}

/** Every page and index of a file, as SQLite judges them: `ok`, or the first complaint. @throws data.* */
export function integrityOf(path: string): string {
  return looking(path, "read", (connection) => String(connection.value("PRAGMA integrity_check(1)")));
}

function looking<T>(path: string, access: "read" | "write", look: (connection: Connection) => T): T {
  const connection = new Connection(path, access);
  try {
    prepareConnection(connection);
    return look(connection);
  } finally {
    connection.close();
  }
}

/** In words that every schema since the first understands. */
function factsOf(connection: Connection): StagingFacts {
  const number = (sql: string) => Number(connection.value(sql) ?? 0);
  const schema = number("PRAGMA user_version");
  if (schema === 0) return { schema, oldest: 0, records: 0, head: null, pending: 0 };
  const head = connection.value("SELECT lower(hex(oid)) FROM batch WHERE state <> 'prepared' ORDER BY id DESC LIMIT 1");
  const promotions = number("SELECT count(*) FROM sqlite_master WHERE name = 'promotion'") > 0;
  return {
    schema,
    oldest: number("SELECT oldest FROM schema ORDER BY version DESC LIMIT 1"),
    records: number("SELECT coalesce(sum(live), 0) FROM mirrored_table"),
    head: head === null ? null : String(head),
    pending: promotions ? number("SELECT count(*) FROM promotion WHERE outcome = 'pending'") : 0,
  };
}

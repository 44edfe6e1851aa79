import { type Changes, constants, Database, type Statement } from "bun:sqlite";
import { fail } from "../domain/errors/tidemark-error.ts";
import { guard } from "./sqlite-error.ts";

/** Named parameters, without their colon. bun:sqlite in strict mode refuses a missing one. */
export type Params = Record<string, string | number | null | Uint8Array>;
export type NoParams = Record<string, never>;

/** One prepared statement. `Row` is what its columns are by their declared types (tables are STRICT). */
export interface Query<Row, P extends Params> {
  get(params: P): Row | null;
  all(params: P): Row[];
  run(params: P): Changes;
  /** Streams; the statement is reset when the loop ends, also by `break`. Writing meanwhile is refused. */
  iterate(params: P): Generator<Row, void, undefined>;
}

/**
 * How a file is opened. `write` creates it when it is missing. `read` writes no data, but SQLite makes and leaves `-wal` and
 * `-shm` files. The last two touch nothing at all: `still` is for a file whose log is missing or empty, and is right only
 * until the file changes; `beside` reads the log and leaves its index to others, or keeps one of its own in memory when no
 * process writes (sqlite.org/wal.html, "Read-Only Databases"; sqlite.org/uri.html). Where a process has such a connection, it
 * may open no other one to the same file.
 */
export type Access = "write" | "read" | "still" | "beside";

/** An open SQLite file: prepares, wraps writes into transactions, and turns SQLite's errors into `data.*`. */
export class Connection {
  readonly path: string;
  readonly #database: Database;
  readonly #isUri: boolean;
  readonly #statements: Statement[] = [];
  #streams = 0;

  /** @throws data.cannot-open, data.io */
  constructor(path: string, access: Access) {
    this.path = path;
    this.#isUri = access === "still" || access === "beside";
    this.#database = guard(path, () => openDatabase(path, access));
  }

  /** Runs statements that bind nothing and return nothing. */
  exec(sql: string): void {
    guard(this.path, () => this.#database.exec(sql));
  }

  /** The first column of the first row of a statement that is not worth keeping. */
  value(sql: string): string | number | null {
    return guard(this.path, () => {
      const statement = this.#database.prepare<Record<string, string | number>, []>(sql);
      try {
        return Object.values(statement.get() ?? {})[0] ?? null;
      } finally {
        statement.finalize();
      }
    });
  }

  prepare<Row, P extends Params>(sql: string): Query<Row, P> {
    const statement = guard(this.path, () => this.#database.prepare<Row, [P]>(sql));
    this.#statements.push(statement);
    const bound = this.#isUri ? withColons<P> : (params: P) => params;
    return {
      get: (params) => guard(this.path, () => statement.get(bound(params))),
      all: (params) => guard(this.path, () => statement.all(bound(params))),
      run: (params) => guard(this.path, () => statement.run(bound(params))),
      iterate: (params) => this.#stream(statement, bound(params)),
    };
  }

  /** Lets `look` see one state of the file, whatever others write meanwhile. It may not write. */
  snapshot<T>(look: () => T): T {
    this.exec("BEGIN");
    try {
      return look();
    } finally {
      this.#rollback();
    }
  }

  /**
   * Runs `work` in one transaction that takes the write lock at its start. Whatever `work` throws undoes it all.
   * @throws data.statement while a stream is open: SQLite would let the stream see the change or not, as it happens.
   */
  write<T>(work: () => T): T {
    if (this.#streams > 0) throw fail("data.statement", { path: this.path, reason: "write while rows are streamed" });
    this.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  /** Lets go of the file; the last connection folds the write-ahead log into it. */
  close(): void {
    // An unfinalized statement keeps SQLite's handle, its locks and its log file until the garbage collector comes.
    for (const statement of this.#statements) statement.finalize();
    this.#statements.length = 0;
    this.#rollback();
    guard(this.path, () => this.#database.close());
  }

  /** SQLite has rolled back by itself after a full disk or an I/O error. */
  #rollback(): void {
    if (this.#database.inTransaction) this.exec("ROLLBACK");
  }

  *#stream<Row, P extends Params>(statement: Statement<Row, [P]>, params: P): Generator<Row, void, undefined> {
    const rows = guard(this.path, () => statement.iterate(params));
    this.#streams += 1;
    try {
      for (;;) {
        const next = guard(this.path, () => rows.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      this.#streams -= 1;
      rows.return?.();
    }
  }
}

function openDatabase(path: string, access: Access): Database {
  if (access === "write") return new Database(path, { readwrite: true, create: true, strict: true });
  if (access === "read") return new Database(path, { readonly: true, strict: true });
  const uri = `file:${uriPath(path)}?${access === "still" ? "immutable=1" : "readonly_shm=1"}`;
  return new Database(uri, constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI);
}

/** With an empty host in front, or a path that begins with two slashes would name one. */
function uriPath(path: string): string {
  const isWindows = /^[A-Za-z]:[\\/]/.test(path);
  const parts = (isWindows ? `/${path.replaceAll("\\", "/")}` : path).split("/").map(encodeURIComponent);
  return parts[0] === "" ? `//${parts.join("/")}` : parts.join("/");
}

/** bun:sqlite takes URIs only by number, and then cannot be told to add the colons itself. */
function withColons<P extends Params>(params: P): P {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [`:${name}`, value])) as P;
}

import { type Changes, Database, type Statement } from "bun:sqlite";
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

/** An open SQLite file: prepares, wraps writes into transactions, and turns SQLite's errors into `data.*`. */
export class Connection {
  readonly path: string;
  readonly #database: Database;
  readonly #statements: Statement[] = [];
  #streams = 0;

  /** @throws data.cannot-open, data.io */
  constructor(path: string, access: "read" | "write") {
    this.path = path;
    const mode = access === "read" ? { readonly: true } : { readwrite: true, create: true };
    this.#database = guard(path, () => new Database(path, { ...mode, strict: true }));
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
    return {
      get: (params) => guard(this.path, () => statement.get(params)),
      all: (params) => guard(this.path, () => statement.all(params)),
      run: (params) => guard(this.path, () => statement.run(params)),
      iterate: (params) => this.#stream(statement, params),
    };
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

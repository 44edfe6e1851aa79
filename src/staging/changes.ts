import type { Oid, RecordKey, RunId, TableName } from "../domain/ids.ts";
import type { ChangeFilter, LoggedChange, NewChange } from "../domain/ports/staging.ts";
import type { ChangePage } from "../domain/ports/staging-reading.ts";
import type { Operation } from "../domain/record.ts";
import { type ChangesSql, changesSql, conditionsOf, headOf } from "./changes-sql.ts";
import { readOptionalOid, readWord } from "./columns.ts";
import type { Connection, NoParams, Params, Query } from "./connection.ts";

const OPERATIONS = ["added", "changed", "deleted"] as const satisfies readonly Operation[];
/** Lines that are looked at where nobody waits. */
const ALL = Number.MAX_SAFE_INTEGER;
/** A time after all others. */
const LAST = Number.MAX_SAFE_INTEGER;

/** Who writes into the log, and when: the same for all lines of a page. */
export interface Entry {
  readonly run: number;
  readonly table: number;
  readonly at: number;
}

/** Tables `change`, the field-level change log, and `change_epoch`. */
export class Changes {
  readonly #connection: Connection;
  readonly #queries = new Map<string, Query<unknown, Params>>();
  readonly #add;
  readonly #last;
  readonly #at;
  readonly #epoch;
  readonly #oldest;
  readonly #forgetAfter;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#add = connection.prepare<never, NewChangeParams>(`
      INSERT INTO change (at, run_id, table_id, key, operation, field, old, new)
      VALUES (:at, :run, :table, :key, :operation, :field, :old, :new)`);
    this.#last = connection.prepare<{ id: number }, NoParams>("SELECT coalesce(max(id), 0) AS id FROM change");
    this.#at = connection.prepare<{ at: number }, { id: number }>("SELECT at FROM change WHERE id = :id");
    this.#oldest = connection.prepare<{ id: number; at: number }, NoParams>(
      "SELECT id, at FROM change WHERE id = (SELECT min(id) FROM change)",
    );
    this.#forgetAfter = connection.prepare<never, { id: number }>("DELETE FROM change WHERE id > :id");
    this.#epoch = connection.prepare<{ epoch: string }, NoParams>("SELECT epoch FROM change_epoch");
  }

  add({ run, table, at }: Entry, { key, operation, field, old, new: value }: NewChange): void {
    this.#add.run({ at, run, table, key, operation, field, old, new: value });
  }

  /** A whole record that is gone. */
  addDeleted(entry: Entry, key: RecordKey): void {
    this.add(entry, { key, operation: "deleted", field: null, old: null, new: null });
  }

  /** Id of the newest line, 0 when there is none. */
  lastId(): number {
    return this.#last.get({})?.id ?? 0;
  }

  has(id: number): boolean {
    return this.#at.get({ id }) !== null;
  }

  /** Ids begin at 1, and the oldest go first. */
  forgotten(): { readonly id: number; readonly keptSince: number } {
    const { id, at } = this.#oldest.get({}) ?? { id: 1, at: 0 };
    return { id: id - 1, keptSince: at };
  }

  epoch(): string {
    return this.#epoch.get({})?.epoch ?? "";
  }

  /** Another log from here on: cursors of readers say nothing any more. */
  renewEpoch(): void {
    this.#connection.exec("UPDATE change_epoch SET epoch = lower(hex(randomblob(8)))");
  }

  /** Takes back what no commit carries. @param id of the newest line that stays */
  forgetAfter(id: number): void {
    this.#forgetAfter.run({ id });
  }

  find(filter: ChangeFilter): LoggedChange[] {
    const { sql, params } = this.#bound(filter, ALL);
    return this.#query<Stored>(sql.find)
      .all({ ...params, limit: filter.limit })
      .map(read);
  }

  /** One line more than is wanted tells whether there are more. */
  page(filter: ChangeFilter, most: number): ChangePage {
    const { limit } = filter;
    const { sql, params } = this.#bound(filter, most);
    const found = this.#query<Stored>(sql.find)
      .all({ ...params, limit: limit + 1 })
      .map(read);
    const changes = found.slice(0, limit);
    if (found.length > limit) return { changes, next: changes.at(-1)?.id ?? null };
    const end = sql.end === null ? null : this.#query<{ id: number }>(sql.end).get(params);
    return { changes, next: end?.id ?? null };
  }

  /** At most one statement for each combination of conditions. Where every line is an answer, no more are looked at than are wanted. */
  #bound(filter: ChangeFilter, most: number): { readonly sql: ChangesSql; readonly params: Params } {
    const sql = changesSql(filter);
    const params: Params = { most: sql.end === null ? filter.limit + 1 : most };
    for (const name of conditionsOf(filter)) params[name] = filter[name] ?? "";
    for (const place of ["before", "after"] as const) if (filter[place] !== undefined) params[place] = filter[place];
    if (sql.usesHead) params.head = headOf(filter.field ?? "");
    if (sql.byTime) params.until = Math.min(filter.until ?? LAST, this.#timeOf(filter.before));
    return { sql, params };
  }

  #timeOf(id: number | undefined): number {
    return id === undefined ? LAST : (this.#at.get({ id })?.at ?? LAST);
  }

  #query<Row>(sql: string): Query<Row, Params> {
    const prepared = this.#queries.get(sql) ?? this.#connection.prepare<unknown, Params>(sql);
    this.#queries.set(sql, prepared);
    return prepared as Query<Row, Params>;
  }
}

type NewChangeParams = {
  at: number;
  run: number;
  table: number;
  key: string;
  operation: string;
  field: string | null;
  old: string | null;
  new: string | null;
};

interface Stored {
  id: number;
  at: number;
  uuid: string;
  name: string;
  key: string;
  operation: string;
  field: string | null;
  old: string | null;
  new: string | null;
  main_oid: Uint8Array | null;
}

function read({ uuid, name, key, operation, main_oid: oid, ...row }: Stored): LoggedChange {
  const commit: Oid | null = readOptionalOid(oid);
  const names = { run: uuid as RunId, table: name as TableName, key: key as RecordKey };
  return { ...row, ...names, commit, operation: readWord(OPERATIONS, operation) };
}

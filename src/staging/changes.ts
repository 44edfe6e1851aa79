import type { Oid, RecordKey, RunId, TableName } from "../domain/ids.ts";
import type { ChangeFilter, LoggedChange, NewChange } from "../domain/ports/staging.ts";
import type { Operation } from "../domain/record.ts";
import { readOptionalOid, readWord } from "./columns.ts";
import type { Connection, NoParams, Params, Query } from "./connection.ts";

const OPERATIONS = ["added", "changed", "deleted"] as const satisfies readonly Operation[];

/** One condition per filter, each literal; which ones take part decides the index. */
const CONDITIONS = {
  table: "change.table_id = (SELECT id FROM mirrored_table WHERE name = :table)",
  key: "change.key = :key",
  field: `(change.field = :field OR substr(change.field, 1, length(:field) + 1) IN (:field || '.', :field || '['))`,
  run: "change.run_id = (SELECT id FROM run WHERE uuid = :run)",
  since: "change.at >= :since",
  until: "change.at <= :until",
  before: "change.id < :before",
} as const satisfies Record<Exclude<keyof ChangeFilter, "limit">, string>;

type Condition = keyof typeof CONDITIONS;

const SELECT = `
  SELECT change.id, change.at, run.uuid, mirrored_table.name, change.key, change.operation, change.field,
    change.old, change.new,
    (
      SELECT CASE WHEN batch.change_after < change.id THEN batch.oid END FROM batch
      WHERE batch.change_upto >= change.id AND batch.state <> 'prepared'
      ORDER BY batch.change_upto, batch.id LIMIT 1
    ) AS main_oid
  FROM change
  CROSS JOIN run ON run.id = change.run_id
  CROSS JOIN mirrored_table ON mirrored_table.id = change.table_id`;

/** Who writes into the log, and when: the same for all lines of a page. */
export interface Entry {
  readonly run: number;
  readonly table: number;
  readonly at: number;
}

/** Table `change`: the field-level change log. */
export class Changes {
  readonly #connection: Connection;
  readonly #queries = new Map<string, Query<Stored, Params>>();
  readonly #add;
  readonly #last;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#add = connection.prepare<never, NewChangeParams>(`
      INSERT INTO change (at, run_id, table_id, key, operation, field, old, new)
      VALUES (:at, :run, :table, :key, :operation, :field, :old, :new)`);
    this.#last = connection.prepare<{ id: number }, NoParams>("SELECT coalesce(max(id), 0) AS id FROM change");
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

  /** Newest first. */
  find(filter: ChangeFilter): LoggedChange[] {
    const params: Record<string, string | number> = { limit: filter.limit };
    for (const name of conditionsOf(filter)) params[name] = filter[name] ?? "";
    return this.#query(changesSql(filter)).all(params).map(read);
  }

  #query(sql: string): Query<Stored, Params> {
    const prepared = this.#queries.get(sql) ?? this.#connection.prepare<Stored, Params>(sql);
    this.#queries.set(sql, prepared);
    return prepared;
  }
}

/** The statement that answers a filter; at most one for each combination of conditions. */
export function changesSql(filter: ChangeFilter): string {
  const conditions = conditionsOf(filter).map((name) => CONDITIONS[name]);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return `${SELECT} ${where} ORDER BY change.id DESC LIMIT :limit`;
}

function conditionsOf(filter: ChangeFilter): Condition[] {
  const names = Object.keys(CONDITIONS) as Condition[];
  return names.filter((name) => filter[name] !== undefined);
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

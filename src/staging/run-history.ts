import type { CheckReport } from "../domain/check.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { RunRow } from "../domain/ports/staging.ts";
import type { RunFilter } from "../domain/ports/staging-reading.ts";
import type { RecordedKind, RunKind, RunOutcome, RunSummary, TableTally } from "../domain/run.ts";
import { readJson, readOptionalOid, readWord } from "./columns.ts";
import type { Connection, NoParams, Params, Query } from "./connection.ts";

const KINDS = ["poll", "full", "sweep", "adopt", "promote", "check"] as const satisfies readonly RecordedKind[];
const OUTCOMES = [
  "ok",
  "different",
  "failed",
  "partial",
  "halted",
  "cancelled",
  "yielded",
] as const satisfies readonly RunOutcome[];

/** What brings staging up to date: a check, an adoption, a promotion say nothing of it. */
const READS = ["poll", "full", "sweep"] as const satisfies readonly RunKind[];

const SELECT = `
  SELECT id, uuid, kind, started_at, ended_at, outcome, main_oid, pushed, ms, requests, bytes, differences, error_code,
    error_message
  FROM run`;

const CONDITIONS = {
  kind: "kind = :kind",
  outcome: "outcome = :outcome",
  before: "id < (SELECT id FROM run WHERE uuid = :before)",
} as const satisfies Record<Exclude<keyof RunFilter, "limit">, string>;

interface Stored {
  id: number;
  uuid: string;
  kind: string;
  started_at: number;
  ended_at: number | null;
  outcome: string | null;
  main_oid: Uint8Array | null;
  pushed: number | null;
  ms: number | null;
  requests: number | null;
  bytes: number | null;
  differences: number | null;
  error_code: string | null;
  error_message: string | null;
}

/** What tables `run` and `run_tally` tell; `Runs` writes them. */
export class RunHistory {
  readonly #connection: Connection;
  readonly #finding = new Map<string, Query<Stored, Params>>();
  readonly #get;
  readonly #lastRead;
  readonly #check;
  readonly #tallies;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#get = connection.prepare<Stored, { uuid: string }>(`${SELECT} WHERE uuid = :uuid`);
    this.#lastRead = connection.prepare<Stored, NoParams>(`${SELECT}
      WHERE id = max(${READS.map(newestOk).join(", ")})`);
    this.#check = connection.prepare<{ detail: string | null }, { uuid: string }>(
      "SELECT detail FROM run WHERE uuid = :uuid",
    );
    this.#tallies = connection.prepare<TableTally, { run: number }>(`
      SELECT mirrored_table.name AS "table", read, added, changed, deleted, same
      FROM run_tally JOIN mirrored_table ON mirrored_table.id = run_tally.table_id
      WHERE run_id = :run ORDER BY position`);
  }

  /** Newest first. */
  find(filter: RunFilter): RunRow[] {
    const params: Record<string, string | number> = { limit: filter.limit };
    for (const name of conditionsOf(filter)) params[name] = filter[name] ?? "";
    return this.#query(runsSql(filter))
      .all(params)
      .map((row) => this.#read(row));
  }

  get(run: RunId): RunRow | null {
    const row = this.#get.get({ uuid: run });
    return row === null ? null : this.#read(row);
  }

  /** The newest run that read MoneyWorks and went through. */
  lastRead(): RunRow | null {
    const row = this.#lastRead.get({});
    return row === null ? null : this.#read(row);
  }

  check(run: RunId): CheckReport | null {
    const detail = this.#check.get({ uuid: run })?.detail ?? null;
    return detail === null ? null : (readJson(detail) as CheckReport);
  }

  #query(sql: string): Query<Stored, Params> {
    const prepared = this.#finding.get(sql) ?? this.#connection.prepare<Stored, Params>(sql);
    this.#finding.set(sql, prepared);
    return prepared;
  }

  #read(row: Stored): RunRow {
    const run = row.uuid as RunId;
    const kind = readWord(KINDS, row.kind);
    const outcome = row.outcome === null ? null : readWord(OUTCOMES, row.outcome);
    const summary = outcome === null ? null : { ...this.#readSummary(row), run, kind, outcome };
    const { started_at: startedAt, ended_at: endedAt, differences } = row;
    return { run, kind, startedAt, endedAt, outcome, differences, summary };
  }

  #readSummary(row: Stored): Omit<RunSummary, "run" | "kind" | "outcome"> {
    const { error_code: code, error_message: message } = row;
    const commit: Oid | null = readOptionalOid(row.main_oid);
    const error = code === null ? null : { code, message: message ?? "" };
    const tables = this.#tallies.all({ run: row.id });
    const { requests, bytes } = row;
    const known = { ...(requests === null ? {} : { requests }), ...(bytes === null ? {} : { bytes }) };
    return { tables, commit, pushed: row.pushed === 1, ms: row.ms ?? 0, ...known, error };
  }
}

function newestOk(kind: RunKind): string {
  return `(SELECT coalesce(max(id), 0) FROM run WHERE kind = '${kind}' AND outcome = 'ok')`;
}

/** The statement that answers a filter: an index holds each combination in the order of ids. */
export function runsSql(filter: RunFilter): string {
  const conditions = conditionsOf(filter).map((name) => CONDITIONS[name]);
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return `${SELECT} ${where} ORDER BY id DESC LIMIT :limit`;
}

function conditionsOf(filter: RunFilter) {
  const names = Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[];
  return names.filter((name) => filter[name] !== undefined);
}

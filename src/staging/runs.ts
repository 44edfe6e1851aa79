import type { CheckReport } from "../domain/check.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { RunRow } from "../domain/ports/staging.ts";
import type { RecordedKind, RunOutcome, RunSummary, TableTally } from "../domain/run.ts";
import { optionalBytes, readOptionalOid, readWord } from "./columns.ts";
import type { Connection } from "./connection.ts";
import type { MirroredTables } from "./mirrored-tables.ts";

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
  error_code: string | null;
  error_message: string | null;
}

/** Tables `run` and `run_tally`. */
export class Runs {
  readonly #find;
  readonly #start;
  readonly #restore;
  readonly #end;
  readonly #newest;
  readonly #lastOf;
  readonly #clearTallies;
  readonly #addTally;
  readonly #tallies;

  constructor(connection: Connection) {
    this.#find = connection.prepare<{ id: number }, { uuid: string }>("SELECT id FROM run WHERE uuid = :uuid");
    this.#start = connection.prepare<never, { uuid: string; kind: string; at: number }>(
      "INSERT INTO run (uuid, kind, started_at) VALUES (:uuid, :kind, :at)",
    );
    this.#restore = connection.prepare<never, { uuid: string; kind: string; at: number }>(`
      INSERT INTO run (uuid, kind, started_at) VALUES (:uuid, :kind, :at) ON CONFLICT (uuid) DO NOTHING`);
    this.#end = connection.prepare<never, EndParams>(`
      UPDATE run SET kind = :kind, ended_at = :at, outcome = :outcome, main_oid = :commit, pushed = :pushed, ms = :ms,
        requests = :requests, bytes = :bytes, records = :records, differences = :differences, detail = :detail,
        error_code = :code, error_message = :message
      WHERE id = :id`);
    this.#newest = connection.prepare<Stored, { limit: number }>(`
      SELECT id, uuid, kind, started_at, ended_at, outcome, main_oid, pushed, ms, requests, bytes, error_code,
        error_message
      FROM run ORDER BY id DESC LIMIT :limit`);
    this.#lastOf = connection.prepare<{ uuid: string; started_at: number }, { kind: string }>(`
      SELECT uuid, started_at FROM run WHERE kind = :kind ORDER BY id DESC LIMIT 1`);
    this.#clearTallies = connection.prepare<never, { run: number }>("DELETE FROM run_tally WHERE run_id = :run");
    this.#addTally = connection.prepare<never, TallyParams>(`
      INSERT INTO run_tally (run_id, position, table_id, read, added, changed, deleted, same)
      VALUES (:run, :position, :table, :read, :added, :changed, :deleted, :same)`);
    this.#tallies = connection.prepare<TableTally, { run: number }>(`
      SELECT mirrored_table.name AS "table", read, added, changed, deleted, same
      FROM run_tally JOIN mirrored_table ON mirrored_table.id = run_tally.table_id
      WHERE run_id = :run ORDER BY position`);
  }

  start(run: RunId, kind: RecordedKind, at: number): void {
    this.#start.run({ uuid: run, kind, at });
  }

  /** A run that a commit tells of: how it ended is not known. Nothing when it is known already. */
  restore(run: RunId, kind: RecordedKind, at: number): void {
    this.#restore.run({ uuid: run, kind, at });
  }

  /** @throws internal.bad-id for a run that was never started: rows of other tables refer to it. */
  idOf(run: RunId): number {
    const row = this.#find.get({ uuid: run });
    if (row === null) throw fail("internal.bad-id", { kind: "started run", value: run });
    return row.id;
  }

  end(summary: RunSummary, { at, check }: RunEnd, mirrored: MirroredTables): void {
    const id = this.idOf(summary.run);
    const { kind, outcome, ms, requests = null, bytes = null, error, tables } = summary;
    const commit = optionalBytes(summary.commit);
    const pushed = summary.pushed ? 1 : 0;
    const records = tables.length === 0 ? null : mirrored.liveInAll();
    const [differences, detail] = check === undefined ? [null, null] : [check.differences, JSON.stringify(check)];
    const [code, message] = [error?.code ?? null, error?.message ?? null];
    const told = { requests, bytes, records, differences, detail, code, message };
    this.#end.run({ id, kind, at, outcome, commit, pushed, ms, ...told });
    this.#clearTallies.run({ run: id });
    for (const [position, { table, quarantined: _, ...counts }] of tables.entries()) {
      this.#addTally.run({ run: id, position, table: mirrored.idOf(table), ...counts });
    }
  }

  lastOf(kind: RecordedKind): { readonly run: RunId; readonly startedAt: number } | null {
    const row = this.#lastOf.get({ kind });
    return row === null ? null : { run: row.uuid as RunId, startedAt: row.started_at };
  }

  newest(limit: number): RunRow[] {
    return this.#newest.all({ limit }).map((row) => this.#read(row));
  }

  #read(row: Stored): RunRow {
    const run = row.uuid as RunId;
    const kind = readWord(KINDS, row.kind);
    const outcome = row.outcome === null ? null : readWord(OUTCOMES, row.outcome);
    const summary = outcome === null ? null : { ...this.#readSummary(row), run, kind, outcome };
    return { run, kind, startedAt: row.started_at, endedAt: row.ended_at, outcome, summary };
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

export interface RunEnd {
  /** Host wall clock, ms. */
  readonly at: number;
  readonly check: CheckReport | undefined;
}

type EndParams = {
  id: number;
  kind: string;
  at: number;
  outcome: string;
  commit: Uint8Array | null;
  pushed: number;
  ms: number;
  requests: number | null;
  bytes: number | null;
  records: number | null;
  differences: number | null;
  detail: string | null;
  code: string | null;
  message: string | null;
};

type TallyParams = Omit<TableTally, "table" | "quarantined"> & { run: number; position: number; table: number };

import type { CheckReport } from "../domain/check.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { RunId } from "../domain/ids.ts";
import type { RecordedKind, RunSummary, TableTally } from "../domain/run.ts";
import { optionalBytes } from "./columns.ts";
import type { Connection } from "./connection.ts";
import type { MirroredTables } from "./mirrored-tables.ts";

/** Writes tables `run` and `run_tally`; `RunHistory` reads them. */
export class Runs {
  readonly #find;
  readonly #start;
  readonly #restore;
  readonly #makeNewest;
  readonly #end;
  readonly #clearTallies;
  readonly #addTally;

  constructor(connection: Connection) {
    this.#find = connection.prepare<{ id: number }, { uuid: string }>("SELECT id FROM run WHERE uuid = :uuid");
    this.#start = connection.prepare<never, { uuid: string; kind: string; at: number }>(
      "INSERT INTO run (uuid, kind, started_at) VALUES (:uuid, :kind, :at)",
    );
    this.#restore = connection.prepare<never, { uuid: string; kind: string; at: number }>(`
      INSERT INTO run (uuid, kind, started_at) VALUES (:uuid, :kind, :at) ON CONFLICT (uuid) DO NOTHING`);
    this.#makeNewest = connection.prepare<never, { id: number }>(
      "UPDATE run SET id = (SELECT max(id) + 1 FROM run) WHERE id = :id",
    );
    this.#end = connection.prepare<never, EndParams>(`
      UPDATE run SET kind = :kind, ended_at = :at, outcome = :outcome, main_oid = :commit, pushed = :pushed, ms = :ms,
        requests = :requests, bytes = :bytes, records = :records, differences = :differences, detail = :detail,
        error_code = :code, error_message = :message
      WHERE id = :id`);
    this.#clearTallies = connection.prepare<never, { run: number }>("DELETE FROM run_tally WHERE run_id = :run");
    this.#addTally = connection.prepare<never, TallyParams>(`
      INSERT INTO run_tally (run_id, position, table_id, read, added, changed, deleted, same)
      VALUES (:run, :position, :table, :read, :added, :changed, :deleted, :same)`);
  }

  start(run: RunId, kind: RecordedKind, at: number): void {
    this.#start.run({ uuid: run, kind, at });
  }

  /** A run that a commit tells of: how it ended is not known. Nothing when it is known already. */
  restore(run: RunId, kind: RecordedKind, at: number): void {
    this.#restore.run({ uuid: run, kind, at });
  }

  /** Puts a run to which no row refers yet behind those that are older by their time. */
  makeNewest(run: RunId): void {
    this.#makeNewest.run({ id: this.idOf(run) });
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

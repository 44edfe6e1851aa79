import type { Modtime, Oid, TableName } from "../domain/ids.ts";
import type { ClockSample, RunRow, Staging } from "../domain/ports/staging.ts";

/** The answer of `tidemark status`. Times are ISO 8601 in UTC unless they are modtimes. */
export interface Status {
  readonly version: 1;
  readonly main: Oid | null;
  /** Where we last left the remote's main. */
  readonly remote: Oid | null;
  readonly unpushedCommits: number;
  readonly uncommittedRecords: number;
  readonly tables: readonly TableStatus[];
  readonly lastRun: RunStatus | null;
  readonly lastSuccess: RunStatus | null;
  readonly clock: ClockStatus | null;
  readonly halt: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly since: string;
  } | null;
}

export interface TableStatus {
  readonly table: TableName;
  readonly records: number;
  readonly marker: Modtime | null;
  /** `poll`: changes arrive with polls. `full`: only a full sync sees every change. `reading`: the first read is unfinished. */
  readonly coverage: "poll" | "full" | "reading";
}

export interface RunStatus {
  readonly run: string;
  readonly kind: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface ClockStatus {
  readonly sampledAt: string;
  readonly serverLocalTime: Modtime;
  /** Server's UTC less the host's, in seconds; null when the server does not tell its UTC. */
  readonly skewSeconds: number | null;
}

/** Tables whose figures MoneyWorks may change without stamping the record (manual: ledger columns, jobs). */
const NEEDS_FULL_SYNC: ReadonlySet<string> = new Set(["ledger", "job", "taxrate", "offledger"]);
const RUNS_LOOKED_AT = 200;

export function readStatus(staging: Staging): Status {
  const runs = staging.runs(RUNS_LOOKED_AT);
  const halt = staging.halt();
  return {
    version: 1,
    main: staging.lastCommit()?.commit ?? null,
    remote: staging.remoteHead(),
    unpushedCommits: staging.unpushed().length,
    uncommittedRecords: staging.dirtyCount(),
    tables: staging.markers().map(({ table, marker, records }) => ({
      table,
      records,
      marker,
      coverage: marker === null ? "reading" : NEEDS_FULL_SYNC.has(table) ? "full" : "poll",
    })),
    lastRun: runStatus(runs[0]),
    lastSuccess: runStatus(runs.find(({ outcome }) => outcome === "ok")),
    clock: clockStatus(staging.clockSamples(1)[0]),
    halt: halt === null ? null : { code: halt.code, message: halt.message, hint: halt.hint, since: iso(halt.at) },
  };
}

function runStatus(row: RunRow | undefined): RunStatus | null {
  if (row === undefined) return null;
  const { run, kind, startedAt, endedAt, outcome, summary } = row;
  const ended = endedAt === null ? null : iso(endedAt);
  return { run, kind, startedAt: iso(startedAt), endedAt: ended, outcome, error: summary?.error ?? null };
}

function clockStatus(sample: ClockSample | undefined): ClockStatus | null {
  if (sample === undefined) return null;
  const middle = (sample.askedAt + sample.answeredAt) / 2;
  const skew = sample.utc === null ? null : Math.round((sample.utc - middle) / 1000);
  return { sampledAt: iso(sample.at), serverLocalTime: sample.local, skewSeconds: skew };
}

export function iso(millis: number): string {
  return new Date(millis).toISOString();
}

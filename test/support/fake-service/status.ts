import type { PromotionStatus } from "../../../src/api/contract/promotion.ts";
import type { Run, RunProgress } from "../../../src/api/contract/run.ts";
import type { HaltState, Status } from "../../../src/api/contract/status.ts";

export interface StatusParts {
  readonly at: string;
  readonly startedAt: string;
  readonly commit: string;
  readonly tables: readonly { readonly table: string; readonly records: number }[];
  readonly runs: readonly Run[];
  readonly running: RunProgress | null;
  readonly pausedSince: string | null;
  readonly nextPollAt: string;
  readonly promotions: readonly PromotionStatus[];
  readonly halt: HaltState | null;
}

/** `GET /status` of a mirror that is well, unless a halt is put in. */
export function statusOf(parts: StatusParts): Status {
  const { at, commit, tables, runs, halt, promotions } = parts;
  const ended = runs.filter(({ endedAt }) => endedAt !== null);
  return {
    version: 1,
    at,
    verdict: verdictOf(parts),
    service: serviceOf(parts),
    main: commit,
    remote: commit,
    unpushedCommits: 0,
    uncommittedRecords: 0,
    tables: tables.map(({ table, records }) => ({
      table,
      records,
      marker: "20250331174500",
      coverage: table === "taxrate" ? "full" : "poll",
    })),
    quarantine: [],
    lastRun: brief(ended[0]),
    lastCheck: brief(ended.find(({ kind }) => kind === "check")),
    lastSuccess: brief(ended.find(({ outcome }) => outcome === "ok")),
    clock: {
      sampledAt: at,
      serverLocalTime: "20250331174500",
      skewSeconds: 2,
      zoneMinutes: 780,
      overlapSeconds: 60,
      lateSeconds: 0,
      widened: [],
      future: [],
      events: [],
    },
    drift: [],
    promotions: [...promotions].slice(0, 5),
    halt,
  };
}

function verdictOf({ halt, pausedSince, running }: StatusParts): Status["verdict"] {
  if (halt !== null) return { level: "halted", sentence: halt.message, remarks: [halt.hint] };
  const paused = pausedSince === null ? [] : [`Nothing starts by itself since ${pausedSince}.`];
  if (running?.kind === "full") return { level: "reading", sentence: "Everything is being read.", remarks: paused };
  return { level: "ok", sentence: "Main is what MoneyWorks holds.", remarks: paused };
}

function serviceOf({ startedAt, running, pausedSince, nextPollAt }: StatusParts): Status["service"] {
  return {
    version: "0.1.0",
    startedAt,
    running,
    pausedSince,
    closedSince: null,
    failures: 0,
    nextPollAt: pausedSince === null ? nextPollAt : null,
    nextSweepAt: null,
    nextFullAt: null,
    nextCheckAt: null,
    lagSeconds: 12,
    pollSeconds: 600,
  };
}

function brief(run: Run | undefined): Status["lastRun"] {
  if (run === undefined) return null;
  const { run: id, kind, startedAt, endedAt, outcome, error } = run;
  return { run: id, kind, startedAt, endedAt, outcome, error };
}

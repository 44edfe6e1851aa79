import type { CheckReport, CheckSummary, Difference } from "../../domain/check.ts";
import { asTidemarkError, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { RunOutcome, RunSummary } from "../../domain/run.ts";
import type { CheckRequest } from "../../sync/check/context.ts";
import type { Appliance } from "../appliance.ts";
import type { CheckWithResult } from "../check-with.ts";
import type { Cockpit } from "./flight.ts";
import type { Job, JobEnd, JobWatcher } from "./jobs.ts";

/** Compares MoneyWorks with main. @throws what keeps it from beginning */
export type Compare = (request: CheckRequest) => Promise<CheckWithResult>;

export interface CheckRunParts {
  readonly ports: Pick<Appliance["ports"], "staging" | "clock" | "log">;
  readonly compare: Compare;
  readonly cockpit: Cockpit;
  readonly watcher: JobWatcher;
}

/** Differences that the history keeps of one check; all are counted. */
const KEPT = 1000;

const OUTCOMES: Readonly<Record<CheckSummary["outcome"], RunOutcome>> = {
  equal: "ok",
  different: "different",
  failed: "failed",
  partial: "partial",
  cancelled: "cancelled",
};

/** Compares MoneyWorks with main as a run of the history. @throws data.* when that cannot be written */
export async function checkRun(parts: CheckRunParts, { run, tables }: Job): Promise<Omit<JobEnd, "promotion">> {
  const { ports, compare, cockpit, watcher } = parts;
  const { staging, clock, log } = ports;
  const started = clock.monotonic();
  staging.startRun(run, "check", clock.now());
  watcher.began(run);
  const first: Difference[] = [];
  const { summary, error } = await compare({
    run,
    tables,
    maxDifferences: KEPT,
    signal: cockpit.signal,
    onProgress: (progress) => {
      cockpit.touch();
      watcher.progress(progress, clock.monotonic());
    },
    onDifference: (difference) => first.push(difference),
  }).catch((reason: unknown) => {
    const thrown = asTidemarkError(reason, cockpit.signal);
    return { summary: nothingCompared(run, thrown, clock.monotonic() - started), error: thrown };
  });
  const recorded = recordedAs(summary);
  staging.endRun(recorded, clock.now(), reportOf(summary, first));
  tell(log, summary, error);
  return { summary: recorded, error, differences: summary.differences };
}

type Counted = CheckSummary & Pick<RunSummary, "requests" | "bytes">;

function nothingCompared(run: CheckSummary["run"], { code, message, exitCode }: TidemarkError, ms: number): Counted {
  const outcome = exitCode === 130 ? "cancelled" : "failed";
  return { run, outcome, tables: [], differences: 0, shown: 0, at: null, ms, error: { code, message } };
}

function recordedAs({ run, outcome, tables, ms, error, requests, bytes }: Counted): RunSummary {
  const tallies = tables.map(({ table, read, added, changed, deleted, equal }) => ({
    ...{ table, read, added, changed, deleted },
    same: equal,
  }));
  return {
    ...{ run, tables: tallies, ms, error, requests, bytes },
    kind: "check",
    outcome: OUTCOMES[outcome],
    commit: null,
    pushed: false,
  };
}

function reportOf({ outcome, tables, differences, at }: CheckSummary, first: readonly Difference[]): CheckReport {
  return { outcome, tables, differences, first, omitted: differences - first.length, at };
}

function tell(log: Log, { run, outcome, differences, ms }: CheckSummary, error: TidemarkError | null): void {
  if (differences > 0) log.write("error", "main does not hold what MoneyWorks holds", { run, differences });
  if (error !== null && error.exitCode !== 130)
    log.write("error", error.message, { run, code: error.code, hint: error.hint });
  log.write("info", `check ${outcome}`, { run, differences, ms });
}

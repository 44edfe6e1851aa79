import { asTidemarkError, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { RunId, TableName } from "../../domain/ids.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { PromotionReport } from "../../domain/promotion.ts";
import type { Progress, RunOutcome, RunSummary } from "../../domain/run.ts";
import type { Appliance } from "../appliance.ts";
import { runOnce } from "../run-once.ts";
import type { Cockpit } from "./flight.ts";

/** What a run is asked to do. */
export interface Job {
  readonly run: RunId;
  readonly kind: "poll" | "full" | "sweep" | "check";
  /** Absent: all. */
  readonly tables?: readonly TableName[] | undefined;
  readonly allowDeletes: number;
}

/** How it ended. */
export interface JobEnd {
  readonly summary: RunSummary;
  readonly error: TidemarkError | null;
  /** What a check found; null for others. */
  readonly differences: number | null;
  /** What a promotion that followed it came to: its own error. */
  readonly promotion: TidemarkError | null;
}

export interface JobWatcher {
  /** The history has it. */
  readonly began: (run: RunId) => void;
  readonly progress: (progress: Progress, now: number) => void;
  readonly promoted: (report: PromotionReport) => void;
}

export interface JobsOptions {
  readonly appliance: Appliance;
  /** Compares and writes nothing but its own row of the history. */
  readonly check: (job: Job, cockpit: Cockpit, watcher: JobWatcher) => Promise<Omit<JobEnd, "promotion">>;
  /** Whether a first read is to let a poll go first. */
  readonly shouldYield: () => boolean;
}

/** Does what a job asks for, in flight. Does not throw. */
export class Jobs {
  readonly #options: JobsOptions;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  async do(job: Job, cockpit: Cockpit, watcher: JobWatcher): Promise<JobEnd> {
    try {
      return await this.#do(job, cockpit, watcher);
    } catch (reason) {
      const error = asTidemarkError(reason, cockpit.signal);
      const end = { summary: neverBegun(job, error), error, differences: null };
      logError(this.#options.appliance.ports.log, end);
      return { ...end, promotion: null };
    }
  }

  async #do(job: Job, cockpit: Cockpit, watcher: JobWatcher): Promise<JobEnd> {
    if (job.kind === "check") return { ...(await this.#options.check(job, cockpit, watcher)), promotion: null };
    const end = await this.#read({ ...job, kind: job.kind }, cockpit, watcher);
    const isWhole = job.kind === "poll" && job.tables === undefined && isGood(end.summary.outcome);
    return { ...end, promotion: isWhole ? await this.#promote(cockpit, watcher) : null };
  }

  async #read(
    { run, kind, tables, allowDeletes }: Job & { readonly kind: "poll" | "full" | "sweep" },
    { signal, touch }: Cockpit,
    watcher: JobWatcher,
  ): Promise<Omit<JobEnd, "promotion">> {
    const { appliance, shouldYield } = this.#options;
    const onProgress = (progress: Progress, now: number) => {
      touch();
      watcher.progress(progress, now);
    };
    const result = runOnce(appliance, { run, kind, tables, allowDeletes, signal, onProgress, shouldYield });
    // What runs before the first wait has written it down.
    watcher.began(run);
    const { summary, error } = await result;
    logError(appliance.ports.log, { summary, error });
    return { summary, error, differences: null };
  }

  /** No poll begins while a commit is promoted. Its error ends nothing: what waits is tried again after the next poll. */
  async #promote({ signal, touch, changeTo }: Cockpit, watcher: JobWatcher): Promise<TidemarkError | null> {
    const { appliance } = this.#options;
    const onRun = (run: RunId) => changeTo({ run, kind: "promote" });
    const { reports, error } = await appliance.promoter.promote({ signal, again: false, onRun });
    touch();
    for (const report of reports) watcher.promoted(report);
    if (error !== null) logPromoteError(appliance.ports.log, error);
    return error;
  }
}

/** Not even the history could be written. */
function neverBegun({ run, kind }: Job, { code, message, exitCode }: TidemarkError): RunSummary {
  const outcome = exitCode === 130 ? "cancelled" : exitCode === 4 ? "halted" : "failed";
  return { run, kind, outcome, tables: [], commit: null, pushed: false, ms: 0, error: { code, message } };
}

export function isGood(outcome: RunOutcome): boolean {
  return outcome === "ok" || outcome === "partial";
}

/** A table's own error was told when it came up, and a stop is none. */
function logError(log: Log, { summary, error }: Pick<JobEnd, "summary" | "error">): void {
  const { run, outcome } = summary;
  if (error === null || outcome === "partial" || outcome === "cancelled") return;
  log.write("error", error.message, { run, code: error.code, hint: error.hint });
}

function logPromoteError(log: Log, { code, message, hint, exitCode }: TidemarkError): void {
  if (exitCode !== 130) log.write("error", `nothing more is promoted now: ${message}`, { code, hint });
}

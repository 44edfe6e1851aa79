import type { TableName } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Source } from "../../domain/ports/source.ts";
import { isClosed } from "../../sync/next-wait.ts";
import type { Upkeep } from "../upkeep/upkeep.ts";
import type { Wake } from "../wake.ts";
import type { Conductor, Flown } from "./conductor.ts";
import type { Flight } from "./flight.ts";
import type { Job, JobEnd } from "./jobs.ts";
import { type NextJob, nextJob } from "./next-job.ts";
import type { SchedulerPlans } from "./plans.ts";

export interface SchedulerOptions {
  readonly conductor: Conductor;
  readonly flight: Flight;
  readonly plans: SchedulerPlans;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly source: Pick<Source, "knock">;
  readonly log: Log;
  /** What is done while nothing else is. */
  readonly upkeep: Pick<Upkeep, "slice" | "stop">;
  /** Tables whose first read is over while that of others is not. */
  readonly finished: () => readonly TableName[];
  /** What it throws ends the service: the data directory is not ours any more. */
  readonly beforeEach: () => void;
}

/** Others have the process for so long between two slices of upkeep. */
const BREATH_MS = 25;

/** Starts what is due, one run after the other, until the service stops; what others start counts as well. */
export class Scheduler {
  readonly #options: SchedulerOptions;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** @throws what ends the service; nothing is under way any more then */
  async go(signal: AbortSignal): Promise<void> {
    const { flight } = this.#options;
    try {
      await this.#turns(signal);
    } finally {
      // What somebody asked for must not write to what is about to be closed.
      flight.cancel();
      await flight.idle();
      this.#options.upkeep.stop();
    }
  }

  async #turns(signal: AbortSignal): Promise<void> {
    const { flight, plans, finished, beforeEach } = this.#options;
    while (!signal.aborted) {
      beforeEach();
      // Somebody asked for a run meanwhile.
      if (flight.current !== null) await flight.idle();
      else {
        const next = nextJob(plans.situation(finished()));
        if (next.kind === "wait") await this.#idle(next.ms, signal);
        else if (next.kind !== "poll" || (await this.#isOpen(signal))) await this.#run(next).end;
      }
    }
  }

  /** Looks again after each slice of upkeep: what has become due meanwhile goes first. */
  async #idle(ms: number, signal: AbortSignal): Promise<void> {
    const { wake, clock, upkeep } = this.#options;
    if (!upkeep.slice()) await wake.wait(clock, ms, signal);
    else await clock.sleep(Math.min(ms, BREATH_MS), signal).catch(() => {});
  }

  /** While MoneyWorks is closed one question finds out whether it is back, instead of a run that fails. */
  async #isOpen(signal: AbortSignal): Promise<boolean> {
    const { plans, source, log } = this.#options;
    if (!plans.isClosed) return true;
    const error = await source.knock(signal);
    if (error !== null && isClosed(error)) {
      plans.stillClosed(error);
      return false;
    }
    log.write("info", "MoneyWorks answers again");
    return !signal.aborted;
  }

  /** A run that somebody asked for. @throws api.busy */
  start(job: Omit<Job, "run">): Flown {
    const flown = this.#start(job, job.tables === undefined);
    void flown.end.then(() => this.#options.wake.ring());
    return flown;
  }

  #run(next: Exclude<NextJob, { kind: "wait" }>): Flown {
    return this.#start({ kind: next.kind, tables: "tables" in next ? next.tables : undefined, allowDeletes: 0 }, true);
  }

  /** @param counts it is a run as the schedule has them, so that the next one is due an interval later */
  #start(job: Omit<Job, "run">, counts: boolean): Flown {
    const { conductor, plans } = this.#options;
    const { kind, tables } = job;
    const settle = (end: JobEnd) => plans.ended(end, { kind, isWhole: tables === undefined });
    const flown = conductor.start(job, counts ? settle : undefined);
    plans.takesOff();
    if (counts) plans.began(kind);
    return flown;
  }
}

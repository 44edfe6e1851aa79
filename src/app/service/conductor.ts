import type { RunDetail, RunProgress } from "../../api/contract/run.ts";
import type { Status } from "../../api/contract/status.ts";
import type { Reading, Started } from "../../api/service.ts";
import type { RunId } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Random } from "../../domain/ports/random.ts";
import type { PromotionReport } from "../../domain/promotion.ts";
import { iso } from "../iso.ts";
import type { RunEnd } from "../run-end.ts";
import { sumsOf } from "../run-sums.ts";
import type { Announcer } from "./announcer.ts";
import type { Cockpit, Flight } from "./flight.ts";
import type { Job, JobEnd, Jobs, JobWatcher } from "./jobs.ts";
import { LiveRun } from "./live-run.ts";

export interface ConductorOptions {
  readonly flight: Flight;
  readonly jobs: Jobs;
  readonly announcer: Announcer;
  readonly reading: Pick<Reading, "run">;
  readonly clock: Pick<Clock, "now">;
  readonly random: Pick<Random, "uuid">;
  readonly watcher: ServiceWatcher;
}

/** Who is told outside. */
export interface ServiceWatcher {
  runEnded(run: RunEnd): void;
  promoted(report: PromotionReport): void;
  /** Something of it changed. */
  status(status: Status): void;
}

export interface Flown extends Started {
  readonly end: Promise<JobEnd>;
}

type Watcher = (progress: RunProgress) => void;
interface Live {
  readonly live: LiveRun;
  readonly watchers: Set<Watcher>;
}

/** Starts jobs, lets everybody know how they go, and answers with what came of them. */
export class Conductor {
  readonly #options: ConductorOptions;
  #live: Live | null = null;

  constructor(options: ConductorOptions) {
    this.#options = options;
  }

  /** How far the run has come; null: it is not under way. */
  progressOf(run: string): RunProgress | null {
    const progress = this.#live?.live.progress ?? null;
    return progress?.run === run ? progress : null;
  }

  /** Begins at once. @param settle takes note of the end, before anybody is told of it. @throws api.busy */
  start(asked: Omit<Job, "run">, settle: (end: JobEnd) => void = () => {}): Flown {
    const { flight, jobs, announcer, clock, random, watcher } = this.#options;
    const run = random.uuid(clock.now()) as RunId;
    const job: Job = { ...asked, run };
    const live = new LiveRun(job);
    const watchers = new Set<Watcher>();
    const startedAt = clock.now();
    const end = flight.start(job, async (cockpit) => {
      this.#live = { live, watchers };
      const changeTo: typeof cockpit.changeTo = (next) => {
        cockpit.changeTo(next);
        announcer.began(live.changeTo(next));
      };
      const ended = await jobs.do(job, { ...cockpit, changeTo }, this.#watcher({ live, watchers }, cockpit.changeTo));
      this.#live = null;
      settle(ended);
      announcer.quietly(() => watcher.runEnded(toldOf(job, ended)));
      announcer.ended(run);
      return ended;
    });
    const watch = (watcher: Watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    };
    return { run, end, watch, done: end.then((ended) => this.#detail(ended, startedAt)) };
  }

  #watcher({ live, watchers }: Live, changeTo: Cockpit["changeTo"]): JobWatcher {
    const { announcer, watcher } = this.#options;
    return {
      began: () => announcer.began(live.progress),
      progress: (progress, now) => {
        const { run, kind } = live.progress;
        const told = live.update(progress, now);
        // A poll with everything to read is a full sync from its plan on.
        if (told.kind !== kind) changeTo({ run: run as RunId, kind: told.kind });
        announcer.progress(told);
        for (const watcher of [...watchers]) announcer.quietly(() => watcher(told));
      },
      promoted: (report) => {
        announcer.promoted(report.commit);
        announcer.quietly(() => watcher.promoted(report));
      },
    };
  }

  /** As the history has it, with the hint that it does not keep; a run that could not be written down is told all the same. */
  #detail({ summary, error }: JobEnd, startedAt: number): RunDetail {
    const told = error === null ? null : { code: error.code, message: error.message, hint: error.hint };
    const kept = this.#kept(summary.run);
    if (kept !== null) return { ...kept, error: told };
    const { run, kind, outcome, ms, commit, pushed } = summary;
    return {
      ...{ run, kind, outcome, ms, commit, pushed, error: told },
      startedAt: iso(startedAt),
      endedAt: iso(startedAt + ms),
      records: sumsOf(summary.tables),
      requests: summary.requests ?? null,
      bytes: summary.bytes ?? null,
      differences: null,
      tables: summary.tables.map(({ quarantined: _, ...tally }) => tally),
      progress: null,
      check: null,
    };
  }

  #kept(run: RunId): RunDetail | null {
    const { announcer, reading } = this.#options;
    let kept: RunDetail | null = null;
    announcer.quietly(() => {
      kept = reading.run(run);
    });
    return kept;
  }
}

function toldOf({ tables: only }: Pick<Job, "tables">, { summary, error, differences }: JobEnd): RunEnd {
  const { run, kind, outcome, ms, tables } = summary;
  const isCheck = kind === "check";
  return { run, kind, outcome, ms, error, differences, isWhole: only === undefined, tables: isCheck ? [] : tables };
}

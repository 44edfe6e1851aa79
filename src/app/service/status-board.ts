import type { RunProgress } from "../../api/contract/run.ts";
import type { ServiceState, Status } from "../../api/contract/status.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import { iso } from "../iso.ts";
import { readStatus } from "../status.ts";
import { withWays } from "./halt-ways.ts";
import { verdictOf } from "./verdict.ts";

export interface StatusBoardOptions {
  readonly staging: Staging;
  readonly clock: Pick<Clock, "now">;
  readonly overlapSeconds: () => number;
  readonly version: string;
  readonly pollSeconds: () => number;
  /** What the scheduler has in mind. */
  readonly plans: () => Plans;
}

/** What is to come, and what stands in the way. */
export type Plans = Pick<
  ServiceState,
  "pausedSince" | "closedSince" | "failures" | "nextPollAt" | "nextSweepAt" | "nextFullAt" | "nextCheckAt"
>;

/** Asked a thousand times a second, a status is put together once. By the wall clock, which costs nothing to read; a step ends it. */
const KEPT_MS = 1000;

/** The status of the running service, kept until something changed, at most a second. */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #startedAt: string;
  #kept: { readonly at: number; readonly status: Status } | null = null;
  #running: RunProgress | null = null;

  constructor(options: StatusBoardOptions) {
    this.#options = options;
    this.#startedAt = iso(options.clock.now());
  }

  /** Something changed: the next one who asks gets it. */
  forget(): void {
    this.#kept = null;
  }

  /** The run under way has come so far; null: it has ended. */
  running(progress: RunProgress | null): void {
    this.#running = progress;
    const kept = progress === null ? null : this.#kept;
    this.#kept = kept === null ? null : { at: kept.at, status: withRunning(kept.status, progress) };
  }

  status(): Status {
    const at = this.#options.clock.now();
    if (this.#kept !== null && isFresh(this.#kept.at, at)) return this.#kept.status;
    const status = this.#make(at);
    this.#kept = { at, status };
    return status;
  }

  #make(now: number): Status {
    const { staging, overlapSeconds } = this.#options;
    const { halt, ...rest } = readStatus(staging, { now, overlapSeconds: overlapSeconds() });
    const at = iso(now);
    const service = this.#service(rest.lastSuccess?.endedAt ?? null, now);
    const unjudged = { at, ...rest, service, halt: withWays(halt) };
    return { ...unjudged, verdict: verdictOf(unjudged, now) };
  }

  #service(lastSuccess: string | null, now: number): ServiceState {
    const { version, plans, pollSeconds } = this.#options;
    const lag = lastSuccess === null ? null : Math.max(0, Math.round((now - Date.parse(lastSuccess)) / 1000));
    return {
      version,
      startedAt: this.#startedAt,
      running: this.#running,
      ...plans(),
      lagSeconds: lag,
      pollSeconds: pollSeconds(),
    };
  }
}

function withRunning(status: Status, running: RunProgress | null): Status {
  return { ...status, service: { ...status.service, running } };
}

function isFresh(madeAt: number, now: number): boolean {
  return now >= madeAt && now - madeAt < KEPT_MS;
}

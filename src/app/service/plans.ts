import { nextTime } from "../../config/cron-type.ts";
import type { TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import { lastSweep } from "../../sync/last-sweep.ts";
import type { NextWait } from "../../sync/next-wait.ts";
import type { Appliance } from "../appliance.ts";
import { whySweep } from "../due-sweep.ts";
import { iso } from "../iso.ts";
import { isGood, type Job, type JobEnd } from "./jobs.ts";
import type { Situation } from "./next-job.ts";
import type { Plans } from "./status-board.ts";

/** Since when nothing starts by itself: kept, so that a restart does not undo it. */
const PAUSED = "paused-since";
/** While a person is needed, a look whether somebody put things right without a word. */
const HALTED_MS = 3_600_000;

export interface PlansOptions {
  readonly appliance: Appliance;
  /** How long to wait after a poll. */
  readonly wait: (end: Pick<JobEnd, "error">, failures: number) => NextWait;
}

/** What the scheduler has in mind between two runs. */
export class SchedulerPlans {
  readonly #options: PlansOptions;
  #pollAt: number;
  #failures = 0;
  #closedSince: number | null = null;
  #isYielded = false;
  #isWoken = false;
  /** Somebody paused since the run under way began: it is to let go. */
  #isToStop = false;
  #maySweep = false;
  /** When the schedule last tried them, also where nothing could be written down. */
  readonly #tried: Partial<Record<"full" | "check", number>> = {};
  /** When it was noticed that the clock had been ahead as they were noted last. */
  readonly #setBack: Partial<Record<"full" | "check", number>> = {};

  constructor(options: PlansOptions) {
    this.#options = options;
    this.#pollAt = this.#clock.monotonic();
  }

  get #clock(): Clock {
    return this.#options.appliance.ports.clock;
  }

  get #staging(): Staging {
    return this.#options.appliance.ports.staging;
  }

  get pausedSince(): string | null {
    return this.#staging.setting(PAUSED) || null;
  }

  pause(): string {
    const since = this.pausedSince ?? iso(this.#clock.now());
    this.#staging.setSetting(PAUSED, since);
    this.#isToStop = true;
    return since;
  }

  resume(): void {
    this.#staging.setSetting(PAUSED, "");
    this.pollNow();
  }

  /** What kept polls waiting was put right. */
  pollNow(): void {
    this.#failures = 0;
    this.#pollAt = Math.min(this.#pollAt, this.#clock.monotonic());
  }

  wake(): void {
    this.#isWoken = true;
  }

  /** A run takes off, whoever asked for it. */
  takesOff(): void {
    this.#isToStop = false;
  }

  /** Whether a first read lets a poll go first, or was told to stop. One that was asked for during a pause goes on to its end. */
  shouldYield(finished: readonly unknown[]): boolean {
    if (this.pausedSince !== null) return this.#isToStop;
    return finished.length > 0 && this.#clock.monotonic() >= this.#pollAt;
  }

  situation(finished: Situation["finished"]): Situation {
    const { ports, sweepEvery } = this.#options.appliance;
    const now = this.#clock.now();
    return {
      now,
      monotonic: this.#clock.monotonic(),
      isPaused: this.pausedSince !== null,
      isWoken: this.#isWoken,
      pollAt: this.#pollAt,
      failures: this.#failures,
      isYielded: this.#isYielded,
      finished,
      isSweepDue: this.#maySweep && whySweep(ports.staging, { now, every: sweepEvery }) !== null,
      ...this.#longDue(),
    };
  }

  /** A run of the schedule begins: the next poll is due an interval after this one, the next of the others at their time. */
  began(kind: Job["kind"]): void {
    if (kind === "poll") {
      this.#isWoken = false;
      this.#pollAt = this.#clock.monotonic() + this.#options.appliance.pollEvery;
    }
    if (kind === "full" || kind === "check") this.#tried[kind] = this.#clock.now();
    // Whatever comes of a sweep, it is not due again before the next poll.
    this.#maySweep = false;
  }

  ended(end: JobEnd, { kind, isWhole }: { readonly kind: Job["kind"]; readonly isWhole: boolean }): void {
    const { outcome } = end.summary;
    if (kind === "check") return;
    if (outcome === "yielded") this.#isYielded = true;
    else if (isWhole) this.#isYielded = false;
    if (kind === "poll" && outcome !== "cancelled" && outcome !== "yielded") this.#polled(end, isWhole);
  }

  #polled(end: JobEnd, isWhole: boolean): void {
    const isWell = isGood(end.summary.outcome);
    const isHalted = end.summary.outcome === "halted" || end.promotion?.exitCode === 4;
    this.#failures = isWell ? 0 : this.#failures + 1;
    const { ms, weather } = this.#options.wait(end, this.#failures);
    this.#closedSince = weather === "closed" ? (this.#closedSince ?? this.#clock.now()) : null;
    this.#pollAt = this.#clock.monotonic() + (isHalted ? Math.max(ms, HALTED_MS) : ms);
    this.#maySweep = isWhole && isWell;
  }

  get isClosed(): boolean {
    return this.#closedSince !== null;
  }

  /** It was asked whether it is back, and is not. */
  stillClosed(error: TidemarkError): void {
    this.#isWoken = false;
    this.#failures += 1;
    this.#pollAt = this.#clock.monotonic() + this.#options.wait({ error }, this.#failures).ms;
  }

  told(): Plans {
    const { sweepEvery } = this.#options.appliance;
    const { fullAt, checkAt } = this.#longDue();
    const swept = lastSweep(this.#staging)?.at ?? null;
    const pausedSince = this.pausedSince;
    const time = (at: number | null) => (at === null || pausedSince !== null ? null : iso(at));
    const left = Math.max(0, this.#pollAt - this.#clock.monotonic());
    return {
      pausedSince,
      closedSince: this.#closedSince === null ? null : iso(this.#closedSince),
      failures: this.#failures,
      nextPollAt: time(this.#clock.now() + left),
      nextSweepAt: time(swept === null || sweepEvery === null ? null : swept + sweepEvery),
      nextFullAt: time(fullAt),
      nextCheckAt: time(checkAt),
    };
  }

  /** A time that passed while nothing ran is caught up with, but for those before anybody had planned it. */
  #longDue(): Pick<Situation, "fullAt" | "checkAt"> {
    const { fullAt, checkAt } = this.#options.appliance;
    return { fullAt: this.#next("full", fullAt), checkAt: this.#next("check", checkAt) };
  }

  #next(kind: "full" | "check", expression: string | null): number | null {
    const since = this.#plannedSince(kind, expression ?? "off");
    return expression === null ? null : nextTime(expression, this.#lastOf(kind, since));
  }

  /** Since when it is planned so, host wall clock, ms; kept over restarts. */
  #plannedSince(kind: "full" | "check", expression: string): number {
    const setting = `${kind}-planned`;
    const [, at, planned] = /^(\d+) (.*)$/.exec(this.#staging.setting(setting) ?? "") ?? [];
    if (planned === expression) return Number(at);
    const now = this.#clock.now();
    this.#staging.setSetting(setting, `${now} ${expression}`);
    return now;
  }

  /** What was noted for a time to come says nothing: without that a clock once ahead by a year would put them off for as long. */
  #lastOf(kind: "full" | "check", planned: number): number {
    const now = this.#clock.now();
    const noted = this.#staging.findRuns({ kind, limit: 1 })[0]?.startedAt ?? 0;
    const times = [this.#tried[kind] ?? 0, noted, planned];
    const past = times.filter((at) => at <= now);
    if (past.length === times.length) return Math.max(...past);
    const noticed = Math.min(this.#setBack[kind] ?? now, now);
    this.#setBack[kind] = noticed;
    return Math.max(noticed, ...past);
  }
}

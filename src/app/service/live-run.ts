import type { RunProgress } from "../../api/contract/run.ts";
import type { Progress } from "../../domain/run.ts";
import { ProgressMeter } from "../progress-meter.ts";
import type { Flying } from "./flight.ts";

/** How far the run under way has come, with rates and an estimate. */
export class LiveRun {
  readonly #meter = new ProgressMeter();
  #progress: RunProgress;

  constructor(flying: Flying) {
    this.#progress = { ...NOTHING_YET, ...flying };
  }

  get progress(): RunProgress {
    return this.#progress;
  }

  /** @param now monotonic clock, ms */
  update(progress: Progress, now: number): RunProgress {
    const { run } = this.#progress;
    const rates = this.#meter.update(progress, now);
    this.#progress = { ...progress, ...rates, run };
    return this.#progress;
  }

  /** Another run of the same work: a promotion after its poll. */
  changeTo(flying: Flying): RunProgress {
    this.#progress = { ...NOTHING_YET, ...flying };
    return this.#progress;
  }
}

const NOTHING_YET = {
  step: "read",
  table: null,
  tableNumber: 0,
  tableCount: 0,
  done: 0,
  total: null,
  percent: null,
  bytes: 0,
  recordsPerSecond: 0,
  bytesPerSecond: 0,
  etaSeconds: null,
  commit: null,
} as const satisfies Omit<RunProgress, "run" | "kind">;

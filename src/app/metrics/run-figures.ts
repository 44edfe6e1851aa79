import type { RunKind, RunOutcome } from "../../api/contract/run.ts";
import { Histogram } from "../../lib/histogram.ts";
import type { RunEnd } from "../run-end.ts";
import { Counters } from "./counters.ts";
import type { FamilyName } from "./families.ts";
import type { Exemplar, Sample } from "./open-metrics.ts";
import { gauge, gaugesBy, histogramSamples } from "./samples.ts";

export const KINDS: readonly RunKind[] = ["poll", "full", "sweep", "check", "promote", "adopt"];
/** Those that a service makes by itself, told from the beginning. */
const USUAL: readonly RunKind[] = ["poll", "full", "sweep", "check"];
const OUTCOMES: readonly RunOutcome[] = ["ok", "partial", "failed", "halted", "cancelled"];
/** Seconds. */
const BOUNDS = [0.25, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400];

/** What is known of runs before this start of the service. */
export interface RunHistory {
  /** When the newest run of this kind that went through ended, ms; null: never. */
  lastSuccess(kind: RunKind): number | null;
  /** The newest check that came to an end; null: there was none. */
  lastCheck(): CheckFigures | null;
}

export interface CheckFigures {
  /** Ms. */
  readonly at: number;
  readonly differences: number;
}

interface Durations {
  readonly histogram: Histogram;
  /** The newest run of each bucket. */
  readonly examples: Map<number, Exemplar>;
}

/** Counts the runs that ended. */
export class RunFigures {
  readonly #runs = new Counters();
  readonly #changes = new Counters();
  readonly #durations = new Map<RunKind, Durations>();
  readonly #successes: Map<RunKind, number | null>;
  #check: CheckFigures | null;

  constructor(history: RunHistory) {
    this.#successes = new Map(KINDS.map((kind) => [kind, history.lastSuccess(kind)]));
    this.#check = history.lastCheck();
    // Told from the beginning: a counter that appears with 1 hides its first increase.
    for (const kind of USUAL) {
      this.#durationsOf(kind);
      for (const outcome of OUTCOMES) this.#runs.add({ kind, outcome }, 0);
    }
    this.#runs.add({ kind: "check", outcome: "different" }, 0);
  }

  /** @param now host wall clock, ms */
  ended({ run, kind, outcome, isWhole, ms, tables, differences }: RunEnd, now: number): void {
    this.#runs.add({ kind, outcome });
    const durations = this.#durationsOf(kind);
    const bucket = durations.histogram.observe(ms / 1000);
    durations.examples.set(bucket, { labels: { run }, value: ms / 1000, at: now / 1000 });
    for (const { table, added, changed, deleted } of tables) {
      for (const [operation, count] of Object.entries({ added, changed, deleted }))
        this.#changes.add({ table, operation }, count);
    }
    if (!isWhole) return;
    if (outcome === "ok" || outcome === "different") this.#successes.set(kind, now);
    if (kind === "check" && differences !== null) this.#check = { at: now, differences };
  }

  #durationsOf(kind: RunKind): Durations {
    const known = this.#durations.get(kind) ?? { histogram: new Histogram(BOUNDS), examples: new Map() };
    this.#durations.set(kind, known);
    return known;
  }

  samples() {
    const durations = [...this.#durations].flatMap(([kind, { histogram, examples }]) =>
      histogramSamples(histogram.figures(), { kind }, examples),
    );
    const successes = [...this.#successes].map(([kind, at]) => [kind, at === null ? null : at / 1000] as const);
    return {
      tidemark_runs: this.#runs.samples(),
      tidemark_run_duration_seconds: durations,
      tidemark_last_success_timestamp_seconds: gaugesBy("kind", successes),
      tidemark_changes: this.#changes.samples(),
      tidemark_check_differences: gauge(this.#check?.differences ?? null),
      tidemark_check_timestamp_seconds: gauge(this.#check === null ? null : this.#check.at / 1000),
    } satisfies Partial<Record<FamilyName, readonly Sample[]>>;
  }
}

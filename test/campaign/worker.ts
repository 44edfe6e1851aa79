import type { Violation } from "./judge/judge.ts";
import { type Outcome, play, type Stage } from "./play.ts";
import { drawScenario } from "./scenario/draw.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { shrink } from "./shrink.ts";

/** Failing seeds of one process that are made smaller; it takes time, and the first ones tell most. */
const MOST_SHRUNK = 5;
/** So often the real git looks at both ends. */
const FSCK_EVERY = 25;

/** A seed that failed, and the smallest part of it that fails in the same way. */
export interface Failure {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly smallest: Scenario | null;
  readonly trace: readonly string[];
}

/** Plays seeds one by one, and makes those that fail smaller. */
export class Worker {
  readonly #stage: Stage;
  #shrunk = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async play(seed: number): Promise<{ readonly outcome: Outcome; readonly failure: Failure | null }> {
    const scenario = drawScenario(seed);
    const outcome = await this.#play(scenario);
    const { violations, trace } = outcome;
    if (violations.length === 0) return { outcome, failure: null };
    const isWorthIt = this.#shrunk++ < MOST_SHRUNK;
    const smallest = isWorthIt ? await this.#shrink(scenario, violations) : null;
    const lines = smallest === null ? trace.lines : (await this.#play(smallest)).trace.lines;
    return { outcome, failure: { seed, violations, smallest, trace: lines } };
  }

  #play(scenario: Scenario): Promise<Outcome> {
    return play(scenario, this.#stage, { fsck: scenario.seed % FSCK_EVERY === 0 });
  }

  #shrink(scenario: Scenario, violations: readonly Violation[]): Promise<Scenario> {
    const rules = new Set(violations.map(({ rule }) => rule));
    return shrink(scenario, async (candidate) => {
      const outcome = await this.#play(candidate);
      return outcome.violations.some(({ rule }) => rules.has(rule));
    });
  }
}

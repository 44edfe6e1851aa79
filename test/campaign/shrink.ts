import type { Scenario, Step } from "./scenario/scenario.ts";

/** Whether a scenario still fails. */
export type Fails = (scenario: Scenario) => Promise<boolean>;

/** Plays before it is enough. */
const MOST_PLAYS = 250;

/** The smallest part of a failing scenario that still fails, by leaving out step after step and trouble after trouble. */
export async function shrink(scenario: Scenario, fails: Fails): Promise<Scenario> {
  let smallest = scenario;
  let plays = 0;
  for (let isSmaller = true; isSmaller && plays < MOST_PLAYS; ) {
    isSmaller = false;
    for (let size = Math.max(1, smallest.steps.length >> 1); size >= 1 && plays < MOST_PLAYS; size >>= 1) {
      for (const candidate of candidates(smallest, size)) {
        if (plays++ >= MOST_PLAYS) break;
        if (!(await fails(candidate))) continue;
        smallest = candidate;
        isSmaller = true;
        break;
      }
    }
  }
  return smallest;
}

/** Without so many steps in a row; and, one by one, without a run's troubles. */
function* candidates(scenario: Scenario, size: number): Generator<Scenario> {
  const { steps } = scenario;
  for (let at = steps.length - size; at >= 0; at--) yield { ...scenario, steps: steps.toSpliced(at, size) };
  if (size > 1) return;
  for (const [at, step] of steps.entries()) {
    if (step.kind !== "run") continue;
    for (let trouble = 0; trouble < step.troubles.length; trouble++) {
      const calmer: Step = { ...step, troubles: step.troubles.toSpliced(trouble, 1) };
      yield { ...scenario, steps: steps.with(at, calmer) };
    }
  }
  if (Object.keys(scenario.quirks).length > 0) yield { ...scenario, quirks: {} };
  if (scenario.tables.length > 3) yield { ...scenario, tables: scenario.tables.slice(0, 3) };
}

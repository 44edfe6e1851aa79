import type { RunKind } from "../../../src/domain/run.ts";
import type { Change } from "./changes.ts";
import type { CommitEvent } from "./commits.ts";
import type { Scenario, Step, Trouble } from "./scenario.ts";

/** How a scenario comes to a place where it is to die. */
export interface Recipe {
  /** What leads there; the run that dies comes after it. */
  readonly before: readonly Step[];
  readonly run: RunKind;
  /** What else happens in that run. */
  readonly troubles?: readonly Trouble[];
  /** All this comes before anything else, when there is no remote yet. */
  readonly first?: boolean;
  readonly scenario?: Partial<
    Pick<Scenario, "chunk" | "deleteCount" | "mostPacks" | "company" | "mostRecords" | "quirks">
  >;
}

export interface Maker {
  readonly change: (act: Change["act"]) => Step;
  readonly commit: (act: CommitEvent["act"], from?: CommitEvent["from"]) => Step;
  readonly crash: Trouble;
}

/** What leads to which points; the first that matches. */
export type Recipes = readonly (readonly [point: RegExp, make: (maker: Maker) => Recipe])[];

export function run(kind: RunKind, troubles: readonly Trouble[] = []): Step {
  return { kind: "run", run: kind, allowDeletes: 0, yields: 0, tick: 3, troubles };
}

export function dies(point: string): Step {
  return run("poll", [{ on: "crash", point, nth: 1, power: false }]);
}

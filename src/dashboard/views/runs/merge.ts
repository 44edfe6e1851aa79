import type { Run, RunKind, RunOutcome } from "../../../api/contract/run.ts";

export interface RunFilter {
  readonly kind: RunKind | undefined;
  readonly outcome: RunOutcome | undefined;
}

/** The list with a run that began or ended: in its place, or first; left out where it does not fit. Ids sort by time. */
export function withRun(runs: readonly Run[], run: Run, { kind, outcome }: RunFilter): Run[] {
  const others = runs.filter((each) => each.run !== run.run);
  const fits = (kind === undefined || run.kind === kind) && (outcome === undefined || run.outcome === outcome);
  if (!fits) return others;
  const at = others.findIndex((each) => each.run < run.run);
  return at === -1 ? [...others, run] : others.toSpliced(at, 0, run);
}

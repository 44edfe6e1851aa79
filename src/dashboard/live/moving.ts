import type { RunProgress } from "../../api/contract/run.ts";
import { steadyEnd } from "./steady-end.ts";

/** The run under way, with an estimate that does not jump. */
export interface Moving {
  readonly progress: RunProgress;
  /** When it will end, ms; null: nobody can tell. */
  readonly endAt: number | null;
}

/** The same run a little later, or another one. */
export function moved(last: Moving | null, progress: RunProgress, now: number): Moving {
  const before = last?.progress.run === progress.run ? last.endAt : null;
  return { progress, endAt: steadyEnd(before, now, progress.etaSeconds) };
}

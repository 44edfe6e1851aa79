import type { RunKind } from "../../api/contract/run.ts";
import type { Reading } from "../../api/service.ts";
import type { RunHistory } from "./run-figures.ts";

/** What the history of runs says of the time before this start. Runs of some tables are not told from others there. */
export function historyOf(reading: Pick<Reading, "runs">): RunHistory {
  const newest = (kind: RunKind, outcome: string) => reading.runs({ kind, outcome, limit: 1 }).runs[0];
  const ended = (kind: RunKind, outcome: string) => {
    const at = newest(kind, outcome)?.endedAt ?? null;
    return at === null ? null : Date.parse(at);
  };
  return {
    lastSuccess: (kind) => (kind === "check" ? latest(ended(kind, "ok"), ended(kind, "different")) : ended(kind, "ok")),
    lastCheck() {
      const [equal, different] = [ended("check", "ok"), ended("check", "different")];
      const at = latest(equal, different);
      if (at === null) return null;
      return { at, differences: at === equal ? 0 : (newest("check", "different")?.differences ?? 0) };
    },
  };
}

function latest(one: number | null, other: number | null): number | null {
  return one === null ? other : Math.max(one, other ?? one);
}

import { expect, test } from "bun:test";
import type { Run } from "../../../../src/api/contract/run.ts";
import type { RunQuery } from "../../../../src/api/service.ts";
import { historyOf } from "../../../../src/app/metrics/run-history.ts";

type Known = Pick<Run, "kind" | "outcome" | "endedAt" | "differences">;

/** A history, newest first. */
function history(...known: Known[]) {
  const runs = ({ kind, outcome, limit }: RunQuery) => {
    const found = known.filter((run) => run.kind === kind && run.outcome === outcome).slice(0, limit);
    return { runs: found as Run[], next: null };
  };
  return historyOf({ runs });
}

const run = (kind: Run["kind"], outcome: Run["outcome"], hour: number, differences: number | null = null): Known => ({
  ...{ kind, outcome, differences },
  endedAt: `2026-03-10T${String(hour).padStart(2, "0")}:00:00.000Z`,
});
const at = (hour: number) => Date.UTC(2026, 2, 10, hour);

test("the newest run that went through counts, of its kind", () => {
  const known = history(run("poll", "failed", 9), run("poll", "ok", 8), run("sweep", "ok", 7), run("poll", "ok", 6));
  expect([known.lastSuccess("poll"), known.lastSuccess("sweep"), known.lastSuccess("full")]).toEqual([
    at(8),
    at(7),
    null,
  ]);
});

test.each([
  ["never was", [], null],
  ["found nothing", [run("check", "ok", 9, 0), run("check", "different", 8, 5)], { at: at(9), differences: 0 }],
  ["found something", [run("check", "different", 9, 5), run("check", "ok", 8, 0)], { at: at(9), differences: 5 }],
  ["came to no end", [run("check", "failed", 9), run("check", "different", 8, 5)], { at: at(8), differences: 5 }],
])("a check that %s", (_name, known, check) => {
  expect(history(...known).lastCheck()).toEqual(check);
  expect(history(...known).lastSuccess("check")).toBe(check?.at ?? null);
});

import { BEHIND_HALTS, CRASH_POINTS } from "./scenario/crash-points.ts";
import type { Tally } from "./tally.ts";
import type { Failure } from "./worker.ts";
import type { Counts } from "./world/points.ts";

/** With so many seeds every crash point has to have been hit. */
const ENOUGH_SEEDS = 1000;
const MOST_LINES = 60;

/** Points that no process died at although there were seeds enough. */
export function missedPoints({ seeds, counts }: Tally): readonly string[] {
  if (seeds < ENOUGH_SEEDS) return [];
  return CRASH_POINTS.filter((point) => !counts.points.has(point));
}

/** Points that were passed and that nobody listed. */
export function unknownPoints({ counts }: Tally): readonly string[] {
  const known = new Set(CRASH_POINTS);
  return [...counts.passed.keys()].filter((point) => !known.has(point) && !BEHIND_HALTS.test(point)).sort();
}

export function describeTally(tally: Tally, seconds: number): string {
  const { seeds, requests, counts, failed } = tally;
  const runs = sum(counts.runs);
  const rate = seconds > 0 ? ` (${(seeds / seconds).toFixed(1)} a second)` : "";
  return [
    section("Faults by kind (planned; what a run did not come to is forgotten)", counts.faults),
    section("Processes that died, by crash point (times passed)", counts.points, counts.passed),
    section("Runs", counts.runs),
    section("Incoming commits, their outcomes (a turn that could not decide: pending) and reasons", counts.promotions),
    section("What the runs after the storm had to bring (records)", counts.brought),
    `${seeds} seeds in ${seconds.toFixed(0)} s${rate}, ${runs} runs, ${requests} requests, ${sum(counts.points)} deaths`,
    failed === 0 ? "no violation" : `${failed} seeds FAILED`,
  ].join("\n\n");
}

export function describeFailure({ seed, violations, smallest, trace }: Failure): string {
  const found = violations.slice(0, 8).map(({ rule, text }) => `  ${rule}: ${text.slice(0, 600)}`);
  const steps = smallest === null ? [] : ["smallest part that still fails:", JSON.stringify(smallest)];
  const lines = trace.length > MOST_LINES ? ["  …", ...trace.slice(-MOST_LINES)] : trace;
  return [`SEED ${seed} FAILED`, ...found, ...steps, "trace:", ...lines, `again: bun run faults --seed ${seed}`].join(
    "\n",
  );
}

function section(title: string, counts: Counts, beside?: Counts): string {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = ([name, times]: readonly [string, number]) =>
    `  ${String(times).padStart(8)}  ${name}${beside === undefined ? "" : ` (${beside.get(name) ?? 0})`}`;
  return [title, ...rows.map(text)].join("\n");
}

function sum(counts: Counts): number {
  return [...counts.values()].reduce((total, times) => total + times, 0);
}

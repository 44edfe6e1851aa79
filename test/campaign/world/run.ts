import type { Appliance } from "../../../src/app/appliance.ts";
import { sweepWhenDue } from "../../../src/app/due-sweep.ts";
import { runOnce } from "../../../src/app/run-once.ts";
import type { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { RunKind } from "../../../src/domain/run.ts";
import type { PromoteResult } from "../../../src/promoter/promote-branches.ts";
import type { RunResult } from "../../../src/sync/engine.ts";
import { finishedTables } from "../../../src/sync/finished-tables.ts";
import type { Life } from "./points.ts";

export interface RunOrder {
  readonly run: RunKind;
  readonly allowDeletes: number;
  /** So many times a first read lets others go first. */
  readonly yields: number;
  /** What may follow a poll that went through. */
  readonly follow: "promotions and sweep" | "promotions" | "nothing";
}

/** How a run went. `results`: those that came to their end, two when a sweep was due, more when a first read yielded. */
export interface RunOutcome {
  readonly results: readonly RunResult[];
  /** Polls of what was finished, each behind a part of a first read that yielded. */
  readonly between: readonly RunResult[];
  /** The turn of promotions behind a poll; null: there was none, or the process died in it. */
  readonly promotions: PromoteResult | null;
  readonly died: string | null;
  /** What kept the process from starting. */
  readonly start: TidemarkError | null;
}

/** What a run came to so far. */
export interface Went {
  readonly results: RunResult[];
  readonly between: RunResult[];
  promotions: PromoteResult | null;
}

export interface Running {
  readonly appliance: Appliance;
  readonly life: Life;
  readonly signal: AbortSignal;
  /** What a process dies in does not come in here. */
  readonly went: Went;
}

/** A run as `tidemark run` does it: behind a poll that went through comes a turn of promotions, and a sweep when one is due. */
export async function runWhole(running: Running, order: RunOrder): Promise<void> {
  const { appliance, life, signal, went } = running;
  const { run: kind, follow } = order;
  const first = await runInParts(running, order);
  if (first === null) return;
  const request = { signal, onProgress: () => {} };
  const { outcome } = first.summary;
  if (follow === "nothing" || kind !== "poll" || (outcome !== "ok" && outcome !== "partial")) return;
  const promotions = await appliance.promoter.promote({ signal, again: false });
  if (life.death !== null) return;
  went.promotions = promotions;
  if (follow !== "promotions and sweep" || promotions.error?.exitCode === 4 || first.error !== null) return;
  const sweep = await sweepWhenDue(appliance, request);
  if (sweep !== null && life.death === null) went.results.push(sweep);
}

/** One run, and where it yields what lies between its parts. null: the process died, or a poll between two parts failed. */
async function runInParts({ appliance, life, signal, went }: Running, order: RunOrder): Promise<RunResult | null> {
  const { run: kind, allowDeletes } = order;
  let left = order.yields;
  const shouldYield = () => left-- > 0;
  for (;;) {
    const part = await runOnce(appliance, { kind, allowDeletes, signal, shouldYield, onProgress: () => {} });
    if (life.death !== null) return null;
    went.results.push(part);
    if (part.summary.outcome !== "yielded") return part;
    const tables = finishedTables(appliance.ports.staging, appliance.settings);
    if (tables.length === 0) continue;
    const poll = await runOnce(appliance, { kind: "poll", tables, allowDeletes: 0, signal, onProgress: () => {} });
    if (life.death !== null) return null;
    went.between.push(poll);
    if (poll.error !== null) return null;
  }
}

import type { Appliance } from "../../../src/app/appliance.ts";
import { sweepWhenDue } from "../../../src/app/due-sweep.ts";
import { runOnce } from "../../../src/app/run-once.ts";
import type { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { RunKind } from "../../../src/domain/run.ts";
import type { PromoteResult } from "../../../src/promoter/promote-branches.ts";
import type { RunResult } from "../../../src/sync/engine.ts";
import type { Life } from "./points.ts";

export interface RunOrder {
  readonly run: RunKind;
  readonly allowDeletes: number;
  /** What may follow a poll that went through. */
  readonly follow: "promotions and sweep" | "promotions" | "nothing";
}

/** How a run went. `results`: those that came to their end, two when a sweep was due. */
export interface RunOutcome {
  readonly results: readonly RunResult[];
  /** The turn of promotions behind a poll; null: there was none, or the process died in it. */
  readonly promotions: PromoteResult | null;
  readonly died: string | null;
  /** What kept the process from starting. */
  readonly start: TidemarkError | null;
}

/** What a run came to so far. */
export interface Went {
  readonly results: RunResult[];
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
export async function runWhole(
  { appliance, life, signal, went }: Running,
  { run: kind, allowDeletes, follow }: RunOrder,
): Promise<void> {
  const request = { signal, onProgress: () => {} };
  const first = await runOnce(appliance, { kind, allowDeletes, ...request });
  if (life.death !== null) return;
  went.results.push(first);
  const { outcome } = first.summary;
  if (follow === "nothing" || kind !== "poll" || (outcome !== "ok" && outcome !== "partial")) return;
  const promotions = await appliance.promoter.promote({ signal, again: false });
  if (life.death !== null) return;
  went.promotions = promotions;
  if (follow !== "promotions and sweep" || promotions.error?.exitCode === 4 || first.error !== null) return;
  const sweep = await sweepWhenDue(appliance, request);
  if (sweep !== null && life.death === null) went.results.push(sweep);
}

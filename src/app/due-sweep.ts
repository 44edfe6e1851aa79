import type { Staging } from "../domain/ports/staging.ts";
import type { RunResult } from "../sync/engine.ts";
import { eventName, lastSweep } from "../sync/last-sweep.ts";
import type { Appliance } from "./appliance.ts";
import { type OnceRequest, runOnce } from "./run-once.ts";

export interface SweepSchedule {
  /** Host wall clock, ms. */
  readonly now: number;
  /** Milliseconds between two sweeps; null: only after clock events. */
  readonly every: number | null;
}

/** Why a sweep is due, for the log; null: none is. While a halt stands none is: it could only halt again. */
export function whySweep(staging: Staging, { now, every }: SweepSchedule): string | null {
  if (staging.halt() !== null) return null;
  const last = lastSweep(staging);
  if (last === null) return staging.lastCommit() === null || every === null ? null : "there was none yet";
  const [event] = staging.clockEvents(1);
  if (event !== undefined && last.event !== eventName(event)) return `the server's clock: ${event.kind}`;
  if (every === null) return null;
  // A wall clock that was set back says nothing about how long ago it was.
  if (now < last.at) return "this host's clock was set back since the last one";
  return now - last.at >= every ? "the last one was long enough ago" : null;
}

/** Sweeps when that is due; call it after a poll. null: nothing was due. */
export async function sweepWhenDue(
  appliance: Appliance,
  request: Pick<OnceRequest, "signal" | "onProgress">,
): Promise<RunResult | null> {
  const { ports, sweepEvery } = appliance;
  const reason = whySweep(ports.staging, { now: ports.clock.now(), every: sweepEvery });
  if (reason === null || request.signal.aborted) return null;
  ports.log.write("info", "a sweep is due", { reason });
  return runOnce(appliance, { ...request, kind: "sweep", allowDeletes: 0 });
}

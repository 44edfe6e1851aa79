import type { TableName } from "../domain/ids.ts";
import type { Progress, RunKind } from "../domain/run.ts";
import { type RunResult, runSync } from "../sync/engine.ts";
import type { Appliance } from "./appliance.ts";

export interface OnceRequest {
  readonly kind: RunKind;
  readonly tables?: readonly TableName[] | undefined;
  readonly allowDeletes: number;
  readonly signal: AbortSignal;
  /** `now` is the monotonic clock in ms. */
  readonly onProgress: (progress: Progress, now: number) => void;
}

/** One run, written into the history from its first moment on, with the halt it ends in or lifts. */
export async function runOnce({ ports, settings, random }: Appliance, request: OnceRequest): Promise<RunResult> {
  const { staging, clock, log } = ports;
  const run = random.uuid(clock.now()) as RunResult["summary"]["run"];
  staging.startRun(run, request.kind, clock.now());
  log.write("debug", `${request.kind} started`, { run });
  const onProgress = (progress: Progress) => request.onProgress(progress, clock.monotonic());
  const result = await runSync(ports, settings, { ...request, run, onProgress });
  staging.endRun(result.summary, clock.now());
  settleHalt(ports, result);
  logResult(ports, result);
  return result;
}

/** A halt stays until a run of the kind that met it goes through; a poll says nothing about a full sync's deletions. */
function settleHalt({ staging, clock }: Appliance["ports"], { summary, error }: RunResult): void {
  if (error !== null && error.exitCode === 4) {
    staging.setHalt({ code: error.code, message: error.message, hint: error.hint, at: clock.now() });
    return;
  }
  const halt = staging.halt();
  if (halt === null || summary.outcome !== "ok") return;
  if (summary.kind === "full" || halt.code !== "sync.delete-brake") staging.setHalt(null);
}

function logResult({ log }: Appliance["ports"], { summary, error }: RunResult): void {
  const { run, kind, outcome, commit, pushed, ms, tables } = summary;
  const sum = (pick: "read" | "added" | "changed" | "deleted") =>
    tables.reduce((total, table) => total + table[pick], 0);
  const counts = { read: sum("read"), added: sum("added"), changed: sum("changed"), deleted: sum("deleted") };
  log.write("info", `${kind} ${outcome}`, { run, ...counts, commit, pushed, ms });
  if (error !== null) log.write("error", error.message, { run, code: error.code, hint: error.hint });
}

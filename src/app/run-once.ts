import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { RunId, TableName } from "../domain/ids.ts";
import { during } from "../domain/log-fields.ts";
import type { Progress, RunKind, RunSummary } from "../domain/run.ts";
import type { RunRequest } from "../sync/context.ts";
import { type RunResult, runSync } from "../sync/engine.ts";
import type { Appliance } from "./appliance.ts";
import type { HttpMeter, HttpTotals } from "./http-meter.ts";
import { raiseHalt } from "./raise-halt.ts";
import { sumsOf } from "./run-sums.ts";

export interface OnceRequest {
  /** Absent: a new one. */
  readonly run?: RunId | undefined;
  readonly kind: RunKind;
  readonly tables?: readonly TableName[] | undefined;
  /** Records that are read whatever their stamps say; absent: none. */
  readonly also?: RunRequest["also"];
  readonly allowDeletes: number;
  /** As in `RunRequest`. */
  readonly shouldYield?: RunRequest["shouldYield"];
  readonly signal: AbortSignal;
  /** `now` is the monotonic clock in ms. */
  readonly onProgress: (progress: Progress, now: number) => void;
}

export interface RunParts extends Pick<Appliance, "ports" | "settings" | "random"> {
  /** Of the requests to MoneyWorks; absent: nobody counts them. */
  readonly meter?: HttpMeter | undefined;
}

/**
 * One run, written into the history from its first moment on, with the halt it ends in or lifts. Does not throw: what keeps it from starting or from being written down is its error, which is
 * the caller's to tell.
 */
export async function runOnce(appliance: RunParts, request: OnceRequest): Promise<RunResult> {
  const { ports, random } = appliance;
  const run = request.run ?? (random.uuid(ports.clock.now()) as RunId);
  const onProgress = (progress: Progress) => request.onProgress(progress, ports.clock.monotonic());
  return await during(ports.log, { run }, async () => {
    const result = await recorded(appliance, { ...request, run, onProgress });
    logSums(ports, result.summary);
    return result;
  });
}

async function recorded({ ports, settings, meter }: RunParts, request: RunRequest): Promise<RunResult> {
  const { staging, clock, log } = ports;
  const { run, kind } = request;
  let result: RunResult = { summary: nothingDone(request), error: null };
  try {
    staging.startRun(run, kind, clock.now());
    log.write("debug", `${kind} started`, { run });
    const before = meter?.totals();
    result = await runSync(ports, settings, request);
    result = { ...result, summary: withTraffic(result.summary, before, meter?.totals()) };
    staging.endRun(result.summary, clock.now());
    settleHalt(ports, result);
    return result;
  } catch (reason) {
    return result.error === null ? failed(result.summary, asTidemarkError(reason)) : result;
  }
}

/** Only one run goes at a time, so what was counted meanwhile is its own. */
function withTraffic(summary: RunSummary, before: HttpTotals | undefined, after: HttpTotals | undefined): RunSummary {
  if (before === undefined || after === undefined) return summary;
  return { ...summary, requests: after.requests - before.requests, bytes: after.bytes - before.bytes };
}

function nothingDone({ run, kind }: RunRequest): RunSummary {
  return { run, kind, outcome: "ok", tables: [], commit: null, pushed: false, ms: 0, error: null };
}

function failed(summary: RunSummary, error: TidemarkError): RunResult {
  const { code, message } = error;
  return { summary: { ...summary, outcome: "failed", error: { code, message } }, error };
}

/** A halt stays until a run that would meet it goes through; a poll says nothing about deletions. */
function settleHalt(ports: Appliance["ports"], { summary, error }: RunResult): void {
  const { staging } = ports;
  if (error?.exitCode === 4) {
    raiseHalt(ports, error);
    return;
  }
  const halt = staging.halt();
  const { kind, outcome } = summary;
  if (halt === null || (outcome !== "ok" && outcome !== "partial")) return;
  // Of a table that failed otherwise, nobody knows whether the brake would still hold.
  const braked = halt.code === "sync.delete-brake";
  if (!braked || (kind !== "poll" && outcome === "ok")) staging.setHalt(null);
}

function logSums({ log }: Appliance["ports"], summary: RunSummary): void {
  const { run, kind, outcome, commit, pushed, ms, tables } = summary;
  log.write("info", `${kind} ${outcome}`, { run, ...sumsOf(tables), commit, pushed, ms });
}

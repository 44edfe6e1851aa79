import { type Gauge, ProgressMeter } from "../app/progress-meter.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Progress } from "../domain/run.ts";

/** Something that shows progress while a run goes on. */
export interface ProgressView {
  readonly update: (progress: Progress, now: number) => void;
  /** Leaves the place clean for what is printed next. */
  readonly done: () => void;
}

const REDRAW_MS = 200;
const JSON_MS = 500;

/** Where progress goes: to a program that asked for it, or to a person who watches; a log has its own lines. */
export function progressView(host: Host, json: boolean): ProgressView {
  if (json) return jsonProgress(host);
  return host.errIsTerminal ? terminalProgress(host) : { update: () => {}, done: () => {} };
}

/** One line on a terminal that is drawn over itself. */
function terminalProgress(host: Host): ProgressView {
  const clear = () => host.err("\r\x1b[K");
  const update = paced(REDRAW_MS, (progress, gauge) =>
    host.err(`\r\x1b[K${progressText(progress, gauge).slice(0, host.columns() - 1)}`),
  );
  return { update, done: clear };
}

/** `{"type":"progress",…}` lines on standard output. */
function jsonProgress(host: Host): ProgressView {
  const update = paced(JSON_MS, (progress, gauge) =>
    host.out(`${JSON.stringify({ type: "progress", ...progress, ...gauge })}\n`),
  );
  return { update, done: () => {} };
}

/** Measures every step but shows only some of them: commits always, reads once `everyMs` have passed since the last. */
function paced(everyMs: number, show: (progress: Progress, gauge: Gauge) => void): ProgressView["update"] {
  const meter = new ProgressMeter();
  let shown: number | null = null;
  return (progress, now) => {
    const gauge = meter.update(progress, now);
    shown ??= now;
    if (progress.step === "read" && now - shown < everyMs) return;
    shown = now;
    show(progress, gauge);
  };
}

function progressText(progress: Progress, gauge: Gauge): string {
  const { done, total, step, commit } = progress;
  if (step !== "read") {
    const what = commit === null ? "what was waiting" : commit.slice(0, 10);
    return `${step === "commit" ? "committed" : "pushed"} ${what} (${done} records read)`;
  }
  const part = total === null ? `${done} records` : `${gauge.percent?.toFixed(1)} %  ${done} of ${total} records`;
  const eta = gauge.etaSeconds === null ? "" : `  ${durationText(gauge.etaSeconds)} left`;
  return `${part}  ${gauge.recordsPerSecond}/s${eta}${placeText(progress)}`;
}

/** `  name (2 of 5)`; nothing before the first table, and no numbers where it is the only one. */
function placeText({ table, tableNumber, tableCount }: Progress): string {
  if (table === null) return "";
  return tableCount > 1 ? `  ${table} (${tableNumber} of ${tableCount})` : `  ${table}`;
}

export function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

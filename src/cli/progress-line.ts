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
const LINE_MS = 5_000;
const JSON_MS = 500;

/** One line on a terminal that is drawn over itself. */
export function terminalProgress(host: Host): ProgressView {
  const clear = () => host.err("\r\x1b[K");
  const update = paced(REDRAW_MS, (progress, gauge) =>
    host.err(`\r\x1b[K${progressText(progress, gauge).slice(0, host.columns() - 1)}`),
  );
  return { update, done: clear };
}

/** A line now and then, for logs and pipes. */
export function lineProgress(host: Host): ProgressView {
  return {
    update: paced(LINE_MS, (progress, gauge) => host.err(`${progressText(progress, gauge)}\n`)),
    done: () => {},
  };
}

/** `{"type":"progress",…}` lines on standard output. */
export function jsonProgress(host: Host): ProgressView {
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
  const { done, total, table, step, commit } = progress;
  if (step !== "read") {
    const what = commit === null ? "what was waiting" : commit.slice(0, 10);
    return `${step === "commit" ? "committed" : "pushed"} ${what} (${done} records read)`;
  }
  const part = total === null ? `${done} records` : `${gauge.percent?.toFixed(1)} %  ${done} of ${total} records`;
  const eta = gauge.etaSeconds === null ? "" : `  ${durationText(gauge.etaSeconds)} left`;
  return `${part}  ${gauge.recordsPerSecond}/s${eta}  ${table ?? ""}`;
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

import type { AnonymizeProgress, AnonymizeResult, AnonymizeWatcher } from "../app/anonymize/request.ts";
import type { Host } from "../domain/ports/host.ts";
import { textTable } from "../lib/text-table.ts";
import { durationText } from "./progress-line.ts";
import { megabytes } from "./step-view.ts";

const REDRAW_MS = 200;
const JSON_MS = 500;
/** Where nobody watches: a line for the log of whoever started it. */
const LINE_MS = 10_000;

const STEPS: Readonly<Record<AnonymizeProgress["step"], string>> = {
  context: "looking through",
  records: "anonymizing",
  assemble: "putting in order",
  "audit-gather": "audit: reading originals",
  "audit-read": "audit: reading the output",
  "audit-examine": "audit: comparing",
  "audit-compare": "audit: looking for what differs",
  "audit-confirm": "audit: looking for whose it is",
};

/** How far it has come: one line on a terminal, a line now and then elsewhere, lines of JSON for a program. */
export function anonymizeView(host: Host, json: boolean) {
  const everyMs = json ? JSON_MS : host.errIsTerminal ? REDRAW_MS : LINE_MS;
  const pace = new Pace(everyMs);
  const clear = () => {
    if (!json && host.errIsTerminal) host.err("\r\x1b[K");
  };
  const watcher: AnonymizeWatcher = {
    onProgress: (progress, now) => {
      const gauge = pace.gauge(progress, now);
      if (gauge === null) return;
      if (json) host.out(`${JSON.stringify({ type: "progress", ...progress, ...gauge })}\n`);
      else if (host.errIsTerminal) host.err(`\r\x1b[K${lineOf(progress, gauge).slice(0, host.columns() - 1)}`);
      else host.err(`${lineOf(progress, gauge)}\n`);
    },
    onNote: (note) => {
      clear();
      host.err(`tidemark: ${note}\n`);
    },
  };
  return { watcher, done: clear };
}

interface Gauge {
  readonly recordsPerSecond: number;
  readonly etaSeconds: number | null;
}

/** Measures one step at a time, and says when there is something to show. */
class Pace {
  readonly #everyMs: number;
  #step: string | null = null;
  #from = { at: 0, done: 0 };
  #shown = 0;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  gauge({ step, done, total }: AnonymizeProgress, now: number): Gauge | null {
    if (step !== this.#step) {
      this.#step = step;
      this.#from = { at: now, done };
      this.#shown = now;
      return null;
    }
    if (now - this.#shown < this.#everyMs) return null;
    this.#shown = now;
    const seconds = Math.max(now - this.#from.at, 1) / 1000;
    const recordsPerSecond = Math.round((done - this.#from.done) / seconds);
    const isKnown = total !== null && recordsPerSecond > 0;
    return { recordsPerSecond, etaSeconds: isKnown ? Math.ceil(Math.max(total - done, 0) / recordsPerSecond) : null };
  }
}

function lineOf({ step, table, done, total }: AnonymizeProgress, { recordsPerSecond, etaSeconds }: Gauge): string {
  const amount = total === null ? `${done} records` : `${done} of ${total} records`;
  const left = etaSeconds === null ? "" : `  ${durationText(etaSeconds)} left`;
  return `${STEPS[step]}${table === null ? "" : ` ${table}`}  ${amount}  ${recordsPerSecond}/s${left}`;
}

/** What a person reads at the end. */
export function resultText(to: string, result: AnonymizeResult): string {
  const { tables, passedOver, audit } = result;
  const rows = tables.map(({ table, read, written, lines }) => [table, read, written, lines]);
  const records = tables.reduce((sum, { written }) => sum + written, 0);
  const memory = result.peakRss === null ? "" : `, ${megabytes(result.peakRss)} MB of memory at most`;
  return [
    textTable(["table", "read", "written", "lines"], rows),
    ...passedOver.map(({ table, reason }) => `${table} was left out: ${reason}\n`),
    `${to}: ${records} records in ${result.seconds.toFixed(1)} s, ${result.recordsPerSecond}/s${memory}\n`,
    audit === null ? "" : audit.text,
  ].join("");
}

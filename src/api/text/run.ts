import { textTable, visible } from "../../lib/text-table.ts";
import type { RunDetail, RunList, RunProgress, RunStarted } from "../contract/run.ts";
import { checkText } from "./check.ts";
import { percentText } from "./status.ts";

/** `GET /runs/:run`, and what `/sync/…` answers when it waited: the tables, then what came of it in one line. */
export function runText(run: RunDetail): string {
  const { kind, outcome, error, progress, check } = run;
  if (check !== null) return checkText(run, check);
  const goesOn = `${tallyText(run)}${kind} ${run.run} goes on${progress === null ? "" : progressText(progress)}\n`;
  const why = error === null ? "" : `  ${visible(error.message)} (${error.code})\n`;
  return outcome === null ? goesOn : `${summaryText({ ...run, outcome })}${why}`;
}

type Summary = Pick<RunDetail, "kind" | "tables" | "commit" | "pushed" | "ms"> & { readonly outcome: string };

/** The tables of a run that has ended, and what came of it. */
export function summaryText(run: Summary): string {
  const { kind, outcome, ms } = run;
  const time = ms === null ? "" : ` in ${(ms / 1000).toFixed(1)} s`;
  return `${tallyText(run)}${kind} ${outcome}${time}: ${placeText(run)}\n`;
}

function tallyText({ tables }: Pick<RunDetail, "tables">): string {
  const rows = tables
    .filter(({ read, deleted }) => read + deleted > 0)
    .map(({ table, read, added, changed, deleted, same }) => [table, read, added, changed, deleted, same]);
  return rows.length === 0 ? "" : textTable(["table", "read", "added", "changed", "deleted", "same"], rows);
}

function placeText({ commit, pushed, outcome }: Summary): string {
  const idle = pushed ? "nothing to commit; what was waiting is pushed" : "nothing to commit";
  const none = outcome === "ok" ? idle : "nothing committed";
  return commit === null ? none : `main is ${commit}${pushed ? ", pushed" : ", not pushed"}`;
}

function progressText({ step, table, done, total, percent }: RunProgress): string {
  const records = total === null ? `${done} records` : `${done} of ${total} records`;
  return `${percentText(percent)}, ${step}${table === null ? "" : ` ${table}`}, ${records}`;
}

export function runsText({ runs, next }: RunList): string {
  if (runs.length === 0) return "No runs.\n";
  const rows = runs.map(({ run, kind, outcome, startedAt, ms, records, error }) => [
    startedAt,
    kind,
    outcome ?? "-",
    ms === null ? "-" : (ms / 1000).toFixed(1),
    records.read,
    records.added,
    records.changed,
    records.deleted,
    run,
    error === null ? "" : error.code,
  ]);
  const head = ["started", "kind", "outcome", "seconds", "read", "added", "changed", "deleted", "run", "error"];
  return `${textTable(head, rows)}${moreText("before", next)}`;
}

export function startedText({ run, kind }: RunStarted): string {
  return `${kind} started: /runs/${run}\n`;
}

/** How to see the next page. */
export function moreText(parameter: string, next: string | null): string {
  return next === null ? "" : `more: ?${parameter}=${encodeURIComponent(next)}\n`;
}

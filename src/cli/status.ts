import { clockLines } from "../api/text/clock.ts";
import { quarantineText } from "../api/text/quarantine.ts";
import { MAIN_HALTS } from "../app/halt-status.ts";
import { statusOf } from "../app/queries.ts";
import type { Status } from "../app/status.ts";
import { textTable, visible } from "../lib/text-table.ts";
import type { Command, Invocation } from "./command.ts";
import { settingsFrom } from "./settings.ts";

export const statusCommand: Command = {
  name: "status",
  summary: "Show what is mirrored, up to when, and whether all is well",
  operands: "",
  arity: [0, 0],
  options: [],
  configured: true,
  examples: [
    { command: "tidemark status", what: "tables, markers, last run, clock" },
    { command: "tidemark status --json", what: "the same for a program" },
  ],
  run: async ({ host, args, json, now }: Invocation) => {
    const status = statusOf(host, settingsFrom(args), now);
    host.out(json ? `${JSON.stringify(status)}\n` : statusText(status));
    return status.halt === null ? 0 : 4;
  },
};

function statusText(status: Status): string {
  const { lastRun, lastSuccess, clock, halt } = status;
  const lines = [
    halt === null ? null : haltText(halt),
    `main      ${status.main ?? "no commit yet"}`,
    `remote    ${remoteText(status)}`,
    `last run  ${lastRun === null ? "none yet" : `${lastRun.kind} ${lastRun.outcome ?? "unfinished"} at ${lastRun.endedAt ?? lastRun.startedAt}`}`,
    lastRun?.error == null ? null : `          ${lastRun.error.message} (${lastRun.error.code})`,
    lastSuccess === null || lastSuccess.run === lastRun?.run
      ? null
      : `last good ${lastSuccess.kind} at ${lastSuccess.endedAt}`,
    ...(clock === null ? [] : clockLines(clock)),
    ...promotionLines(status.promotions),
    ...driftLines(status.drift),
    status.uncommittedRecords === 0 ? null : `staged    ${status.uncommittedRecords} records wait for a commit`,
  ];
  return `${lines.filter((line) => line !== null).join("\n")}\n${tablesText(status.tables)}${quarantineText(status.quarantine)}`;
}

/** What waits, and the newest that was judged. */
function promotionLines(promotions: Status["promotions"]): string[] {
  const shown = promotions.filter(({ outcome }, index) => index === 0 || outcome === "pending");
  return shown.map(
    ({ outcome, branch, commit, at }) => `write     ${outcome}: ${visible(branch)} ${commit.slice(0, 12)} at ${at}`,
  );
}

function driftLines(drift: Status["drift"]): string[] {
  const line = (what: string, table: string, fields: Status["drift"][number]["gone"]) =>
    fields.length === 0 ? [] : [`fields    ${table}: ${what}: ${fields.map(({ name }) => visible(name)).join(", ")}`];
  return drift.flatMap(({ table, gone, appeared }) => [...line("gone", table, gone), ...line("new", table, appeared)]);
}

/** The brake stops what deletes: polls go on. */
function haltText({ code, message, hint, since }: NonNullable<Status["halt"]>): string {
  const what = code === "sync.delete-brake" ? "Sweeps and full syncs are halted" : "HALTED";
  return `${what} since ${since}: ${message}\n  ${hint}`;
}

function tablesText(tables: Status["tables"]): string {
  const filled = tables.filter(({ records, marker }) => records > 0 || marker === null);
  if (filled.length === 0) return "";
  const rows = filled.map(({ table, records, marker, coverage }) => [table, records, marker ?? "-", coverage]);
  const empty = tables.length - filled.length;
  const rest = empty === 0 ? "" : `${empty} more ${empty === 1 ? "table is" : "tables are"} empty\n`;
  return `\n${textTable(["table", "records", "marker", "coverage"], rows)}${rest}`;
}

function remoteText({ remote, unpushedCommits, halt }: Status): string {
  if (halt !== null && MAIN_HALTS.includes(halt.code)) return "not where Tidemark left it, see above";
  if (remote === null) return "nothing pushed yet";
  return unpushedCommits === 0
    ? "in step"
    : `${unpushedCommits} ${unpushedCommits === 1 ? "commit" : "commits"} behind, at ${remote}`;
}

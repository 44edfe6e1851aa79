import { statusOf } from "../app/queries.ts";
import type { Status } from "../app/status.ts";
import type { Command, Invocation } from "./command.ts";
import { settingsFrom } from "./settings.ts";
import { textTable } from "./text-table.ts";

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
  run: async ({ host, args, json }: Invocation) => {
    const status = statusOf(host, settingsFrom(args));
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
    clock === null
      ? null
      : `clock     server ${clock.serverLocalTime} at ${clock.sampledAt}, ${skewText(clock.skewSeconds)}`,
    status.uncommittedRecords === 0 ? null : `staged    ${status.uncommittedRecords} records wait for a commit`,
  ];
  return `${lines.filter((line) => line !== null).join("\n")}\n${tablesText(status.tables)}`;
}

/** The brake stops full syncs alone: polls delete nothing and go on. */
function haltText({ code, message, hint, since }: NonNullable<Status["halt"]>): string {
  const what = code === "sync.delete-brake" ? "A full sync is halted" : "HALTED";
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

function remoteText({ remote, unpushedCommits }: Status): string {
  if (remote === null) return "nothing pushed yet";
  return unpushedCommits === 0
    ? "in step"
    : `${unpushedCommits} ${unpushedCommits === 1 ? "commit" : "commits"} behind, at ${remote}`;
}

function skewText(skew: number | null): string {
  if (skew === null) return "skew unknown";
  return skew === 0 ? "no skew" : `${Math.abs(skew)} s ${skew > 0 ? "ahead of" : "behind"} this host`;
}

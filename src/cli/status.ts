import { clockLines } from "../api/text/clock.ts";
import { quarantineText } from "../api/text/quarantine.ts";
import { driftLines, promotionLines, remoteText, tablesText } from "../api/text/status.ts";
import { statusOf } from "../app/queries.ts";
import type { Status } from "../app/status.ts";
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

/** The brake stops what deletes: polls go on. */
function haltText({ code, message, hint, since }: NonNullable<Status["halt"]>): string {
  const what = code === "sync.delete-brake" ? "Sweeps and full syncs are halted" : "HALTED";
  return `${what} since ${since}: ${message}\n  ${hint}`;
}

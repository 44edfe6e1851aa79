import { MAIN_HALTS } from "../../domain/main-halts.ts";
import { textTable, visible } from "../../lib/text-table.ts";
import type { Status } from "../contract/status.ts";
import { clockLines } from "./clock.ts";
import { quarantineText } from "./quarantine.ts";

/** `GET /status` for people: the verdict first, what it rests on below. */
export function statusText(status: Status): string {
  const { verdict, halt, clock, promotions } = status;
  const lines = [
    `${verdict.level.toUpperCase()}: ${visible(verdict.sentence)}`,
    ...verdict.remarks.map((remark) => `  ${visible(remark)}`),
    ...(halt === null ? [] : haltLines(halt)),
    "",
    ...serviceLines(status),
    `main      ${status.main ?? "no commit yet"}`,
    `remote    ${remoteText(status)}`,
    ...runLines(status),
    ...(clock === null ? [] : clockLines(clock)),
    ...promotionLines(promotions),
    ...driftLines(status.drift),
    ...(status.uncommittedRecords === 0 ? [] : [`staged    ${status.uncommittedRecords} records wait for a commit`]),
  ];
  return `${lines.join("\n")}\n${tablesText(status.tables)}${quarantineText(status.quarantine)}`;
}

function haltLines({ message, hint, since, ways }: NonNullable<Status["halt"]>): string[] {
  const choices = ways.map(({ way, effect }) => `    ${way}: ${visible(effect)}`);
  return [`  halted since ${since}: ${visible(message)}`, `  ${visible(hint)}`, ...choices];
}

function serviceLines({ service }: Status): string[] {
  const { running, pausedSince, closedSince, nextPollAt, nextSweepAt, version, startedAt } = service;
  const next = [
    nextPollAt === null ? null : `poll ${nextPollAt}`,
    nextSweepAt === null ? null : `sweep ${nextSweepAt}`,
    service.nextFullAt === null ? null : `full ${service.nextFullAt}`,
    service.nextCheckAt === null ? null : `check ${service.nextCheckAt}`,
  ].filter((part) => part !== null);
  return [
    `service   ${version}, since ${startedAt}`,
    ...(running === null ? [] : [`running   ${running.kind} ${running.run}${percentText(running.percent)}`]),
    ...(pausedSince === null ? [] : [`paused    since ${pausedSince}`]),
    ...(closedSince === null ? [] : [`closed    MoneyWorks cannot be asked since ${closedSince}`]),
    ...(next.length === 0 ? [] : [`next      ${next.join(", ")}`]),
  ];
}

export function percentText(percent: number | null): string {
  return percent === null ? "" : `, ${percent.toFixed(1)} %`;
}

function runLines({ lastRun, lastSuccess }: Status): string[] {
  if (lastRun === null) return ["last run  none yet"];
  const { kind, outcome, endedAt, startedAt, error } = lastRun;
  return [
    `last run  ${kind} ${outcome ?? "unfinished"} at ${endedAt ?? startedAt}`,
    ...(error === null ? [] : [`          ${visible(error.message)} (${error.code})`]),
    ...(lastSuccess === null || lastSuccess.run === lastRun.run
      ? []
      : [`last good ${lastSuccess.kind} at ${lastSuccess.endedAt}`]),
  ];
}

/** What waits, and the newest that was judged. */
export function promotionLines(promotions: Status["promotions"]): string[] {
  const shown = promotions.filter(({ outcome }, index) => index === 0 || outcome === "pending");
  return shown.map(
    ({ outcome, branch, commit, at }) => `write     ${outcome}: ${visible(branch)} ${commit.slice(0, 12)} at ${at}`,
  );
}

export function driftLines(drift: Status["drift"]): string[] {
  const line = (what: string, table: string, fields: Status["drift"][number]["gone"]) =>
    fields.length === 0 ? [] : [`fields    ${table}: ${what}: ${fields.map(({ name }) => visible(name)).join(", ")}`];
  return drift.flatMap(({ table, gone, appeared }) => [...line("gone", table, gone), ...line("new", table, appeared)]);
}

export function tablesText(tables: Status["tables"]): string {
  const filled = tables.filter(({ records, marker }) => records > 0 || marker === null);
  if (filled.length === 0) return "";
  const rows = filled.map(({ table, records, marker, coverage }) => [table, records, marker ?? "-", coverage]);
  const empty = tables.length - filled.length;
  const rest = empty === 0 ? "" : `${empty} more ${empty === 1 ? "table is" : "tables are"} empty\n`;
  return `\n${textTable(["table", "records", "marker", "coverage"], rows)}${rest}`;
}

export function remoteText({
  remote,
  unpushedCommits,
  halt,
}: {
  readonly remote: string | null;
  readonly unpushedCommits: number;
  readonly halt: { readonly code: string } | null;
}): string {
  if (halt !== null && MAIN_HALTS.includes(halt.code)) return "not where Tidemark left it, see above";
  if (remote === null) return "nothing pushed yet";
  return unpushedCommits === 0
    ? "in step"
    : `${unpushedCommits} ${unpushedCommits === 1 ? "commit" : "commits"} behind, at ${remote}`;
}

import { quoted, textTable, visible } from "../../lib/text-table.ts";
import type { CheckReport, Difference, RunDetail } from "../contract/run.ts";

const WHAT = {
  added: "is in MoneyWorks and not on main",
  changed: "differs",
  deleted: "is on main and not in MoneyWorks",
} as const;

/** One record that differs, with its fields. */
export function differenceText({ table, key, operation, seq, modtime, fields, sinceLastPoll }: Difference): string {
  const known = [
    seq === null ? null : `number ${seq}`,
    modtime === null ? null : `stamped ${modtime}`,
    sinceLastPoll ? "the next poll brings it" : null,
  ].filter((part) => part !== null);
  const head = `${table} ${visible(key)} ${WHAT[operation]}${known.length === 0 ? "" : ` (${known.join(", ")})`}`;
  const lines = fields.map(
    ({ field, main, moneyworks }) => `  ${visible(field)}: main ${quoted(main)}, MoneyWorks ${quoted(moneyworks)}`,
  );
  return `${[head, ...lines].join("\n")}\n`;
}

const COLUMNS = ["table", "read", "equal", "added", "changed", "deleted", "meanwhile", "quarantined"];

/** The tables of a check that were read or differ; nothing where there are none. */
export function checkTable(tables: CheckReport["tables"]): string {
  const rows = tables
    .filter(({ read, deleted, changedMeanwhile }) => read + deleted + changedMeanwhile > 0)
    .map(({ table, read, equal, added, changed, deleted, changedMeanwhile, quarantined }) => [
      ...[table, read, equal, added, changed, deleted, changedMeanwhile, quarantined],
    ]);
  return rows.length === 0 ? "" : textTable(COLUMNS, rows);
}

/** `3 differences as of 20250331174500 on the server's clock`. */
export function foundText({ outcome, differences, at }: Pick<CheckReport, "outcome" | "differences" | "at">): string {
  const none = outcome === "equal" ? "no difference" : "no difference found so far";
  const found = differences === 0 ? none : `${differences} ${differences === 1 ? "difference" : "differences"}`;
  return `${found}${at === null ? "" : ` as of ${at} on the server's clock`}`;
}

/** What a check found: the differences, the tables, then the answer in one line. */
export function checkText({ ms, error }: Pick<RunDetail, "ms" | "error">, check: CheckReport): string {
  const omitted = check.omitted === 0 ? "" : `… and ${check.omitted} more\n`;
  const time = ms === null ? "" : ` in ${(ms / 1000).toFixed(1)} s`;
  const why = error === null ? "" : `  ${visible(error.message)} (${error.code})\n`;
  const last = `check ${check.outcome}${time}: ${foundText(check)}\n`;
  return `${check.first.map(differenceText).join("")}${omitted}${checkTable(check.tables)}${last}${why}`;
}

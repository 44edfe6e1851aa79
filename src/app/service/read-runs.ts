import type { Run, RunDetail, RunList, CheckReport as WireReport } from "../../api/contract/run.ts";
import type { RunQuery } from "../../api/service.ts";
import type { CheckReport } from "../../domain/check.ts";
import type { RunId } from "../../domain/ids.ts";
import type { RunRow } from "../../domain/ports/staging.ts";
import { masking } from "../../sync/private-fields.ts";
import { iso } from "../iso.ts";
import { sumsOf } from "../run-sums.ts";
import { badParameter, clamped } from "./limits.ts";
import type { ReadingParts } from "./reading-parts.ts";

const MOST_RUNS = 200;

/** @throws api.bad-parameter for a cursor that is no run */
export function readRuns({ staging }: ReadingParts, { kind, outcome, before, limit }: RunQuery): RunList {
  if (before !== undefined && staging.run(before as RunId) === null)
    throw badParameter("before", before, "the next of an earlier answer");
  const wanted = clamped(limit, MOST_RUNS);
  const rows = staging.findRuns({ kind, outcome, before: before as RunId | undefined, limit: wanted + 1 });
  const runs = rows.slice(0, wanted).map(toRun);
  return { runs, next: rows.length > wanted ? (runs.at(-1)?.run ?? null) : null };
}

/** null: there is no such run. How far one has come that goes on is for its conductor to add. */
export function readRun({ staging, hidden }: ReadingParts, run: string): RunDetail | null {
  const row = staging.run(run as RunId);
  if (row === null) return null;
  const check = staging.checkOf(row.run);
  const tables = (row.summary?.tables ?? []).map(({ table, read, added, changed, deleted, same }) => ({
    table,
    read,
    added,
    changed,
    deleted,
    same,
  }));
  return { ...toRun(row), tables, progress: null, check: check === null ? null : shownCheck(check, hidden()) };
}

/** A run as lists and events tell it. */
function toRun({ run, kind, startedAt, endedAt, outcome, differences, summary }: RunRow): Run {
  return {
    run,
    kind,
    startedAt: iso(startedAt),
    endedAt: endedAt === null ? null : iso(endedAt),
    outcome,
    ms: summary?.ms ?? null,
    records: sumsOf(summary?.tables ?? []),
    requests: summary?.requests ?? null,
    bytes: summary?.bytes ?? null,
    commit: summary?.commit ?? null,
    pushed: summary?.pushed ?? false,
    differences,
    error: summary?.error ?? null,
  };
}

/** Masked once more: a field may have become private since. */
function shownCheck(check: CheckReport, hidden: ReadonlySet<string>): WireReport {
  const first = check.first.map((difference) => ({
    ...difference,
    fields: difference.fields.map(({ field, main, moneyworks }) => {
      const mask = masking(hidden, difference.table, field);
      return { field, main: mask(main), moneyworks: mask(moneyworks) };
    }),
  }));
  return { ...check, tables: [...check.tables], first };
}

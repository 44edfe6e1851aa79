import type { CheckReport, Difference, RunDetail, RunProgress } from "../../../src/api/contract/run.ts";

type Kind = RunDetail["kind"];

/** A run that has not begun to do anything. */
export function newRun(run: string, kind: Kind, startedAt: string): RunDetail {
  return {
    run,
    kind,
    startedAt,
    endedAt: null,
    outcome: null,
    ms: null,
    records: { read: 0, added: 0, changed: 0, deleted: 0 },
    requests: null,
    bytes: null,
    commit: null,
    pushed: false,
    differences: null,
    error: null,
    tables: [],
    progress: null,
    check: null,
  };
}

export interface Step {
  readonly table: string;
  readonly tableNumber: number;
  readonly tableCount: number;
  readonly done: number;
  readonly total: number;
}

export function progressAt({ run, kind }: RunDetail, step: Step): RunProgress {
  const { done, total } = step;
  return {
    run,
    kind,
    step: "read",
    ...step,
    percent: total === 0 ? 100 : Math.round((done / total) * 1000) / 10,
    bytes: done * 1500,
    recordsPerSecond: 4000,
    bytesPerSecond: 6_000_000,
    etaSeconds: (total - done) / 4000,
    commit: null,
  };
}

/** What a check tells that looked at all of these tables. */
export function checkReport(
  tables: readonly { readonly table: string; readonly records: number }[],
  differences: readonly Difference[],
): CheckReport {
  const of = (table: string, operation: string) =>
    differences.filter((each) => each.table === table && each.operation === operation).length;
  return {
    outcome: differences.length === 0 ? "equal" : "different",
    tables: tables.map(({ table, records }) => {
      const [added, changed, deleted] = [of(table, "added"), of(table, "changed"), of(table, "deleted")];
      const equal = records - changed - added;
      return { table, read: records, equal, added, changed, deleted, changedMeanwhile: 0, quarantined: 0 };
    }),
    differences: differences.length,
    first: [...differences].slice(0, 100),
    omitted: Math.max(0, differences.length - 100),
    at: "20250331174500",
  };
}

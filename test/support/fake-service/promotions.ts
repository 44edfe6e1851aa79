import type { PromotionReport, PromotionStatus } from "../../../src/api/contract/promotion.ts";

/** The report of the n-th incoming commit. */
export function reportOf(number: number, run: string, more: Partial<PromotionReport>): PromotionReport {
  return {
    version: 1,
    outcome: "accepted",
    commit: String(number).padStart(40, "c"),
    branch: "changes",
    run,
    at: new Date().toISOString(),
    base: "b".repeat(40),
    main: "d".repeat(40),
    reasons: [],
    records: [
      {
        path: "name/00/00/ROWAN.xml",
        kind: "update",
        state: "applied",
        table: "name",
        key: "ROWAN",
        seq: 1,
        mainPath: "name/00/00/ROWAN.xml",
        fields: [{ field: "phone", state: "applied", base: "03 2000000", theirs: "03 1", moneyworks: "03 1" }],
        reasons: [],
      },
    ],
    omitted: 0,
    ...more,
  };
}

/** The same as a line of the list. */
export function statusOfReport({ commit, branch, outcome, at, main, reasons }: PromotionReport): PromotionStatus {
  return { commit, branch, outcome, at, main, reasons, noted: true };
}

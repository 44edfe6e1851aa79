import type { Speaker } from "../../src/app/notify/message-text.ts";
import type { Notice } from "../../src/app/notify/notice.ts";
import type { RunEnd } from "../../src/app/run-end.ts";
import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../../src/domain/ids.ts";
import type { PromotedRecord, PromotionReport } from "../../src/domain/promotion.ts";

export const START = Date.UTC(2026, 2, 10, 20, 0, 0);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

const RUN = "0195806f-4e00-7000-8000-000000000001";

/** A poll that went through, unless said otherwise. */
export function runEnd(options: Partial<RunEnd> = {}): RunEnd {
  return {
    run: RUN,
    kind: "poll",
    outcome: "ok",
    isWhole: true,
    ms: 2000,
    tables: [],
    differences: null,
    error: null,
    ...options,
  };
}

/** A poll that failed because nobody answered. */
export function failedRun(options: Partial<RunEnd> = {}): RunEnd {
  const error = fail("moneyworks.unreachable", { host: "mw.example:6710", reason: "refused" });
  return runEnd({ outcome: "failed", error, ...options });
}

export const HALT = {
  code: "sync.delete-brake",
  message: "A sweep would delete 120 of 400 records of 'name'.",
  hint: "Look whether the robot's rights were changed.",
  since: new Date(START).toISOString(),
};

export function promotionReport(options: Partial<PromotionReport> = {}): PromotionReport {
  return {
    version: 1,
    outcome: "conflict",
    commit: "0123456789abcdef0123456789abcdef01234567" as Oid,
    branch: "edits/ada",
    run: RUN as RunId,
    at: new Date(START).toISOString(),
    base: null,
    main: null,
    reasons: [],
    records: [promotedRecord()],
    omitted: 0,
    ...options,
  };
}

export function promotedRecord(options: Partial<PromotedRecord> = {}): PromotedRecord {
  return {
    path: "name/3e/20/ROWAN.xml",
    kind: "update",
    state: "conflict",
    table: null,
    key: null,
    seq: null,
    mainPath: null,
    fields: [{ field: "phone", state: "conflict", base: "0100", theirs: "0199", moneyworks: "0777" }],
    reasons: [
      { code: "conflict", field: "phone", text: "phone was changed in MoneyWorks meanwhile, to something else." },
    ],
    ...options,
  };
}

export function noticeOf(options: Partial<Notice> = {}): Notice {
  return {
    id: "0195806f-4e00-7000-8000-00000000000a",
    at: START,
    kind: "halt",
    phase: "began",
    code: HALT.code,
    title: `A person is needed: ${HALT.message}`,
    text: HALT.message,
    hint: HALT.hint,
    since: START,
    run: null,
    others: [],
    ...options,
  };
}

export const SPEAKER: Speaker = {
  document: "Acme.moneyworks",
  version: "1.2.3",
  dataDirectory: "/var/lib/tidemark/acme",
};

import { describe, expect, test } from "bun:test";
import type { Status } from "../../../../src/api/contract/status.ts";
import { type Unjudged, verdictOf } from "../../../../src/app/service/verdict.ts";
import { statusOf } from "../../../support/status-of.ts";

const NOW = Date.parse("2026-11-30T08:00:00.000Z");
const OID = "c0f53761cebc6a240e820525f0fcd749949b46ba";

/** All is well, and read five minutes ago. */
const { verdict: _, ...BASE } = statusOf({ at: new Date(NOW).toISOString(), main: OID, remote: OID });
const SERVICE: Status["service"] = { ...BASE.service, lagSeconds: 300 };
const WELL: Unjudged = {
  ...BASE,
  service: SERVICE,
  unpushedCommits: 0,
  tables: [
    { table: "name", records: 1200, marker: "20261130075500", coverage: "poll" },
    { table: "ledger", records: 1, marker: "20261130075500", coverage: "full" },
  ],
};

const CLOCK: NonNullable<Status["clock"]> = {
  sampledAt: "2026-11-30T07:55:00.000Z",
  serverLocalTime: "20261130205500",
  skewSeconds: 0,
  zoneMinutes: 780,
  overlapSeconds: 60,
  lateSeconds: 0,
  widened: [],
  future: [],
  events: [],
};

const LAST_RUN = {
  run: "01a1fd1f-4b1d-7103-b5af-b527fe29b757",
  kind: "poll",
  startedAt: "2026-11-30T07:55:00.000Z",
  endedAt: "2026-11-30T07:55:01.000Z",
  outcome: "failed",
  error: { code: "moneyworks.unreachable", message: "MoneyWorks at example:6710 does not answer." },
};

function promotion(outcome: "failed" | "conflict" | "pending" | "accepted", at: string): Status["promotions"][number] {
  return { commit: OID, branch: "changes", outcome, at, main: null, reasons: [], noted: true };
}

function service(parts: Partial<Status["service"]>): Partial<Unjudged> {
  return { service: { ...SERVICE, ...parts } };
}

const SENTENCES: readonly [string, Partial<Unjudged>, string, RegExp][] = [
  ["all is well", {}, "ok", /^All is well: 1,201 records of 2 tables/],
  [
    "a halt goes before everything",
    { halt: { code: "x", message: "Main was moved.", hint: "", since: "", ways: [] }, ...service({ failures: 9 }) },
    "halted",
    /A person is needed: Main was moved\./,
  ],
  [
    "MoneyWorks is closed",
    { lastRun: LAST_RUN, ...service({ closedSince: "2026-11-30T07:00:00.000Z", failures: 3 }) },
    "failing",
    /cannot be reached: MoneyWorks at example:6710/,
  ],
  [
    "one poll failed",
    { lastRun: LAST_RUN, ...service({ failures: 1 }) },
    "failing",
    /^The last poll failed: MoneyWorks at/,
  ],
  ["several did", { lastRun: LAST_RUN, ...service({ failures: 4 }) }, "failing", /^The last 4 polls failed/],
  ["paused", service({ pausedSince: "2026-11-30T07:00:00.000Z" }), "attention", /^Paused/],
  ["nothing is mirrored yet", { main: null, tables: [] }, "reading", /first read .* 0 records of 0 tables so far/],
  [
    "a first read is unfinished",
    { tables: [{ table: "name", records: 5, marker: null, coverage: "reading" }] },
    "reading",
    /5 records of 1 table so far/,
  ],
  ["polls do not come", service({ lagSeconds: 600 * 3 + 121 }), "attention", /longer than polls should take/],
  ["a poll may be a little late", service({ lagSeconds: 600 * 3 + 119 }), "ok", /All is well/],
];

describe("the verdict", () => {
  test.each(SENTENCES)("%s", (_name, parts, level, sentence) => {
    const verdict = verdictOf({ ...WELL, ...parts }, NOW);
    expect([verdict.level, verdict.remarks]).toEqual([level as never, []]);
    expect(verdict.sentence).toMatch(sentence);
  });
});

const REMARKS: readonly [string, Partial<Unjudged>, RegExp | null][] = [
  ["a failed commit", { promotions: [promotion("failed", "2026-11-30T07:00:00.000Z")] }, /1 incoming commit failed/],
  ["a conflict", { promotions: [promotion("conflict", "2026-11-30T07:00:00.000Z")] }, /met a conflict/],
  [
    "a commit that waits",
    { promotions: [promotion("pending", "2026-11-30T07:00:00.000Z")] },
    /1 incoming commit waits/,
  ],
  ["an old conflict is the past", { promotions: [promotion("conflict", "2026-11-28T07:00:00.000Z")] }, null],
  ["an accepted commit is no remark", { promotions: [promotion("accepted", "2026-11-30T07:00:00.000Z")] }, null],
  [
    "two records with one key",
    { tables: [{ table: "name", records: 5, marker: "20261130075500", coverage: "contested" }] },
    /Two records of name/,
  ],
  [
    "what cannot be read",
    {
      quarantine: [
        {
          table: "name",
          number: 1,
          key: null,
          modtime: null,
          code: "",
          reason: "",
          since: "",
          lastTried: "",
          tries: 1,
        },
      ],
    },
    /1 record cannot be read and is set aside/,
  ],
  [
    "a check that found differences",
    { lastCheck: { ...LAST_RUN, kind: "check", outcome: "different", error: null } },
    /The last check found/,
  ],
  ["a check that found none", { lastCheck: { ...LAST_RUN, kind: "check", outcome: "ok", error: null } }, null],
  ["a push that waits", { unpushedCommits: 2 }, /2 commits did not reach/],
  ["a clock that is off", { clock: { ...CLOCK, skewSeconds: -61 } }, /clock is 61 s behind/],
  ["a clock that is nearly right", { clock: { ...CLOCK, skewSeconds: 60 } }, null],
  [
    "fields that went",
    { drift: [{ table: "name", gone: [{ name: "fax", since: "" }], appeared: [] }] },
    /Fields of 1 table/,
  ],
];

describe("a remark", () => {
  test.each(REMARKS)("about %s", (_name, parts, remark) => {
    const { level, remarks } = verdictOf({ ...WELL, ...parts }, NOW);
    expect(level).toBe(remark === null ? "ok" : "attention");
    expect(remarks).toEqual(remark === null ? [] : [expect.stringMatching(remark)]);
  });

  test("does not hide that something is worse", () => {
    const verdict = verdictOf({ ...WELL, unpushedCommits: 1, ...service({ failures: 1 }) }, NOW);
    expect([verdict.level, verdict.remarks.length]).toEqual(["failing", 1]);
  });
});

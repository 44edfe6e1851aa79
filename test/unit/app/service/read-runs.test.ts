import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { PromotionList, PromotionReport } from "../../../../src/api/contract/promotion.ts";
import { RunDetail, RunList } from "../../../../src/api/contract/run.ts";
import { Statistics } from "../../../../src/api/contract/statistics.ts";
import type { RunQuery } from "../../../../src/api/service.ts";
import type { RecordKey, RunId } from "../../../../src/domain/ids.ts";
import { openStaging } from "../../../../src/staging/staging.ts";
import { CHECK_REPORT } from "../../../support/check-report.ts";
import { errorOf } from "../../../support/errors.ts";
import { expectWire } from "../../../support/expect-wire.ts";
import { reportOf } from "../../../support/promotion-builders.ts";
import { readingOf } from "../../../support/reading.ts";
import { NAME, oidOf, temporaryDirectory } from "../../../support/staging-builders.ts";

const directory = temporaryDirectory();
const staging = openStaging({ path: directory.file("staging.db") });
const mirror = { past: () => null, began: () => null };
const idOf = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, "0")}` as RunId;
const START = Date.UTC(2025, 2, 31, 17, 45);

beforeAll(() => {
  const tables = [
    { table: NAME, read: 10, added: 1, changed: 2, deleted: 3, same: 4 },
    { table: "product" as typeof NAME, read: 5, added: 0, changed: 1, deleted: 0, same: 4 },
  ];
  for (let n = 1; n <= 5; n++) {
    staging.startRun(idOf(n), "poll", START + n * 60_000);
    const error = n === 3 ? { code: "moneyworks.closed", message: "It is closed." } : null;
    const facts = { tables, commit: oidOf(`c${n}`), pushed: true, ms: 1500, requests: 12, bytes: 3456, error };
    const outcome = n === 3 ? "failed" : "ok";
    staging.endRun({ run: idOf(n), kind: "poll", outcome, ...facts }, START + n * 60_000 + 1500);
  }
  staging.startRun(idOf(6), "check", START + 400_000);
  const nothing = { tables: [], commit: null, pushed: false, error: null };
  staging.endRun(
    { run: idOf(6), kind: "check", outcome: "different", ms: 9, ...nothing },
    START + 400_009,
    CHECK_REPORT,
  );
  staging.startRun(idOf(7), "full", START + 500_000);
  for (const n of [1, 2, 3])
    staging.startPromotion({ commit: oidOf(`p${n}`), branch: "changes", run: idOf(1), at: START + n });
  const fields = [{ field: "phone", state: "applied" as const, base: "1", theirs: "2", moneyworks: "2" }];
  const record = { path: "name/00/A.xml", kind: "update" as const, state: "applied" as const, table: NAME, fields };
  const whole = { ...record, key: "A" as RecordKey, seq: 1, mainPath: null, reasons: [] };
  staging.reportPromotion(reportOf("p2", "accepted", { records: [whole], main: oidOf("m") }), START + 60_000);
});
afterAll(() => {
  staging.close();
  directory.remove();
});

const reading = (hidden: readonly string[] = []) => readingOf({ staging, mirror } as never, { hidden });
const runs = (query: Partial<RunQuery> = {}) => {
  const answer = reading().runs({ limit: 20, ...query });
  expectWire(RunList, answer);
  return answer;
};
const numbers = (query: Partial<RunQuery>) => runs(query).runs.map(({ run }) => Number(run.slice(-3)));

describe("GET /runs", () => {
  test("tells the newest first, with sums over the tables", () => {
    expect(numbers({})).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(runs({ kind: "poll", limit: 1 }).runs).toEqual([
      {
        run: idOf(5),
        kind: "poll",
        startedAt: "2025-03-31T17:50:00.000Z",
        endedAt: "2025-03-31T17:50:01.500Z",
        outcome: "ok",
        ms: 1500,
        records: { read: 15, added: 1, changed: 3, deleted: 3 },
        requests: 12,
        bytes: 3456,
        commit: oidOf("c5"),
        pushed: true,
        differences: null,
        error: null,
      },
    ]);
  });

  test("goes on page by page to the first", () => {
    const all: string[] = [];
    for (let before: string | null | undefined; before !== null; ) {
      const page: ReturnType<typeof runs> = runs({ limit: 3, before });
      all.push(...page.runs.map(({ run }) => run));
      before = page.next;
    }
    expect(all).toEqual([7, 6, 5, 4, 3, 2, 1].map(idOf));
    expect(runs({ limit: 7 }).next).toBeNull();
  });

  test("tells kinds and outcomes, also of later pages", () => {
    expect(numbers({ kind: "poll", outcome: "failed" })).toEqual([3]);
    expect(numbers({ outcome: "ok", before: idOf(4) })).toEqual([2, 1]);
    expect(numbers({ kind: "sweep" })).toEqual([]);
  });

  test("refuses a cursor that is no run, and brings a limit within bounds", () => {
    for (const before of ["", "1", idOf(99), "' OR 1=1 --"])
      expect(errorOf(() => runs({ before })).code).toBe("api.bad-parameter");
    expect([numbers({ limit: 0 }).length, numbers({ limit: 1e9 }).length]).toEqual([1, 7]);
  });
});

describe("GET /runs/:id", () => {
  const run = (id: string, hidden: readonly string[] = []) => {
    const answer = reading(hidden).run(id);
    if (answer !== null) expectWire(RunDetail, answer);
    return answer;
  };

  test("tells table by table", () => {
    expect(run(idOf(3))).toMatchObject({ outcome: "failed", error: { code: "moneyworks.closed" }, check: null });
    expect(run(idOf(3))?.tables).toEqual([
      { table: NAME, read: 10, added: 1, changed: 2, deleted: 3, same: 4 },
      { table: "product", read: 5, added: 0, changed: 1, deleted: 0, same: 4 },
    ]);
  });

  test("of one that goes on tells what is known", () => {
    expect(run(idOf(7))).toMatchObject({ endedAt: null, outcome: null, ms: null, tables: [], progress: null });
  });

  test("of a check tells what it found, and hides what is private by now", () => {
    expect(run(idOf(6))).toMatchObject({ differences: 1, outcome: "different", check: CHECK_REPORT });
    expect(run(idOf(6), ["name.phone"])?.check?.first[0]?.fields).toEqual([
      { field: "email", main: null, moneyworks: "a@b.example" },
      { field: "phone", main: "(private)", moneyworks: null },
    ]);
  });

  test.each(["", "x", "' OR 1=1 --", idOf(99)])("of %p tells that there is none", (id) => expect(run(id)).toBeNull());
});

describe("GET /promotions", () => {
  const list = (limit: number, before?: string) => {
    const answer = reading().promotions({ limit, before });
    expectWire(PromotionList, answer);
    return answer;
  };

  test("tells the newest first, page by page", () => {
    const first = list(2);
    expect(first.promotions.map(({ commit }) => commit)).toEqual([oidOf("p3"), oidOf("p2")]);
    expect(first.promotions[1]).toMatchObject({
      outcome: "accepted",
      at: "2025-03-31T17:46:00.000Z",
      main: oidOf("m"),
    });
    expect(list(2, first.next ?? "")).toMatchObject({ promotions: [{ commit: oidOf("p1") }], next: null });
  });

  test("refuses a cursor that is no known commit", () => {
    for (const odd of ["", "x", oidOf("unknown"), oidOf("p1").toUpperCase()])
      expect(errorOf(() => list(2, odd)).code).toBe("api.bad-parameter");
  });

  test("tells one with private values hidden, and null of what is not known or not told yet", () => {
    const report = reading(["name.phone"]).promotion(oidOf("p2"));
    expectWire(PromotionReport, report);
    expect(report?.records[0]?.fields).toEqual([
      { field: "phone", state: "applied", base: "(private)", theirs: "(private)", moneyworks: "(private)" },
    ]);
    for (const commit of [oidOf("p1"), oidOf("unknown"), "", "..", "%"]) expect(reading().promotion(commit)).toBeNull();
  });
});

describe("GET /statistics", () => {
  test("tells span by span", () => {
    const answer = reading().statistics({ from: START, until: START + 600_000, spans: 2 });
    expectWire(Statistics, answer);
    const poll = { pollMs: 1500, longestPollMs: 1500, changes: 0 };
    expect(answer).toEqual({
      spanSeconds: 300,
      spans: [
        { at: "2025-03-31T17:45:00.000Z", runs: 4, failed: 1, records: 0, ...poll },
        { at: "2025-03-31T17:50:00.000Z", runs: 2, failed: 1, records: 0, ...poll },
      ],
    });
  });

  test("brings the number of spans within bounds, and refuses an end before the beginning", () => {
    const spans = (count: number) =>
      reading().statistics({ from: START, until: START + 1000, spans: count }).spans.length;
    expect([spans(0), spans(1e9), spans(Number.NaN)]).toEqual([1, 400, 400]);
    expect(errorOf(() => reading().statistics({ from: START, until: START, spans: 3 })).code).toBe("api.bad-parameter");
  });
});

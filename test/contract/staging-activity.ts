import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/domain/ids.ts";
import type { RecordedKind, RunOutcome, TableTally } from "../../src/domain/run.ts";
import { added, NAME, page, upsert } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const TALLY: TableTally = { table: NAME, read: 1, added: 0, changed: 0, deleted: 0, same: 1 };

export function activityContract(it: StagingUnderTest): void {
  let number = 0;
  const ran = (ended: number, kind: RecordedKind, outcome: RunOutcome, ms: number, tables = [TALLY]) => {
    const run = `01890000-0000-7000-8000-0000000002${String(++number).padStart(2, "0")}` as RunId;
    it.staging.startRun(run, kind, ended - ms);
    it.staging.endRun({ run, kind, outcome, tables, commit: null, pushed: false, ms, error: null }, ended);
  };
  const changes = (at: number, count: number) =>
    it.staging.applyPage(page({ at, changes: Array.from({ length: count }, (_, n) => added(`K${n}`)) }));
  const spans = (from: number, until: number, count: number) => it.staging.activity({ from, until, spans: count });
  const NOTHING = { runs: 0, failed: 0, records: null, changes: 0, pollMs: null, longestPollMs: null };

  describe("what happened span by span", () => {
    test("is nothing where nothing happened, and each span says when it begins", () => {
      expect(spans(1000, 2000, 4)).toEqual([1000, 1250, 1500, 1750].map((at) => ({ at, ...NOTHING })));
      expect(spans(0, 10, 3).map(({ at }) => at)).toEqual([0, 3, 6]);
      expect(spans(0, 31_536_000_000, 400)).toHaveLength(400);
    });

    test("counts runs by when they ended, beginnings included and ends not", () => {
      ran(1000, "poll", "ok", 10);
      ran(1499, "sweep", "ok", 900);
      ran(1500, "poll", "failed", 30);
      ran(2000, "poll", "ok", 10);
      expect(spans(1000, 2000, 2).map(({ runs, failed }) => [runs, failed])).toEqual([
        [2, 0],
        [1, 1],
      ]);
    });

    test("calls failed what a person would want to know of", () => {
      const outcomes = ["ok", "yielded", "cancelled", "different", "failed", "partial", "halted"] as const;
      for (const [at, outcome] of outcomes.entries()) ran(100 + at, "full", outcome, 1);
      expect(spans(100, 107, 7).map(({ failed }) => failed)).toEqual([0, 0, 0, 1, 1, 1, 1]);
    });

    test("gives the middle and the longest of what polls took, and of nothing else", () => {
      for (const ms of [10, 40, 30]) ran(100, "poll", "ok", ms);
      ran(100, "full", "ok", 9999);
      ran(200, "full", "ok", 5);
      const [first, second] = spans(100, 300, 2);
      expect([first?.pollMs, first?.longestPollMs]).toEqual([30, 40]);
      expect([second?.pollMs, second?.longestPollMs]).toEqual([null, null]);
    });

    test("tells the records that there were when the last run ended that looked at tables", () => {
      it.staging.applyPage(page({ upserts: [upsert("A", 1)] }));
      ran(100, "poll", "ok", 1);
      it.staging.applyPage(page({ upserts: [upsert("B", 2), upsert("C", 3)] }));
      ran(150, "poll", "partial", 1);
      ran(199, "poll", "failed", 1, []);
      expect(spans(100, 300, 2).map(({ records }) => records)).toEqual([3, null]);
    });

    test("counts lines of the change log, each once, wherever the edges are", () => {
      for (const [at, count] of [100, 200, 200, 350].entries()) changes(count, at + 1);
      expect(spans(100, 400, 3).map(({ changes: lines }) => lines)).toEqual([1, 5, 4]);
      expect(spans(200, 350, 1).map(({ changes: lines }) => lines)).toEqual([5]);
      expect(spans(500, 600, 2).map(({ changes: lines }) => lines)).toEqual([0, 0]);
      expect(spans(0, 100, 1).map(({ changes: lines }) => lines)).toEqual([0]);
    });

    test("lines of a time when the clock was far ahead count where they stand", () => {
      changes(100, 2);
      changes(900_000, 3);
      changes(150, 4);
      changes(250, 5);
      expect(spans(100, 300, 2).map(({ changes: lines }) => lines)).toEqual([9, 5]);
    });
  });
}

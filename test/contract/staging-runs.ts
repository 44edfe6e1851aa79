import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/domain/ids.ts";
import type { RecordedKind, RunOutcome, RunSummary } from "../../src/domain/run.ts";
import { CHECK_REPORT } from "../support/check-report.ts";
import { commit, keys, oidOf, page, RUN, upsert } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const UNKNOWN = "01890000-0000-7000-8000-00000000ffff" as RunId;
const runId = (n: number) => `01890000-0000-7000-8000-0000000001${String(n).padStart(2, "0")}` as RunId;

export function runsContract(it: StagingUnderTest): void {
  const summaryOf = (run: RunId, kind: RecordedKind, outcome: RunOutcome): RunSummary => ({
    run,
    kind,
    outcome,
    tables: [],
    commit: null,
    pushed: false,
    ms: 5,
    error: null,
  });
  const ran = (n: number, kind: RecordedKind, outcome: RunOutcome) => {
    it.staging.startRun(runId(n), kind, 1000 * n);
    it.staging.endRun(summaryOf(runId(n), kind, outcome), 1000 * n + 5);
  };
  const found = (filter: Omit<Parameters<typeof it.staging.findRuns>[0], "limit">, limit = 99) =>
    it.staging.findRuns({ ...filter, limit }).map(({ run }) => Number(run.slice(-2)));

  describe("runs that are looked for", () => {
    const history = () => {
      ran(11, "poll", "ok");
      ran(12, "check", "different");
      ran(13, "poll", "failed");
      ran(14, "full", "yielded");
      ran(15, "poll", "ok");
    };

    test("come newest first, those included that go on", () => {
      history();
      expect(found({})).toEqual([15, 14, 13, 12, 11, 1]);
      expect(found({}, 2)).toEqual([15, 14]);
    });

    test("are told by kind, by outcome, by both, and from a run on", () => {
      history();
      expect(found({ kind: "poll" })).toEqual([15, 13, 11, 1]);
      expect(found({ outcome: "ok" })).toEqual([15, 11]);
      expect(found({ kind: "poll", outcome: "failed" })).toEqual([13]);
      expect(found({ kind: "poll", before: runId(15) })).toEqual([13, 11, 1]);
      expect(found({ outcome: "ok", before: runId(14) })).toEqual([11]);
      expect([found({ before: RUN }), found({ before: UNKNOWN }), found({ kind: "'" })]).toEqual([[], [], []]);
    });

    test("are one run, or null", () => {
      history();
      expect(it.staging.run(runId(13))).toMatchObject({ run: runId(13), kind: "poll", outcome: "failed" });
      expect(it.staging.run(RUN)).toMatchObject({ run: RUN, outcome: null, summary: null });
      expect([it.staging.run(UNKNOWN), it.staging.run("'; DROP TABLE run" as RunId)]).toEqual([null, null]);
    });
  });

  test("the newest that read and went through is told, whatever else went through since", () => {
    expect(it.staging.lastRead()).toBeNull();
    ran(20, "sweep", "ok");
    for (const [n, kind] of (["check", "promote", "adopt"] as const).entries()) ran(21 + n, kind, "ok");
    for (const [n, outcome] of (["failed", "partial", "yielded"] as const).entries()) ran(31 + n, "poll", outcome);
    expect(it.staging.lastRead()?.run).toBe(runId(20));
    ran(40, "full", "ok");
    expect(it.staging.lastRead()?.run).toBe(runId(40));
    ran(41, "poll", "ok");
    expect(it.staging.lastRead()?.run).toBe(runId(41));
  });

  test("what a check found stays with its run, and a run that ends again has what it ended with", () => {
    it.staging.startRun(runId(1), "check", 5);
    it.staging.endRun(summaryOf(runId(1), "check", "different"), 9, CHECK_REPORT);
    expect(it.reopen().checkOf(runId(1))).toEqual(CHECK_REPORT);
    expect(it.staging.run(runId(1))?.differences).toBe(1);
    expect([it.staging.checkOf(RUN), it.staging.checkOf(UNKNOWN)]).toEqual([null, null]);
    it.staging.endRun(summaryOf(runId(1), "check", "cancelled"), 10);
    expect([it.staging.checkOf(runId(1)), it.staging.run(runId(1))?.differences]).toEqual([null, null]);
  });

  test("promotions go on behind a commit, also among those of one moment", () => {
    const names = ["a", "b", "c", "d"];
    for (const name of names) it.staging.startPromotion({ commit: oidOf(name), branch: "changes", run: RUN, at: 5 });
    const behind = (name: string) => it.staging.promotions(2, oidOf(name)).map(({ commit: oid }) => oid);
    expect(it.staging.promotions(2).map(({ commit: oid }) => oid)).toEqual([oidOf("d"), oidOf("c")]);
    expect(behind("c")).toEqual([oidOf("b"), oidOf("a")]);
    expect([behind("a"), behind("nobody knows")]).toEqual([[], []]);
  });

  test("the commit that main was at is found by its time in whole seconds, prepared ones left out", () => {
    expect([it.staging.commitAt(9e12), it.staging.firstCommit()]).toEqual([null, null]);
    for (const [n, at] of [5_900, 7_100, 6_500].entries()) {
      it.staging.prepareCommit(commit(`c${n}`, { at }));
      it.staging.finishCommit(oidOf(`c${n}`));
    }
    it.staging.applyPage(page({ upserts: [upsert("A", 1)] }));
    it.staging.prepareCommit(commit("prepared", { at: 1 }));
    const at = (time: number) => it.staging.commitAt(time);
    expect([at(4_999), at(5_000), at(5_999)]).toEqual([null, oidOf("c0"), oidOf("c0")]);
    // The clock was set back before the last one.
    expect([at(6_000), at(9_000)]).toEqual([oidOf("c2"), oidOf("c2")]);
    expect(it.staging.firstCommit()).toBe(oidOf("c0"));
    it.staging.discardCommit(oidOf("prepared"));
    it.staging.applyPage(page({ deletes: keys("A") }));
  });
}

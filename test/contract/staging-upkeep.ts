import { describe, expect, test } from "bun:test";
import type { KeptSince } from "../../src/domain/ports/staging-upkeep.ts";
import { atOnce } from "../../src/lib/steps.ts";
import { DAY_MS, type HistoryDay, runOf, writeHistory } from "../support/staged-history.ts";
import { oidOf, RUN } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const FROM = 1_700_000_000_000;
const IDLE: HistoryDay = { kind: "poll", outcome: "ok", lines: 0, commit: "none", promotion: "none", clock: false };
const BUSY: HistoryDay = { ...IDLE, lines: 2, commit: "pushed" };
const since = (day: number, parts: Partial<KeptSince> = {}): KeptSince => {
  const at = FROM + day * DAY_MS;
  return { runs: at, tallies: at, changes: at, promotions: at, ...parts };
};

export function upkeepContract(it: StagingUnderTest): void {
  const forget = (kept: KeptSince) => atOnce(it.staging.forget(kept));
  const days = () =>
    it.staging
      .runs(99)
      .map(({ run }) => Number(run.slice(-12)) - 2)
      .filter((day) => day >= 0)
      .reverse();
  const ids = () => it.staging.changes({ limit: 99 }).map(({ id }) => id);

  describe("what is old", () => {
    test("goes: lines, the commits that carried them, and the runs that nothing names any more", () => {
      writeHistory(it.staging, [IDLE, BUSY, IDLE, BUSY, BUSY, IDLE], FROM);
      expect(forget(since(4))).toEqual({ runs: 4, changes: 4, commits: 2, promotions: 0 });
      expect([days(), ids()]).toEqual([
        [4, 5],
        [6, 5],
      ]);
      expect(it.staging.changes({ limit: 9 })[0]?.commit).toBe(oidOf("commit 4"));
      expect(it.staging.firstCommit()).toBe(oidOf("commit 4"));
      expect(it.staging.forgottenChanges()).toEqual({ id: 4, keptSince: FROM + 4 * DAY_MS });
      expect(forget(since(4))).toEqual({ runs: 0, changes: 0, commits: 0, promotions: 0 });
    });

    test("stays where it is to stay for ever, or is not old yet", () => {
      writeHistory(it.staging, [IDLE, BUSY, IDLE], FROM);
      forget(since(9, { runs: null, changes: null, promotions: null }));
      expect([days(), ids()]).toEqual([
        [0, 1, 2],
        [2, 1],
      ]);
      forget(since(0));
      expect(days()).toEqual([0, 1, 2]);
    });

    test("leaves a run that a line names, and takes what idle runs say of tables", () => {
      writeHistory(it.staging, [IDLE, BUSY, IDLE, IDLE], FROM);
      forget(since(3, { changes: null }));
      expect(days()).toEqual([1, 3]);
      const tallies = (day: number) => it.staging.run(runOf(day))?.summary?.tables.length;
      expect([tallies(1), tallies(3)]).toEqual([1, 1]);
      writeHistory(it.staging, [], FROM);
      forget(since(3, { runs: null }));
      expect([tallies(1), tallies(3)]).toEqual([1, 1]);
    });

    test("leaves the newest run of each kind and outcome, and one that goes on", () => {
      const outcomes = ["ok", "failed", "ok", "partial"] as const;
      writeHistory(it.staging, [...outcomes.map((outcome) => ({ ...IDLE, outcome })), { ...IDLE, kind: "full" }], FROM);
      forget(since(99));
      expect(days()).toEqual([1, 2, 3, 4]);
      expect(it.staging.run(RUN)).not.toBeNull();
      expect(it.staging.lastRead()?.run).toBe(runOf(4));
    });

    test("leaves lines that no pushed commit carries, and the newest of all", () => {
      writeHistory(it.staging, [BUSY, { ...BUSY, commit: "committed" }, { ...BUSY, commit: "none" }], FROM);
      forget(since(99));
      expect([ids(), it.staging.remoteHead(), it.staging.unpushed().length]).toEqual([
        [6, 5, 4, 3],
        oidOf("commit 0"),
        1,
      ]);
      it.staging.markPushed(oidOf("commit 1"));
      forget(since(99));
      expect([ids(), it.staging.lastCommit()?.commit]).toEqual([[6, 5], oidOf("commit 1")]);
    });

    test("gives no id of the change log twice", () => {
      writeHistory(it.staging, [BUSY, BUSY], FROM);
      forget(since(99));
      expect([ids(), it.staging.lastChange()]).toEqual([[4], 4]);
      writeHistory(it.reopen(), [], FROM);
      expect(it.staging.lastChange()).toBe(4);
    });

    test("is told by the order of writing: a line of a clock that was ahead keeps what follows it", () => {
      writeHistory(it.staging, [BUSY], FROM + 900 * DAY_MS);
      const later = [BUSY, BUSY].map((day) => ({ ...day, promotion: "none" as const }));
      for (const [at, day] of later.entries()) {
        const run = runOf(at + 10);
        it.staging.startRun(run, day.kind, FROM + at * DAY_MS);
      }
      expect(forget(since(99)).changes).toBe(0);
    });
  });

  describe("a promotion", () => {
    const told = (day: number) => it.staging.promotion(oidOf(`incoming ${day}`));
    const kinds = ["accepted", "failed", "pending", "untold"] as const;

    test("that is old stays, with its outcome; what it says of records goes where the note has it", () => {
      writeHistory(it.staging, [...kinds.map((promotion) => ({ ...IDLE, promotion })), IDLE], FROM);
      expect(forget(since(99)).promotions).toBe(1);
      expect(kinds.map((_, day) => [told(day)?.outcome, told(day)?.report?.records.length])).toEqual([
        ["accepted", 0],
        ["failed", 1],
        ["pending", undefined],
        ["accepted", 1],
      ]);
      const paths = (day: number) => it.staging.imports(oidOf(`incoming ${day}`)).map(({ path }) => path.slice(0, 4));
      expect(kinds.map((_, day) => paths(day))).toEqual([
        ["new/"],
        ["name", "new/"],
        ["name", "new/"],
        ["name", "new/"],
      ]);
      expect(it.staging.unnotedPromotions().length).toBe(1);
      expect(it.staging.openImports().length).toBe(2);
      expect(forget(since(99)).promotions).toBe(0);
    });
  });

  test("a history that is forgotten in steps is whole after each of them", () => {
    const many = Array.from({ length: 40 }, (_, day) => ({ ...BUSY, lines: 20, clock: day % 2 === 0 }));
    writeHistory(it.staging, many, FROM);
    let steps = 0;
    for (const _ of it.staging.forget(since(30))) {
      steps += 1;
      const kept = it.staging.changes({ limit: 1000 });
      expect(kept.every(({ commit, run }) => commit !== null && it.staging.run(run) !== null)).toBe(true);
      const oldest = kept.at(-1)?.id ?? 0;
      expect([kept.length, it.staging.lastChange()]).toEqual([it.staging.lastChange() - oldest + 1, 800]);
    }
    expect([steps > 5, it.staging.changes({ limit: 1000 }).length]).toEqual([true, 200]);
  });

  test("free pages are given back", () => {
    writeHistory(
      it.staging,
      Array.from({ length: 12 }, () => ({ ...BUSY, lines: 400 })),
      FROM,
    );
    const full = it.staging.space();
    forget(since(11));
    const before = it.staging.space();
    expect([before.isReturnable, before.free > full.free, before.size]).toEqual([true, true, full.size]);
    atOnce(it.staging.returnSpace(0));
    expect([it.staging.space().free, it.staging.space().size < before.size]).toEqual([0, true]);
    it.staging.settleDown();
    it.staging.rewrite();
    expect(it.reopen().changes({ limit: 9999 }).length).toBe(400);
  });
}

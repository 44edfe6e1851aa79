import { describe, expect, test } from "bun:test";
import type { Modtime, RunId, TableName } from "../../src/domain/ids.ts";
import type { RunSummary } from "../../src/domain/run.ts";
import { MODTIME, NAME, oidOf, page, RUN, upsert } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

export function stateContract(it: StagingUnderTest): void {
  describe("runs", () => {
    const tally = { table: NAME, read: 10, added: 1, changed: 2, deleted: 3, same: 4 };
    const summary: RunSummary = {
      run: RUN,
      kind: "poll",
      outcome: "failed",
      tables: [{ ...tally, table: "product" as TableName }, tally],
      commit: oidOf("commit"),
      pushed: true,
      ms: 1234.5,
      requests: 12,
      bytes: 34_567,
      error: { code: "data.io", message: "It broke." },
    };

    test("a run that did not end has no outcome", () => {
      const [run] = it.reopen().runs(5);
      expect(run).toEqual({
        run: RUN,
        kind: "poll",
        startedAt: 1_699_999_999_000,
        endedAt: null,
        outcome: null,
        differences: null,
        summary: null,
      });
    });

    test("a run that ended gives its summary back, newest first", () => {
      const second = "01890000-0000-7000-8000-000000000002" as RunId;
      it.staging.endRun(summary, 77);
      it.staging.startRun(second, "full", 78);
      it.staging.endRun(
        { ...summary, run: second, kind: "full", tables: [], commit: null, pushed: false, error: null },
        79,
      );
      const [newest, oldest] = it.reopen().runs(5);
      expect(oldest).toMatchObject({ endedAt: 77, outcome: "failed", summary });
      expect(oldest?.summary).toEqual(summary);
      expect(newest?.summary).toMatchObject({ run: second, kind: "full", tables: [], commit: null, error: null });
      expect(it.staging.runs(1).map(({ run }) => run)).toEqual([second]);
    });

    test("nothing can be written in the name of a run that never started", () => {
      const run = "01890000-0000-7000-8000-00000000ffff" as RunId;
      expect(() => it.staging.applyPage(page({ run, upserts: [upsert("A", 1)] }))).toThrow(
        expect.objectContaining({ code: "internal.bad-id" }),
      );
      expect(it.staging.tables()).toEqual([]);
    });
  });

  describe("cursors and markers", () => {
    const cursor = { after: 500, startedAt: MODTIME, highest: "20240101000000" as Modtime };

    test("move with the page that they cover, and only when it says so", () => {
      it.staging.applyPage(page({ upserts: [upsert("A", 1)], cursor }));
      it.staging.applyPage(page({ upserts: [upsert("B", 2)] }));
      expect(it.reopen().cursor(NAME)).toEqual(cursor);
      expect(it.staging.markers()).toEqual([{ table: NAME, marker: null, records: 2, quarantined: 0 }]);
      it.staging.applyPage(page({ cursor: null, marker: MODTIME }));
      expect(it.staging.cursor(NAME)).toBeNull();
      it.staging.applyPage(page({ upserts: [upsert("C", 3)] }));
      expect(it.staging.markers()).toEqual([{ table: NAME, marker: MODTIME, records: 3, quarantined: 0 }]);
    });

    test("an empty table has a marker too", () => {
      it.staging.applyPage(page({ table: "job" as TableName, marker: MODTIME }));
      expect(it.staging.markers()).toEqual([
        { table: "job" as TableName, marker: MODTIME, records: 0, quarantined: 0 },
      ]);
      expect(it.staging.cursor("other" as TableName)).toBeNull();
    });
  });

  test("a setting keeps its last value", () => {
    expect(it.staging.setting("document")).toBeNull();
    it.staging.setSetting("document", "one");
    it.staging.setSetting("document", "two");
    expect(it.reopen().setting("document")).toBe("two");
  });

  test("a halt lasts until it is ended", () => {
    const halt = { code: "remote.main-moved", message: "It moved.", hint: "Look.", at: 3 };
    it.staging.setHalt({ ...halt, at: 2 });
    it.staging.setHalt(halt);
    expect(it.reopen().halt()).toEqual(halt);
    it.staging.setHalt(null);
    expect(it.staging.halt()).toBeNull();
  });
}

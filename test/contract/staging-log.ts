import { beforeEach, describe, expect, test } from "bun:test";
import type { RecordKey, RunId, TableName } from "../../src/domain/ids.ts";
import type { ChangeFilter } from "../../src/domain/ports/staging.ts";
import { added, changed, commit, NAME, oidOf, page, RUN } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const SECOND_RUN = "01890000-0000-7000-8000-000000000002" as RunId;
const PRODUCT = "product" as TableName;

export function changeLogContract(it: StagingUnderTest): void {
  describe("the change log", () => {
    beforeEach(() => {
      it.staging.startRun(SECOND_RUN, "full", 150);
      it.staging.applyPage(page({ at: 100, changes: [added("A"), changed("A", "phone", null, "1")] }));
      it.staging.applyPage(page({ at: 200, run: SECOND_RUN, changes: [changed("A", "detail[2].gross", "5", null)] }));
      it.staging.applyPage(
        page({ at: 300, run: SECOND_RUN, table: PRODUCT, changes: [changed("A", "details", "", "x")] }),
      );
      it.staging.applyPage(page({ at: 400, changes: [changed("B", "phone.home", "it's", "50 %_")] }));
    });

    test("a line says when, by which run, and what of which record", () => {
      expect(it.staging.changes({ table: PRODUCT, limit: 1 })).toEqual([
        {
          id: expect.any(Number),
          at: 300,
          run: SECOND_RUN,
          commit: null,
          table: PRODUCT,
          key: "A" as RecordKey,
          operation: "changed",
          field: "details",
          old: "",
          new: "x",
        },
      ]);
    });

    const filters: [string, Omit<ChangeFilter, "limit">, string[]][] = [
      ["nothing: all lines, newest first", {}, ["phone.home", "details", "detail[2].gross", "phone", "-"]],
      ["a table", { table: NAME }, ["phone.home", "detail[2].gross", "phone", "-"]],
      ["a record", { table: NAME, key: "A" as RecordKey }, ["detail[2].gross", "phone", "-"]],
      ["a key in any table", { key: "B" as RecordKey }, ["phone.home"]],
      ["a whole field path", { field: "detail[2].gross" }, ["detail[2].gross"]],
      ["the beginning of a path up to a bracket", { field: "detail" }, ["detail[2].gross"]],
      ["the beginning of a path up to a dot", { field: "phone" }, ["phone.home", "phone"]],
      ["a row of a subfile", { field: "detail[2]" }, ["detail[2].gross"]],
      ["a beginning that ends within a name: nothing", { field: "deta" }, []],
      ["a wildcard taken as it is: nothing", { field: "%" }, []],
      ["a run", { run: SECOND_RUN }, ["details", "detail[2].gross"]],
      ["a time span, both ends included", { since: 200, until: 300 }, ["details", "detail[2].gross"]],
      ["a span of a table", { table: NAME, since: 101, until: 300 }, ["detail[2].gross"]],
      ["a table that was never staged: nothing", { table: "job" as TableName }, []],
    ];
    test.each(filters)("filters by %s", (_, filter, fields) => {
      expect(it.staging.changes({ ...filter, limit: 99 }).map(({ field }) => field ?? "-")).toEqual(fields);
    });

    test("is paged backwards by id", () => {
      const [newest, second] = it.staging.changes({ limit: 2 });
      expect(newest?.field).toBe("phone.home");
      const older = it.staging.changes({ limit: 2, before: second?.id });
      expect(older.map(({ field }) => field)).toEqual(["detail[2].gross", "phone"]);
    });

    test("a change names the commit that first carried it, once that commit is on main", () => {
      const commits = () => it.staging.changes({ limit: 99 }).map((change) => change.commit);
      it.staging.prepareCommit(commit("first"));
      it.staging.applyPage(page({ at: 500, changes: [added("C")] }));
      expect(commits()).toEqual([null, null, null, null, null, null]);
      it.staging.finishCommit(oidOf("first"));
      const first = oidOf("first");
      expect(commits()).toEqual([null, first, first, first, first, first]);
      it.staging.prepareCommit(commit("second"));
      it.staging.finishCommit(oidOf("second"));
      it.staging.prepareCommit(commit("third, which carries no change"));
      it.staging.finishCommit(oidOf("third, which carries no change"));
      expect(commits()).toEqual([oidOf("second"), first, first, first, first, first]);
    });

    test("the changes of a discarded commit go with the next one", () => {
      it.staging.prepareCommit(commit("first"));
      it.staging.discardCommit(oidOf("first"));
      it.staging.prepareCommit(commit("second"));
      it.staging.finishCommit(oidOf("second"));
      expect(new Set(it.staging.changes({ limit: 99 }).map((change) => change.commit))).toEqual(
        new Set([oidOf("second")]),
      );
    });

    test("seeding keeps the log, and changes from before it name no commit", () => {
      it.staging.prepareCommit(commit("first"));
      it.staging.finishCommit(oidOf("first"));
      it.staging.seed({ head: oidOf("head"), pushed: true, run: RUN, at: 600, rows: [], trees: [], markers: [] });
      it.staging.applyPage(page({ at: 700, changes: [added("D")] }));
      it.staging.prepareCommit(commit("second"));
      it.staging.finishCommit(oidOf("second"));
      const commits = it.staging.changes({ limit: 99 }).map((change) => change.commit);
      expect(commits).toEqual([oidOf("second"), null, null, null, null, null]);
    });
  });
}

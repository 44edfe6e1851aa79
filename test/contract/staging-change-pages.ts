import { beforeEach, describe, expect, test } from "bun:test";
import type { RecordKey, RunId, TableName } from "../../src/domain/ids.ts";
import type { ChangeFilter } from "../../src/domain/ports/staging.ts";
import { added, changed, NAME, page, RUN } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const PRODUCT = "product" as TableName;
const SECOND_RUN = "01890000-0000-7000-8000-000000000002" as RunId;
const FIELDS = ["phone", "detail[2].gross", "phone.home", "detail"];

export function changePageContract(it: StagingUnderTest): void {
  /** Sixty lines; the clock is set back by 5 in the middle, and two lines share each moment. */
  const write = () => {
    it.staging.startRun(SECOND_RUN, "full", 1);
    for (let n = 0; n < 60; n++) {
      const at = 100 + Math.floor(n / 2) - (n >= 30 ? 5 : 0);
      const line = n % 10 === 9 ? added(`K${n % 7}`) : changed(`K${n % 7}`, FIELDS[n % 4] ?? "", String(n), null);
      const where = { table: n % 3 === 0 ? PRODUCT : NAME, run: n % 5 === 0 ? SECOND_RUN : RUN };
      it.staging.applyPage(page({ at, ...where, changes: [line] }));
    }
  };
  type Question = Omit<ChangeFilter, "limit" | "before" | "after">;
  const everything = (question: Question) => it.staging.changes({ ...question, limit: 999 }).map(({ id }) => id);

  /** Pages until there are none, each of `limit` answers and `most` lines looked at. */
  const paged = (question: Question, direction: "before" | "after", [limit, most]: readonly [number, number]) => {
    const ids: number[] = [];
    let place: number | null | undefined = direction === "after" ? 0 : undefined;
    for (let pages = 0; place !== null; pages++) {
      if (pages > 200) throw new Error("it does not end");
      const { changes, next } = it.staging.changePage({ ...question, [direction]: place, limit }, most);
      expect(changes.length).toBeLessThanOrEqual(limit);
      ids.push(...changes.map(({ id }) => id));
      place = next;
    }
    return ids;
  };

  describe("the change log in pages", () => {
    beforeEach(write);

    const questions: [string, Question][] = [
      ["everything", {}],
      ["a table", { table: NAME }],
      ["a record", { table: NAME, key: "K3" as RecordKey }],
      ["a key in any table", { key: "K3" as RecordKey }],
      ["a record's field", { table: NAME, key: "K3" as RecordKey, field: "detail" }],
      ["a run", { run: SECOND_RUN }],
      ["a run's field", { run: SECOND_RUN, field: "phone" }],
      ["a field", { field: "detail" }],
      ["a line's field", { field: "detail[2].gross" }],
      ["a table's field", { table: PRODUCT, field: "phone" }],
      ["a field that never changed", { field: "phon" }],
      ["a table that was never staged", { table: "job" as TableName }],
      ["a time", { since: 108, until: 118 }],
      ["up to a time", { until: 112 }],
      ["a table in a time", { table: PRODUCT, since: 104 }],
      ["a field in a time", { field: "phone", since: 104, until: 120 }],
      ["a record in a time", { table: NAME, key: "K3" as RecordKey, since: 104, until: 120 }],
    ];
    const sizes = [
      [1, 1],
      [3, 4],
      [7, 1000],
      [999, 5],
    ] as const;

    test.each(questions)(
      "newest first, of %s: all of it, nothing twice, whatever the size of a page",
      (_, question) => {
        for (const size of sizes) expect(paged(question, "before", size)).toEqual(everything(question));
      },
    );

    test.each(questions)("as a feed, of %s: the same by id, nothing twice", (_, question) => {
      const ids = everything(question).sort((a, b) => a - b);
      for (const size of sizes) expect(paged(question, "after", size)).toEqual(ids);
    });

    test("in a time: by time, and within one moment by id", () => {
      const lines = it.staging.changes({ since: 108, until: 118, limit: 99 });
      const order = lines.map(({ at, id }) => at * 1000 + id);
      expect(order).toEqual(order.toSorted((a, b) => b - a));
      expect(new Set(lines.map(({ at }) => at)).size).toBe(11);
      expect(lines.length).toBeGreaterThan(22);
    });

    test("a page that is full at the very end says that there is no more", () => {
      expect(it.staging.changePage({ limit: 60 }, 1000).next).toBeNull();
      expect(it.staging.changePage({ limit: 59 }, 1000).next).toBe(2);
      expect(it.staging.changePage({ after: 0, limit: 60 }, 1000).next).toBeNull();
      expect(it.staging.changePage({ table: PRODUCT, field: "phone", limit: 999 }, 15).next).not.toBeNull();
    });

    test("lines that come in while a feed is read are told next, once", () => {
      const first = it.staging.changePage({ after: 0, table: NAME, limit: 5 }, 1000);
      it.staging.applyPage(page({ at: 1, changes: [added("LATE")] }));
      const last = it.staging.changePage({ after: first.next ?? 0, table: NAME, limit: 999 }, 1000);
      expect(last.changes.at(-1)?.key).toBe("LATE" as RecordKey);
      expect(it.staging.changePage({ after: it.staging.lastChange(), limit: 9 }, 9)).toEqual({
        changes: [],
        next: null,
      });
    });
  });

  test("a log knows its name, its last line and which lines it has", () => {
    const epoch = it.staging.changeEpoch();
    expect(epoch).toMatch(/^[0-9a-f]{16}$/);
    expect([it.staging.lastChange(), it.staging.hasChange(1)]).toEqual([0, false]);
    write();
    expect([it.staging.lastChange(), it.staging.hasChange(60), it.staging.hasChange(61)]).toEqual([60, true, false]);
    expect(it.reopen().changeEpoch()).toBe(epoch);
  });
}

import { describe, expect, test } from "bun:test";
import type { Modtime, RecordKey, TableName } from "../../src/domain/ids.ts";
import type { PageWrite } from "../../src/domain/ports/staging.ts";
import type { SetAside } from "../../src/domain/ports/staging-quarantine.ts";
import { commit, keys, MODTIME, NAME, page, RUN, seedRow, upsert } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const OTHER = "product" as TableName;
const LATER = "20260101000000" as Modtime;
const AT = 1_700_000_000_000;

const bad = (seq: number, modtime: Modtime | null = MODTIME): SetAside => ({
  seq,
  modtime,
  code: "moneyworks.bad-xml",
  reason: `record ${seq}`,
});

export function quarantineContract(it: StagingUnderTest): void {
  const apply = (parts: Partial<PageWrite>) => it.staging.applyPage(page(parts));

  describe("records that are set aside", () => {
    test("are kept with their reason, by table and number, also after a restart", () => {
      apply({ table: OTHER, setAside: [bad(3)] });
      apply({ setAside: [bad(9, null), bad(2)] });
      const staging = it.reopen();
      const times = { firstAt: AT, lastAt: AT, tries: 1 };
      expect(staging.quarantined()).toEqual([
        { table: NAME, ...bad(2), ...times },
        { table: NAME, ...bad(9, null), ...times },
        { table: OTHER, ...bad(3), ...times },
      ]);
      expect(staging.quarantined(OTHER).map(({ seq }) => seq)).toEqual([3]);
      expect(staging.quarantined("job" as TableName)).toEqual([]);
    });

    test("are tried again: the newest reason and stamp count, the first time stays", () => {
      apply({ setAside: [bad(2)] });
      apply({ at: AT + 5, setAside: [{ ...bad(2, LATER), code: "moneyworks.timeout", reason: "silence" }] });
      expect(it.staging.quarantined()).toEqual([
        {
          table: NAME,
          seq: 2,
          modtime: LATER,
          code: "moneyworks.timeout",
          reason: "silence",
          firstAt: AT,
          lastAt: AT + 5,
          tries: 2,
        },
      ]);
    });

    test("are released by number, and only in their table", () => {
      apply({ setAside: [bad(2), bad(3)] });
      apply({ table: OTHER, setAside: [bad(2)] });
      apply({ upserts: [upsert("A", 2)], released: [2, 77] });
      expect(it.staging.quarantined().map(({ table, seq }) => `${table} ${seq}`)).toEqual(["name 3", "product 2"]);
    });

    test("are set aside when one page releases and sets aside the same number", () => {
      apply({ setAside: [bad(2)] });
      apply({ released: [2], setAside: [bad(2)] });
      expect(it.staging.quarantined()).toMatchObject([{ seq: 2, tries: 1 }]);
    });

    test("are counted with their table's marker", () => {
      apply({ upserts: [upsert("A", 1)], setAside: [bad(2), bad(3)], marker: MODTIME });
      apply({ table: OTHER, upserts: [upsert("B", 1)], marker: MODTIME });
      const counts = it.staging.markers().map(({ table, quarantined }) => `${table} ${quarantined}`);
      expect(counts).toEqual(["name 2", "product 0"]);
    });

    test("come with a page whole or not at all", () => {
      apply({ upserts: [upsert("A", 1)] });
      const run = "01890000-0000-7000-8000-00000000ffff" as typeof RUN;
      expect(() => apply({ run, upserts: [upsert("B", 5)], setAside: [bad(2)] })).toThrow();
      expect(it.staging.quarantined()).toEqual([]);
    });

    test("outlive a filling from git", () => {
      apply({ setAside: [bad(2)] });
      const { commit: head } = commit("head");
      it.staging.seed({ head, pushed: true, run: RUN, at: AT, rows: [seedRow("A")], trees: [], markers: [] });
      expect(it.staging.quarantined().map(({ seq }) => seq)).toEqual([2]);
    });
  });

  test("rows that no read has met are named in order of their keys", () => {
    const { commit: head } = commit("head");
    const rows = ["B", "A", "C"].map((key) => seedRow(key));
    it.staging.seed({ head, pushed: true, run: RUN, at: AT, rows, trees: [], markers: [] });
    apply({ touches: [{ key: "B" as RecordKey, seq: 4, modtime: MODTIME }] });
    expect(it.staging.unreadKeys(NAME)).toEqual(keys("A", "C"));
    expect(it.staging.unreadKeys(OTHER)).toEqual([]);
  });
}

import { describe, expect, test } from "bun:test";
import type { Modtime, RecordKey, TableName } from "../../src/domain/ids.ts";
import type { PageWrite } from "../../src/domain/ports/staging.ts";
import { added, keys, MODTIME, NAME, oidOf, page, touch, upsert } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const OTHER = "product" as TableName;
const LATER = "20260101000000" as Modtime;

export function recordContract(it: StagingUnderTest): void {
  const apply = (parts: Partial<PageWrite>) => it.staging.applyPage(page(parts));
  const row = (key: string) => it.staging.rowByKey(NAME, key as RecordKey);

  describe("records", () => {
    test("a staged record is found by key, by sequence number and in its interval, also after a restart", () => {
      apply({ upserts: [upsert("A", 1), upsert("B", 2), upsert("C", 300)] });
      const staging = it.reopen();
      const expected = { key: "B" as RecordKey, seq: 2, modtime: MODTIME, oid: oidOf("B/2"), mainOid: null };
      expect(row("B")).toEqual(expected);
      expect(staging.rowsBySeq(NAME, [2, 77])).toEqual([expected]);
      expect(staging.interval(NAME, 1, 2)).toEqual([expected]);
      expect(staging.interval(NAME, 1, null).map(({ seq }) => seq)).toEqual([2, 300]);
      expect(staging.leafRows(NAME, 0).map(({ key }) => key)).toEqual(keys("A", "B"));
      expect(staging.body(NAME, "B" as RecordKey)).toEqual({ oid: oidOf("B/2"), body: upsert("B", 2).body });
    });

    test("tables do not see each other's records", () => {
      apply({ upserts: [upsert("A", 1)] });
      apply({ table: OTHER, upserts: [upsert("A", 1, "another A")] });
      expect(row("A")?.oid).toBe(oidOf("A/1"));
      expect(it.staging.rowByKey(OTHER, "A" as RecordKey)?.oid).toBe(oidOf("another A"));
      expect(it.staging.tables()).toEqual([NAME, OTHER]);
    });

    test("a table never staged has nothing", () => {
      expect(it.staging.interval(OTHER, 0, null)).toEqual([]);
      expect(it.staging.rowsBySeq(OTHER, [1])).toEqual([]);
      expect(it.staging.rowByKey(OTHER, "A" as RecordKey)).toBeNull();
      expect(it.staging.body(OTHER, "A" as RecordKey)).toBeNull();
      expect(it.staging.leafRows(OTHER, 0)).toEqual([]);
      expect([it.staging.liveCount(OTHER), it.staging.unread(OTHER)]).toEqual([0, 0]);
      expect(it.staging.tables()).toEqual([]);
    });

    test("keys that differ in case, accent or trailing blank are different records", () => {
      apply({ upserts: [upsert("a", 1), upsert("A", 2), upsert("A ", 3), upsert("Ä", 4), upsert("😀'\"", 5)] });
      expect(it.staging.liveCount(NAME)).toBe(5);
      expect(row("😀'\"")?.seq).toBe(5);
    });

    test("a touch changes the modtime and nothing else", () => {
      apply({ upserts: [upsert("A", 1)] });
      apply({ touches: [touch("A", 1, LATER)] });
      expect(row("A")).toEqual({ key: "A" as RecordKey, seq: 1, modtime: LATER, oid: oidOf("A/1"), mainOid: null });
    });

    test("a deleted record is not live any more", () => {
      apply({ upserts: [upsert("A", 1), upsert("B", 2)] });
      apply({ deletes: keys("A") });
      expect([row("A"), it.staging.body(NAME, "A" as RecordKey)]).toEqual([null, null]);
      expect(it.staging.rowsBySeq(NAME, [1])).toEqual([]);
      expect(it.staging.interval(NAME, 0, null).map(({ key }) => key)).toEqual(keys("B"));
      expect(it.staging.liveCount(NAME)).toBe(1);
    });

    test("a renamed code: the new key takes over, the old one is deleted and logged", () => {
      apply({ upserts: [upsert("OLD", 1)] });
      expect(apply({ upserts: [upsert("NEW", 1)], changes: [added("NEW")] })).toEqual([]);
      expect([row("OLD"), row("NEW")?.seq]).toEqual([null, 1]);
      const log = it.staging.changes({ limit: 9 }).map(({ key, operation }) => `${key} ${operation}`);
      expect(log).toEqual(["NEW added", "OLD deleted"]);
    });

    test("two codes swapped within one page", () => {
      apply({ upserts: [upsert("A", 1), upsert("B", 2)] });
      expect(apply({ upserts: [upsert("A", 2), upsert("B", 1)] })).toEqual([]);
      expect([row("A")?.seq, row("B")?.seq, it.staging.liveCount(NAME)]).toEqual([2, 1, 2]);
    });

    test("a code that another record has taken displaces its owner", () => {
      apply({ upserts: [upsert("A", 1)] });
      expect(apply({ upserts: [upsert("A", 2)] })).toEqual([{ key: "A" as RecordKey, seq: 1, by: 2 }]);
      expect(it.staging.rowsBySeq(NAME, [1, 2]).map(({ seq }) => seq)).toEqual([2]);
    });

    test("a page applied twice leaves the same records and displaces nobody the second time", () => {
      apply({ upserts: [upsert("A", 1), upsert("B", 2), upsert("C", 3), upsert("D", 4)] });
      const again = { upserts: [upsert("A2", 1), upsert("C", 30)], touches: [touch("D", 4)], deletes: keys("B") };
      apply(again);
      const once = it.staging.interval(NAME, 0, null);
      expect(apply(again)).toEqual([]);
      expect(it.staging.interval(NAME, 0, null)).toEqual(once);
      expect(it.staging.liveCount(NAME)).toBe(3);
    });

    test("a page that cannot be applied whole is not applied at all", () => {
      const bad = { ...upsert("B", 2), modtime: null as unknown as Modtime, size: null as unknown as number };
      expect(() => apply({ upserts: [upsert("A", 1), bad], marker: LATER })).toThrow();
      expect([row("A"), it.staging.liveCount(NAME), it.staging.markers()]).toEqual([null, 0, []]);
      apply({ upserts: [upsert("A", 1)] });
      expect(it.staging.liveCount(NAME)).toBe(1);
    });

    test("a thousand records in one page, and gone in the next", () => {
      const upserts = Array.from({ length: 1000 }, (_, index) => upsert(`K${index}`, index + 1));
      apply({ upserts });
      expect([
        it.staging.liveCount(NAME),
        it.staging.rowsBySeq(
          NAME,
          upserts.map(({ seq }) => seq),
        ).length,
      ]).toEqual([1000, 1000]);
      apply({ deletes: upserts.map(({ key }) => key) });
      expect([it.staging.liveCount(NAME), it.staging.dirtyCount()]).toEqual([0, 0]);
    });
  });
}

import { describe, expect, test } from "bun:test";
import type { RecordKey, TableName } from "../../src/domain/ids.ts";
import type { PageWrite } from "../../src/domain/ports/staging.ts";
import {
  added,
  changed,
  commit,
  keys,
  MODTIME,
  NAME,
  oidOf,
  page,
  RUN,
  touch,
  upsert,
} from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

export function commitContract(it: StagingUnderTest): void {
  const apply = (parts: Partial<PageWrite>) => it.staging.applyPage(page(parts));
  const dirty = () => [...it.staging.dirtyRows()].map(({ key, oid }) => [String(key), oid]);
  const finish = (name: string) => {
    it.staging.prepareCommit(commit(name));
    it.staging.finishCommit(oidOf(name));
  };

  describe("dirty rows", () => {
    test("are streamed in the order table, leaf, key with their bodies", () => {
      apply({ table: "product" as TableName, upserts: [upsert("P", 1)] });
      apply({ upserts: [upsert("B", 1), upsert("A", 64), upsert("C", 2)] });
      const rows = [...it.staging.dirtyRows()];
      expect(rows.map(({ table, leaf, key }) => `${table} ${leaf} ${key}`)).toEqual([
        "name 0 B",
        "name 0 C",
        "name 1 A",
        "product 0 P",
      ]);
      const { oid, body, size } = upsert("C", 2);
      expect(rows[1]).toEqual({ table: NAME, leaf: 0, key: "C" as RecordKey, oid, body, size });
    });

    test("leave nothing open when the loop ends early", () => {
      apply({ upserts: [upsert("A", 1), upsert("B", 2)] });
      for (const row of it.staging.dirtyRows()) if (row.key === "A") break;
      apply({ upserts: [upsert("C", 3)] });
      expect(it.staging.dirtyCount()).toBe(3);
    });

    test("a touched record is not dirty, a changed one is, and clean again when it is changed back", () => {
      apply({ upserts: [upsert("A", 1)] });
      finish("first");
      apply({ touches: [touch("A", 1, "20260101000000")] });
      expect(dirty()).toEqual([]);
      apply({ upserts: [upsert("A", 1, "edited")] });
      expect(dirty()).toEqual([["A", oidOf("edited")]]);
      apply({ upserts: [upsert("A", 1)] });
      expect(dirty()).toEqual([]);
    });

    test("a deletion is carried as a row without content, and its tombstone goes with the commit", () => {
      apply({ upserts: [upsert("A", 1)] });
      finish("first");
      apply({ deletes: keys("A") });
      expect([...it.staging.dirtyRows()]).toEqual([
        { table: NAME, leaf: 0, key: "A" as RecordKey, oid: null, body: null, size: 0 },
      ]);
      expect([it.staging.tables(), it.staging.leafRows(NAME, 0)]).toEqual([[NAME], []]);
      finish("second");
      expect([it.staging.dirtyCount(), it.staging.tables()]).toEqual([0, []]);
    });

    test("a record that main never had leaves no trace when it goes", () => {
      apply({ upserts: [upsert("A", 1)] });
      apply({ deletes: keys("A") });
      expect([it.staging.dirtyCount(), it.staging.tables()]).toEqual([0, []]);
    });

    test("a record that comes back as it was before its deletion is clean", () => {
      apply({ upserts: [upsert("A", 1)] });
      finish("first");
      apply({ deletes: keys("A") });
      apply({ upserts: [upsert("A", 1)] });
      expect([dirty(), it.staging.liveCount(NAME)]).toEqual([[], 1]);
    });

    test("what main holds is told beside what staging holds, tombstones included", () => {
      apply({ upserts: [upsert("A", 1), upsert("B", 2), upsert("C", 3)] });
      expect([it.staging.mainOids(NAME, keys("A", "B")).size, it.staging.tombstones(NAME)]).toEqual([0, []]);
      finish("first");
      apply({ upserts: [upsert("A", 1, "edited"), upsert("D", 4)], deletes: keys("B") });
      const main = (name: string, seq: number) => [name as RecordKey, oidOf(`${name}/${seq}`)] as const;
      const held = it.staging.mainOids(NAME, keys("A", "B", "D", "nobody"));
      expect([...held].sort()).toEqual([main("A", 1), main("B", 2)] as never);
      expect(it.staging.mainOids("product" as TableName, keys("A")).size).toBe(0);
      expect(it.staging.tombstones(NAME)).toEqual([{ key: "B" as RecordKey, mainOid: oidOf("B/2") }]);
      const rows = it.staging.interval(NAME, 0, null).map(({ key, mainOid }) => [String(key), mainOid]);
      expect(rows).toEqual([
        ["A", oidOf("A/1")],
        ["C", oidOf("C/3")],
        ["D", null],
      ]);
      finish("second");
      expect([it.staging.tombstones(NAME), it.staging.mainOids(NAME, keys("A", "B", "D")).size]).toEqual([[], 2]);
    });

    test("the summary of what is pending counts operations and names changed fields once", () => {
      apply({
        upserts: [upsert("A", 1), upsert("B", 2)],
        changes: [added("A"), added("B"), changed("A", "old", "1", "2")],
      });
      finish("first");
      const edits = [
        changed("A", "phone", "1", "2"),
        changed("A", "detail[1].net", "3", "4"),
        changed("A", "phone", "2", "5"),
      ];
      apply({ upserts: [upsert("A", 1, "edited"), upsert("C", 3)], deletes: keys("B"), changes: edits });
      const record = (key: string, operation: string, fields: string[] = []) => ({
        table: NAME,
        key,
        operation,
        fields,
      });
      expect(it.staging.pending(2)).toEqual({
        counts: [
          { table: NAME, operation: "added", records: 1 },
          { table: NAME, operation: "changed", records: 1 },
          { table: NAME, operation: "deleted", records: 1 },
        ],
        records: [record("A", "changed", ["phone", "detail[1].net"]), record("B", "deleted")] as never,
      });
    });
  });

  describe("the journal of commits", () => {
    test("a finished commit makes rows clean and trees main's", () => {
      apply({ upserts: [upsert("A", 1)] });
      const entry = (parent: string, name: string, text: string | null) => ({
        parent,
        name,
        oid: text === null ? null : oidOf(text),
      });
      it.staging.prepareCommit(commit("first", { trees: [entry("", "name", "t1"), entry("name", "00", "t2")] }));
      expect(it.staging.treeEntries("")).toEqual([]);
      it.reopen().finishCommit(oidOf("first"));
      expect([it.staging.treeEntries(""), it.staging.dirtyCount()]).toEqual([[{ name: "name", oid: oidOf("t1") }], 0]);
      it.staging.prepareCommit(commit("second", { trees: [entry("", "name", "t3"), entry("name", "00", null)] }));
      it.staging.finishCommit(oidOf("second"));
      expect(it.staging.treeEntries("")).toEqual([{ name: "name", oid: oidOf("t3") }]);
      expect(it.staging.treeEntries("name")).toEqual([]);
    });

    test("a discarded commit leaves rows dirty and trees as they were", () => {
      apply({ upserts: [upsert("A", 1)] });
      it.staging.prepareCommit(commit("first", { trees: [{ parent: "", name: "name", oid: oidOf("t1") }] }));
      it.reopen().discardCommit(oidOf("first"));
      expect([it.staging.preparedCommit(), it.staging.lastCommit()]).toEqual([null, null]);
      expect([it.staging.dirtyCount(), it.staging.treeEntries("")]).toEqual([1, []]);
      finish("first");
      expect([it.staging.dirtyCount(), it.staging.treeEntries("")]).toEqual([0, []]);
    });

    test("a row that changes after the commit was prepared stays dirty", () => {
      apply({ upserts: [upsert("A", 1, "old"), upsert("B", 2), upsert("C", 3)] });
      finish("first");
      apply({ upserts: [upsert("A", 1, "new")], deletes: keys("B", "C") });
      it.staging.prepareCommit(commit("second"));
      apply({ upserts: [upsert("A", 1, "old"), upsert("B", 2)] });
      it.staging.finishCommit(oidOf("second"));
      expect(dirty()).toEqual([
        ["A", oidOf("old")],
        ["B", oidOf("B/2")],
      ]);
    });

    test("a new row that goes after the commit was prepared is removed from main by the next one", () => {
      apply({ upserts: [upsert("A", 1)] });
      it.staging.prepareCommit(commit("first"));
      apply({ deletes: keys("A") });
      it.staging.finishCommit(oidOf("first"));
      expect(dirty()).toEqual([["A", null]]);
    });

    test("a new row that goes after the commit was prepared leaves no trace when the commit is discarded", () => {
      apply({ upserts: [upsert("A", 1)] });
      it.staging.prepareCommit(commit("first"));
      apply({ deletes: keys("A") });
      it.staging.discardCommit(oidOf("first"));
      expect([dirty(), it.staging.tables()]).toEqual([[], []]);
    });

    test("remembers what was prepared, finished and pushed", () => {
      const first = {
        run: RUN,
        commit: oidOf("1"),
        parent: null,
        pack: oidOf("pack 1"),
        records: 1,
        at: 1_700_000_000_500,
      };
      it.staging.prepareCommit(
        commit("1", { markers: [{ table: NAME, marker: MODTIME, records: 1, quarantined: 0 }] }),
      );
      expect(it.reopen().preparedCommit()).toEqual({ ...first, state: "prepared" });
      expect([it.staging.lastCommit(), it.staging.unpushed(), it.staging.remoteHead()]).toEqual([null, [], null]);
      it.staging.finishCommit(oidOf("1"));
      expect([it.staging.preparedCommit(), it.staging.lastCommit()]).toEqual([null, { ...first, state: "committed" }]);
      it.staging.prepareCommit(commit("2", { parent: oidOf("1") }));
      it.staging.finishCommit(oidOf("2"));
      it.staging.prepareCommit(commit("3", { parent: oidOf("2") }));
      it.staging.finishCommit(oidOf("3"));
      it.staging.markPushed(oidOf("2"));
      expect(it.staging.unpushed().map((batch) => batch.commit)).toEqual([oidOf("3")]);
      expect([it.staging.remoteHead(), it.staging.lastCommit()?.parent]).toEqual([oidOf("2"), oidOf("2")]);
    });

    const steps: [string, () => void][] = [
      ["a second prepared commit", () => it.staging.prepareCommit(commit("second"))],
      ["finishing another commit", () => it.staging.finishCommit(oidOf("second"))],
      ["discarding another commit", () => it.staging.discardCommit(oidOf("second"))],
      ["pushing a commit that is not finished", () => it.staging.markPushed(oidOf("first"))],
    ];
    test.each(steps)("refuses %s", (_, step) => {
      it.staging.prepareCommit(commit("first"));
      expect(step).toThrow(expect.objectContaining({ code: "data.journal" }));
      expect(it.staging.preparedCommit()?.commit).toBe(oidOf("first"));
    });
  });
}

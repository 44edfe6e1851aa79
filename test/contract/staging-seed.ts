import { describe, expect, test } from "bun:test";
import { BLANK_MODTIME, type RecordKey, type RunId, type TableName } from "../../src/domain/ids.ts";
import type { SeedData } from "../../src/domain/ports/staging.ts";
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
  seedRow,
  touch,
  upsert,
} from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const AT = 1_700_000_000_000;

export function seedContract(it: StagingUnderTest): void {
  const seed = (parts: Partial<SeedData> = {}) =>
    it.staging.seed({
      head: oidOf("head"),
      pushed: true,
      run: RUN,
      at: AT,
      rows: [seedRow("A"), seedRow("B")],
      trees: [{ parent: "", name: "name", oid: oidOf("tree") }],
      markers: [{ table: NAME, marker: MODTIME, records: 2, quarantined: 0 }],
      ...parts,
    });

  describe("seeding from git", () => {
    test("rows are live, clean and unread; head, trees and markers are the commit's", () => {
      seed();
      const staging = it.reopen();
      expect(staging.rowByKey(NAME, "A" as RecordKey)).toEqual({
        key: "A" as RecordKey,
        seq: 0,
        modtime: BLANK_MODTIME,
        oid: oidOf("A"),
        mainOid: oidOf("A"),
      });
      expect(staging.body(NAME, "A" as RecordKey)?.body).toEqual(seedRow("A").body);
      expect([staging.liveCount(NAME), staging.unread(NAME), staging.dirtyCount()]).toEqual([2, 2, 0]);
      expect(staging.interval(NAME, 0, null)).toEqual([]);
      expect(staging.treeEntries("")).toEqual([{ name: "name", oid: oidOf("tree") }]);
      expect(staging.markers()).toEqual([{ table: NAME, marker: MODTIME, records: 2, quarantined: 0 }]);
      expect([staging.remoteHead(), staging.lastCommit()?.commit, staging.unpushed()]).toEqual([
        oidOf("head"),
        oidOf("head"),
        [],
      ]);
    });

    test("a head that the remote lacks waits to be pushed", () => {
      seed({ pushed: false });
      expect([it.staging.unpushed().map((batch) => batch.commit), it.staging.remoteHead()]).toEqual([
        [oidOf("head")],
        null,
      ]);
    });

    test("replaces whatever was there, a prepared commit too", () => {
      it.staging.applyPage(page({ table: "product" as TableName, upserts: [upsert("P", 1)], marker: MODTIME }));
      it.staging.prepareCommit(commit("first", { trees: [{ parent: "", name: "product", oid: oidOf("t") }] }));
      seed();
      expect([it.staging.tables(), it.staging.preparedCommit(), it.staging.dirtyCount()]).toEqual([[NAME], null, 0]);
      expect(it.staging.markers().map(({ table }) => table)).toEqual([NAME]);
      expect(it.staging.treeEntries("").map(({ name }) => name)).toEqual(["name"]);
    });

    test("a read that meets a row gives it its number; the rest can be deleted", () => {
      seed({ rows: [seedRow("A"), seedRow("B"), seedRow("C"), seedRow("D")] });
      it.staging.applyPage(page({ touches: [touch("A", 1)], upserts: [upsert("B", 2)] }));
      expect([it.staging.unread(NAME), it.staging.interval(NAME, 0, null).map(({ key }) => key)]).toEqual([
        2,
        keys("A", "B"),
      ]);
      expect(it.staging.deleteUnread(RUN, NAME, AT)).toEqual(keys("C", "D"));
      expect([it.staging.unread(NAME), it.staging.liveCount(NAME)]).toEqual([0, 2]);
      expect([...it.staging.dirtyRows()].map(({ key, oid }) => [String(key), oid])).toEqual([
        ["B", oidOf("B/2")],
        ["C", null],
        ["D", null],
      ]);
      const log = it.staging.changes({ limit: 9 }).map(({ key, operation }) => `${key} ${operation}`);
      expect(log).toEqual(["D deleted", "C deleted"]);
    });

    test("is one transaction: rows that cannot be produced leave everything as it was", () => {
      it.staging.applyPage(page({ upserts: [upsert("OLD", 1)] }));
      function* broken() {
        yield seedRow("A");
        throw new Error("unreadable object");
      }
      expect(() => seed({ rows: broken() })).toThrow("unreadable object");
      expect(it.staging.interval(NAME, 0, null).map(({ key }) => key)).toEqual(keys("OLD"));
      expect(it.staging.dirtyCount()).toBe(1);
    });

    test("a sequel goes on from the journal: what was staged and not committed is forgotten, and the log has another name", () => {
      const staging = it.staging;
      staging.applyPage(page({ upserts: [upsert("A", 1)], changes: [added("A")] }));
      staging.prepareCommit(commit("first"));
      staging.finishCommit(commit("first").commit);
      staging.applyPage(page({ upserts: [upsert("A", 1, "edited")], changes: [changed("A", "phone", null, "1")] }));
      staging.prepareCommit(commit("half", { parent: commit("first").commit }));
      const epoch = staging.changeEpoch();
      const now = "01890000-0000-7000-8000-00000000000b" as RunId;
      staging.startRun(now, "poll", AT + 1000);
      const earlier = "01890000-0000-7000-8000-00000000000a" as RunId;
      const change = { table: NAME, ...changed("A", "phone", null, "2") };
      const step = {
        commit: oidOf("head"),
        parent: commit("first").commit,
        run: earlier,
        kind: "poll",
        at: AT,
        changes: [change],
      } as const;
      seed({ rows: [seedRow("A", "edited by others")], run: now, sequel: [step] });
      const again = it.reopen();
      const log = again.changes({ limit: 9 }).map(({ operation, new: value, run }) => [operation, value, run]);
      expect(log).toEqual([
        ["changed", "2", earlier],
        ["added", null, RUN],
      ]);
      expect([again.lastCommit()?.commit, again.remoteHead()]).toEqual([oidOf("head"), oidOf("head")]);
      expect([again.firstCommit(), again.preparedCommit(), again.unpushed(), again.dirtyCount()]).toEqual([
        commit("first").commit,
        null,
        [],
        0,
      ]);
      expect(again.changeEpoch()).not.toBe(epoch);
      expect(again.runs(9).map(({ run }) => run)).toEqual([now, earlier, RUN]);
    });

    test("a log that is given another name keeps its lines", () => {
      it.staging.applyPage(page({ upserts: [upsert("A", 1)], changes: [added("A")] }));
      const epoch = it.staging.changeEpoch();
      it.staging.renewChangeEpoch();
      expect(it.reopen().changeEpoch()).not.toBe(epoch);
      expect(it.staging.changes({ limit: 9 })).toHaveLength(1);
    });
  });
}

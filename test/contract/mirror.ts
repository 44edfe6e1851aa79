import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Oid, RecordKey, RunId, TableName } from "../../src/domain/ids.ts";
import type { CommitRequest, CommitResult, Mirror } from "../../src/domain/ports/mirror.ts";
import type { Staging } from "../../src/domain/ports/staging.ts";
import { atOnce } from "../../src/lib/steps.ts";
import { codeOf, noSignal } from "../support/remote-ports.ts";

/** A mirror over a staging and a remote of its own, all empty, `recover` called. */
export interface MirrorSubject extends Disposable {
  readonly mirror: Mirror;
  readonly staging: Staging;
  request(): CommitRequest;
  /** Stages contents by key; null deletes. */
  stage(table: string, records: Readonly<Record<string, string | null>>): void;
  commit(parts?: Partial<CommitRequest>): CommitResult | null;
  /** A fresh data directory beside the same remote. */
  beside(): MirrorSubject;
  /** Somebody else moves the remote's main. */
  moveRemote(to: Oid | null): void;
}

const NAME = "name" as TableName;
const RUN = "01890000-0000-7000-8000-000000000009" as RunId;
const key = (text: string) => text as RecordKey;

/** What every implementation of the port `Mirror` promises. */
export function mirrorContract(create: () => MirrorSubject): void {
  let subject: MirrorSubject;
  beforeEach(() => {
    subject = create();
  });
  afterEach(() => subject[Symbol.dispose]());

  const commitOf = (records: Readonly<Record<string, string | null>>): Oid => {
    subject.stage("name", records);
    return subject.commit()?.commit as Oid;
  };
  const contentNow = (of: string): string | null => {
    const past = subject.mirror.past(NAME, key(of), null);
    return past === null ? null : new TextDecoder().decode(past.bytes);
  };

  describe("commit", () => {
    test("carries every dirty row and leaves none", () => {
      subject.stage("name", { ROWAN: "r\n", OAK: "o\n" });
      expect(subject.commit()).toMatchObject({ records: 2, commit: expect.any(String) });
      expect([contentNow("ROWAN"), contentNow("OAK"), subject.staging.dirtyCount()]).toEqual(["r\n", "o\n", 0]);
      expect(subject.mirror.head()).toBe(subject.staging.lastCommit()?.commit as Oid);
    });

    test("is made for the first time even with nothing in it, then only when something changed", () => {
      expect(subject.commit()?.records).toBe(0);
      expect(subject.commit()).toBeNull();
      expect(subject.commit({ configFile: new TextEncoder().encode("{}\n") })?.records).toBe(0);
      expect(subject.commit({ configFile: new TextEncoder().encode("{}\n") })).toBeNull();
    });

    test("is not made for a marker alone", () => {
      commitOf({ ROWAN: "r\n" });
      expect(subject.commit({ markers: [], subject: "poll: nothing" })).toBeNull();
    });

    test("does not happen when cancelled before", () => {
      const signal = AbortSignal.abort(new Error("cancelled"));
      subject.stage("name", { ROWAN: "r\n" });
      expect(() => subject.mirror.commit(subject.request(), signal)).toThrow("cancelled");
      expect([subject.mirror.head(), subject.staging.dirtyCount()]).toEqual([null, 1]);
    });
  });

  describe("the remote", () => {
    test("is empty, then behind, then in step", async () => {
      expect(await subject.mirror.inspectRemote(noSignal())).toEqual({ kind: "empty" });
      const first = commitOf({ ROWAN: "r\n" });
      expect(await subject.mirror.push(noSignal())).toBe(true);
      expect(await subject.mirror.inspectRemote(noSignal())).toEqual({ kind: "in-step", head: first });
      commitOf({ ROWAN: "s\n" });
      expect(await subject.mirror.inspectRemote(noSignal())).toEqual({ kind: "behind", head: first });
    });

    test("gets everything once", async () => {
      expect(await subject.mirror.push(noSignal())).toBe(false);
      commitOf({ ROWAN: "r\n" });
      commitOf({ OAK: "o\n" });
      expect([await subject.mirror.push(noSignal()), await subject.mirror.push(noSignal())]).toEqual([true, false]);
      expect([subject.staging.unpushed(), subject.staging.remoteHead()]).toEqual([[], subject.mirror.head()]);
    });

    test("that somebody moved is left alone", async () => {
      const first = commitOf({ ROWAN: "r\n" });
      commitOf({ ROWAN: "s\n" });
      await subject.mirror.push(noSignal());
      subject.moveRemote(first);
      commitOf({ ROWAN: "t\n" });
      expect(await codeOf(subject.mirror.inspectRemote(noSignal()))).toBe("remote.main-moved");
      expect(await codeOf(subject.mirror.push(noSignal()))).toBe("remote.main-moved");
      subject.moveRemote(null);
      expect(await codeOf(subject.mirror.push(noSignal()))).toBe("remote.main-gone");
    });

    test("with a Tidemark history is taken over by a fresh data directory", async () => {
      commitOf({ ROWAN: "r\n", "a/b é": "x\n" });
      subject.stage("transaction", { "70": "t\n" });
      const { commit: head } = subject.commit() ?? {};
      await subject.mirror.push(noSignal());
      using fresh = subject.beside();
      expect(await fresh.mirror.inspectRemote(noSignal())).toEqual({ kind: "ours", head: head as Oid });
      await fresh.mirror.fetch(head as Oid, noSignal());
      fresh.staging.startRun(RUN, "full", 0);
      expect(fresh.mirror.seedStaging(RUN, 0, true)).toBe(3);
      expect(fresh.staging.liveCount(NAME)).toBe(2);
      expect(fresh.staging.body(NAME, key("a/b é"))?.body).toBeDefined();
      expect(fresh.staging.markers()).toMatchObject([{ table: "name", records: 2 }, { table: "transaction" }]);
      expect(await fresh.mirror.inspectRemote(noSignal())).toEqual({ kind: "in-step", head: head as Oid });
      fresh.stage("name", { ROWAN: "from the fresh one\n" });
      fresh.commit();
      expect(await fresh.mirror.push(noSignal())).toBe(true);
    });
  });

  describe("past", () => {
    test("shows a record as it was", () => {
      const at = Date.UTC(2024, 0, 1);
      for (const [hour, content] of ["one\n", "two\n", null].entries()) {
        subject.stage("name", { ROWAN: content, OAK: `${hour}\n` });
        subject.commit({ at: at + hour * 3_600_000 });
      }
      const shown = [-1, 0, 3_599_999, 3_600_000, 7_200_000].map((later) => {
        const past = subject.mirror.past(NAME, key("ROWAN"), at + later);
        return past === null ? null : [past.at - at, new TextDecoder().decode(past.bytes)];
      });
      expect(shown).toEqual([null, [0, "one\n"], [0, "one\n"], [3_600_000, "two\n"], null]);
      expect([contentNow("ROWAN"), contentNow("OAK"), contentNow("ELM")]).toEqual([null, "2\n", null]);
    });

    test("shows nothing before the first commit", () => {
      expect(subject.mirror.past(NAME, key("ROWAN"), null)).toBeNull();
      expect(subject.mirror.past(NAME, key("ROWAN"), Date.UTC(2024, 0, 1))).toBeNull();
      expect(subject.mirror.began()).toBeNull();
    });

    test("shows nothing under a key that no file can have", () => {
      commitOf({ ROWAN: "r\n" });
      for (const odd of ["", "#", "\ud83d", "../ROWAN", "R".repeat(999)])
        expect(subject.mirror.past(NAME, key(odd), null)).toBeNull();
      expect(subject.mirror.past("transaction" as TableName, key("ROWAN"), null)).toBeNull();
    });

    test("reaches further back than a journal that was made anew", async () => {
      const at = Date.UTC(2024, 0, 1);
      for (const content of ["one\n", "two\n"]) {
        subject.stage("name", { ROWAN: content });
        subject.commit({ at: content === "one\n" ? at + 700 : at + 60_000 });
      }
      await subject.mirror.push(noSignal());
      using fresh = subject.beside();
      const head = subject.mirror.head() as Oid;
      await fresh.mirror.inspectRemote(noSignal());
      await fresh.mirror.fetch(head, noSignal());
      fresh.staging.startRun(RUN, "full", 0);
      fresh.mirror.seedStaging(RUN, at + 3_600_000, true);
      for (const { mirror } of [subject, fresh]) {
        const then = mirror.past(NAME, key("ROWAN"), at + 59_999);
        expect(new TextDecoder().decode(then?.bytes)).toBe("one\n");
        expect(mirror.past(NAME, key("ROWAN"), at - 1)).toBeNull();
        expect(mirror.began()).toBe(at);
      }
    });
  });

  test("consolidate changes nothing that can be seen", async () => {
    for (let at = 0; at < 40; at++) commitOf({ ROWAN: `${at}\n` });
    await subject.mirror.push(noSignal());
    atOnce(subject.mirror.consolidate());
    expect(contentNow("ROWAN")).toBe("39\n");
    commitOf({ ROWAN: "40\n" });
    expect(await subject.mirror.push(noSignal())).toBe(true);
  });
}

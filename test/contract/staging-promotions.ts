import { describe, expect, test } from "bun:test";
import type { RunId } from "../../src/domain/ids.ts";
import type { ImportEntry, PromotionStart } from "../../src/domain/ports/staging-promotions.ts";
import { entryOf, OTHER_RUN, ODD_RECORD as record, reportOf, SENT } from "../support/promotion-builders.ts";
import { commit, oidOf, RUN, seedRow } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const NEVER_RUN = "01890000-0000-7000-8000-00000000ffff" as RunId;
const FIRST = oidOf("first");
const SECOND = oidOf("second");
const THIRD = oidOf("third");
const STRANGE = oidOf("strange");

export function promotionContract(it: StagingUnderTest): void {
  const start = (name: string, at: number, parts: Partial<PromotionStart> = {}) =>
    it.staging.startPromotion({ commit: oidOf(name), branch: "changes", run: RUN, at, ...parts });
  const noteAll = (name: string, ...entries: ImportEntry[]) => {
    it.staging.noteImports(oidOf(name), entries);
  };
  const paths = (name: string) => it.staging.imports(oidOf(name)).map(({ path }) => path);
  const unnoted = () => it.staging.unnotedPromotions().map(({ commit: oid }) => oid);
  const pending = () => it.staging.pendingPromotions().map(({ commit: oid }) => oid);

  describe("a promotion", () => {
    test("that nobody started is not there", () => {
      const { staging } = it;
      expect([staging.promotion(FIRST), staging.imports(FIRST)]).toEqual([null, []]);
      expect([staging.promotions(9), staging.pendingPromotions(), staging.unnotedPromotions()]).toEqual([[], [], []]);
      expect(staging.openImports()).toEqual([]);
    });

    test("is pending and has nothing to tell when it starts, also after a restart", () => {
      start("first", 5, { branch: "edits/ädä 😀" });
      const begun = { commit: FIRST, branch: "edits/ädä 😀", run: RUN, at: 5 };
      const whole = { ...begun, outcome: "pending" as const, endedAt: null, report: null, noted: false };
      const staging = it.reopen();
      expect([staging.promotion(FIRST), staging.promotion(SECOND)]).toEqual([whole, null]);
      expect([staging.promotions(9), staging.pendingPromotions()]).toEqual([[whole], [whole]]);
      expect(staging.unnotedPromotions()).toEqual([]);
    });

    test("cannot be started by a run that never was, and leaves nothing", () => {
      expect(() => start("first", 5, { run: NEVER_RUN })).toThrow(expect.objectContaining({ code: "internal.bad-id" }));
      expect(it.staging.promotion(FIRST)).toBeNull();
    });

    const endings = ["accepted", "conflict", "refused", "failed"] as const;
    test.each(endings)("that is reported as %s has ended then", (outcome) => {
      start("first", 5);
      const report = reportOf("first", outcome, { records: [record], reasons: record.reasons, main: oidOf("main") });
      it.staging.reportPromotion(report, 6);
      expect(it.reopen().promotion(FIRST)).toMatchObject({ outcome, at: 5, endedAt: 6, report, noted: false });
      expect(pending()).toEqual([]);
    });

    test("that is reported as pending goes on", () => {
      start("first", 5);
      it.staging.reportPromotion(reportOf("first", "refused"), 6);
      it.staging.reportPromotion(reportOf("first", "pending", { records: [record] }), 7);
      const report = reportOf("first", "pending", { records: [record] });
      expect(it.staging.promotion(FIRST)).toMatchObject({ outcome: "pending", endedAt: null, report });
      expect([pending(), unnoted()]).toEqual([[FIRST], [FIRST]]);
    });

    test("keeps branch, run and start, whatever its report says of them", () => {
      start("first", 5);
      it.staging.reportPromotion(reportOf("first", "failed", { branch: "other", run: OTHER_RUN }), 6);
      expect(it.staging.promotion(FIRST)).toMatchObject({ branch: "changes", run: RUN, at: 5 });
    });

    test("that nobody started cannot be reported", () => {
      start("first", 5);
      expect(() => it.staging.reportPromotion(reportOf("strange", "failed"), 6)).toThrow(
        expect.objectContaining({ code: "data.journal" }),
      );
      expect([it.staging.promotion(STRANGE), it.staging.promotions(9).length]).toEqual([null, 1]);
    });

    test("that starts again is pending, in the name of the new run; what was told and entered stays", () => {
      it.staging.startRun(OTHER_RUN, "promote", 10);
      start("first", 5);
      noteAll("first", entryOf("a", { state: "sent", sent: SENT }), entryOf("b"));
      const before = it.staging.imports(FIRST);
      const report = reportOf("first", "failed");
      it.staging.reportPromotion(report, 6);
      it.staging.markNoted([report]);
      start("first", 11, { branch: "edits", run: OTHER_RUN });
      const again = { commit: FIRST, branch: "edits", run: OTHER_RUN, at: 11 };
      const staging = it.reopen();
      expect(staging.promotion(FIRST)).toEqual({ ...again, outcome: "pending", endedAt: null, report, noted: true });
      expect([staging.imports(FIRST), staging.promotions(9).length]).toEqual([before, 1]);
      expect([pending(), unnoted()]).toEqual([[FIRST], []]);
    });
  });

  describe("promotions", () => {
    test("come newest first, the pending ones oldest first, by their newest start", () => {
      start("first", 30);
      start("second", 10);
      start("third", 20);
      expect(it.staging.promotions(2).map(({ at }) => at)).toEqual([30, 20]);
      expect(pending()).toEqual([SECOND, THIRD, FIRST]);
      it.staging.reportPromotion(reportOf("third", "refused"), 31);
      start("second", 40);
      expect(
        it
          .reopen()
          .promotions(9)
          .map(({ at }) => at),
      ).toEqual([40, 30, 20]);
      expect(pending()).toEqual([FIRST, SECOND]);
      expect(it.staging.promotions(0)).toEqual([]);
    });

    test("that start within one millisecond keep the order in which they were met first", () => {
      for (const name of ["third", "first", "second"]) start(name, 5);
      start("third", 5);
      expect(pending()).toEqual([THIRD, FIRST, SECOND]);
      expect(it.staging.promotions(9).map(({ commit: oid }) => oid)).toEqual([SECOND, FIRST, THIRD]);
    });

    test("outlive a filling from git", () => {
      start("first", 5);
      noteAll("first", entryOf("a", { state: "sent", sent: SENT }));
      it.staging.reportPromotion(reportOf("first", "pending"), 6);
      const before = [it.staging.promotions(9), it.staging.openImports()];
      const { commit: head } = commit("head");
      it.staging.seed({ head, pushed: true, run: RUN, at: 9, rows: [seedRow("A")], trees: [], markers: [] });
      expect([it.staging.promotions(9), it.staging.openImports()]).toEqual(before);
    });
  });

  describe("notes of promotions", () => {
    test("are due for what has a report, pending or not, oldest first", () => {
      for (const [at, name] of ["third", "second", "first"].entries()) start(name, at);
      start("silent", 9);
      it.staging.reportPromotion(reportOf("first", "accepted"), 20);
      it.staging.reportPromotion(reportOf("second", "pending"), 21);
      it.staging.reportPromotion(reportOf("third", "conflict"), 22);
      expect(unnoted()).toEqual([THIRD, SECOND, FIRST]);
      const reports = it
        .reopen()
        .unnotedPromotions()
        .flatMap(({ report }) => report ?? []);
      it.staging.markNoted(reports.slice(1));
      expect(unnoted()).toEqual([THIRD]);
      expect(it.reopen().promotion(SECOND)).toMatchObject({ outcome: "pending", noted: true });
    });

    test("are due again when another report comes, and not when the same one does", () => {
      start("first", 5);
      const report = reportOf("first", "failed", { records: [record] });
      it.staging.reportPromotion(report, 6);
      it.staging.markNoted([report]);
      it.staging.reportPromotion(structuredClone(report), 7);
      expect(it.staging.promotion(FIRST)).toMatchObject({ noted: true, endedAt: 7 });
      it.staging.reportPromotion({ ...report, records: [{ ...record, seq: 8 }] }, 8);
      expect(it.staging.promotion(FIRST)).toMatchObject({ noted: false, report: { records: [{ seq: 8 }] } });
      it.staging.reportPromotion(report, 9);
      expect(it.staging.promotion(FIRST)?.noted).toBeFalse();
    });

    test("of a report that changed meanwhile do not count, and those beside it do", () => {
      start("first", 5);
      start("second", 6);
      const [old, other] = [reportOf("first", "pending"), reportOf("second", "refused")];
      for (const report of [old, other]) it.staging.reportPromotion(report, 7);
      it.staging.reportPromotion(reportOf("first", "accepted"), 8);
      it.staging.markNoted([old, reportOf("strange", "failed"), other]);
      expect(unnoted()).toEqual([FIRST]);
      it.staging.markNoted([]);
      expect(unnoted()).toEqual([FIRST]);
    });

    test("of a promotion without a report leave it without one", () => {
      start("first", 5);
      it.staging.markNoted([reportOf("first", "pending")]);
      expect(it.staging.promotion(FIRST)).toMatchObject({ report: null, noted: false });
    });
  });

  describe("forgetting a promotion", () => {
    test("takes a pending one of which nothing was sent, with its entries", () => {
      start("first", 5);
      start("second", 6);
      noteAll("first", entryOf("a"), entryOf("b"));
      noteAll("second", entryOf("a"));
      it.staging.reportPromotion(reportOf("first", "pending"), 7);
      it.staging.forgetPromotion(FIRST);
      const staging = it.reopen();
      expect([staging.promotion(FIRST), staging.imports(FIRST), unnoted()]).toEqual([null, [], []]);
      expect([pending(), paths("second")]).toEqual([[SECOND], ["a"]]);
      start("first", 8);
      expect([staging.imports(FIRST), staging.promotion(FIRST)?.report]).toEqual([[], null]);
    });

    test.each(["planned", "sent", "applied", "refused", "void"] as const)(
      "leaves one of which something was sent, be it %s by now",
      (state) => {
        start("first", 5);
        noteAll("first", entryOf("a"), entryOf("b", { state, sent: SENT }));
        it.staging.forgetPromotion(FIRST);
        expect([pending(), paths("first")]).toEqual([[FIRST], ["a", "b"]]);
      },
    );

    test("leaves one that has ended, until it starts again", () => {
      start("first", 5);
      it.staging.reportPromotion(reportOf("first", "refused"), 6);
      it.staging.forgetPromotion(FIRST);
      expect(it.staging.promotion(FIRST)?.outcome).toBe("refused");
      start("first", 7);
      it.staging.forgetPromotion(FIRST);
      expect(it.staging.promotion(FIRST)).toBeNull();
    });

    test("does not mind what another one sent, or one that is not there", () => {
      start("first", 5);
      start("second", 6);
      noteAll("second", entryOf("a", { state: "sent", sent: SENT }));
      it.staging.forgetPromotion(FIRST);
      it.staging.forgetPromotion(STRANGE);
      expect(pending()).toEqual([SECOND]);
    });
  });
}

import { describe, expect, test } from "bun:test";
import type { Modtime, RunId, TableName } from "../../src/domain/ids.ts";
import type { ClockEvent, ClockSample } from "../../src/domain/ports/staging-clock.ts";
import { MODTIME, NAME, oidOf, page, RUN, seedRow, touch, upsert } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const PRODUCT = "product" as TableName;
const sample: ClockSample = {
  at: 5,
  run: RUN,
  local: MODTIME,
  utc: null,
  askedAt: 4,
  answeredAt: 6,
  monotonic: 99.25,
  bootId: "boot",
};
const at = (text: string) => text as Modtime;

export function clockContract(it: StagingUnderTest): void {
  const note = (
    parts: Partial<ClockSample> = {},
    pollFrom: Modtime | null = null,
    events: readonly ClockEvent[] = [],
  ) => it.staging.noteClock({ sample: { ...sample, ...parts }, events, pollFrom });

  describe("clock samples", () => {
    test("come back whole, newest first", () => {
      note();
      note({ at: 7, utc: 8 });
      expect(it.reopen().clockSamples(5)).toEqual([{ ...sample, at: 7, utc: 8 }, sample]);
      expect(it.staging.clockSamples(1).length).toBe(1);
    });

    test("stay one a minute, and the newest two", () => {
      for (let n = 0; n < 40; n++) note({ at: 10 * MINUTE + n * 10_000 });
      const minutes = it.staging.clockSamples(99).map((one) => (one.at - 10 * MINUTE) / MINUTE);
      expect(minutes).toEqual([6.5, 6 + 2 / 6, 6, 5, 4, 3, 2, 1, 0].toSorted((a, b) => b - a));
    });

    test("stay one a day once they are a week old", () => {
      for (let hour = 0; hour < 10 * 24; hour++) note({ at: hour * 60 * MINUTE });
      note({ at: 10 * DAY });
      const ages = it.staging.clockSamples(999).map((one) => one.at / DAY);
      expect(ages.filter((day) => day < 3)).toEqual([2, 1, 0]);
      expect(ages.filter((day) => day >= 3).length).toBe(7 * 24 + 1);
    });

    test("of a clock that was set back by years are not thinned out by the newer ones' age", () => {
      for (const day of [900, 901, 2, 3]) note({ at: day * DAY });
      expect(it.staging.clockSamples(9).map((one) => one.at / DAY)).toEqual([3, 2, 901, 900]);
    });
  });

  describe("clock events", () => {
    const event: ClockEvent = {
      at: 7,
      run: RUN,
      kind: "step",
      shift: -61.5,
      before: MODTIME,
      after: at("20250310141400"),
    };

    test("come back whole, newest first", () => {
      note({}, null, [event, { ...event, kind: "zone", shift: 3600 }]);
      note({}, null, [{ ...event, at: 9, kind: "restart", shift: 0 }]);
      expect(it.reopen().clockEvents(2)).toEqual([
        { ...event, at: 9, kind: "restart", shift: 0 },
        { ...event, kind: "zone", shift: 3600 },
      ]);
      expect(it.staging.clockEvents(9)[2]).toEqual(event);
    });

    test("are stored with the sample and what follows, or none of it is", () => {
      it.staging.applyPage(page({ marker: MODTIME }));
      const run = "01890000-0000-7000-8000-00000000ffff" as RunId;
      expect(() => note({}, at("20250310131500"), [{ ...event, run }])).toThrow(
        expect.objectContaining({ code: "internal.bad-id" }),
      );
      const staging = it.reopen();
      expect([staging.clockSamples(9), staging.clockEvents(9), staging.pollFrom(NAME)]).toEqual([[], [], null]);
    });
  });

  describe("from where a table has to be asked", () => {
    const EARLY = at("20250310120000");
    const LATE = at("20250310130000");

    test("is lowered and never raised, for tables that polls or a first read go on with", () => {
      it.staging.applyPage(page({ marker: MODTIME }));
      it.staging.applyPage(
        page({ table: PRODUCT, cursor: { after: 1, startedAt: MODTIME, highest: MODTIME }, upserts: [upsert("P", 1)] }),
      );
      it.staging.applyPage(page({ table: "job" as TableName, upserts: [upsert("J", 1)] }));
      const froms = () => [NAME, PRODUCT, "job" as TableName, "never" as TableName].map((t) => it.staging.pollFrom(t));
      note({}, LATE);
      expect(froms()).toEqual([LATE, LATE, null, null]);
      note({}, EARLY);
      note({}, LATE);
      note();
      it.reopen();
      expect(froms()).toEqual([EARLY, EARLY, null, null]);
    });

    test("ends with the page that sets the marker, and with no other", () => {
      it.staging.applyPage(page({ marker: MODTIME }));
      note({}, EARLY);
      it.staging.applyPage(page({ upserts: [upsert("A", 1)] }));
      it.staging.applyPage(page({ table: PRODUCT, marker: MODTIME }));
      expect(it.staging.pollFrom(NAME)).toBe(EARLY);
      it.staging.applyPage(page({ marker: MODTIME }));
      expect(it.reopen().pollFrom(NAME)).toBeNull();
    });

    test("is forgotten when staging is filled from git", () => {
      it.staging.applyPage(page({ marker: MODTIME }));
      note({}, EARLY);
      const markers = [{ table: NAME, marker: MODTIME, records: 1, quarantined: 0 }];
      it.staging.seed({ head: oidOf("head"), pushed: true, run: RUN, at: 1, rows: [seedRow("A")], trees: [], markers });
      expect(it.staging.pollFrom(NAME)).toBeNull();
    });
  });

  describe("late stamps", () => {
    test("are remembered as the largest since a time, over all tables", () => {
      const late = (when: number, table: TableName, seconds: number) =>
        it.staging.noteLateStamps({ run: RUN, at: when, table, seconds });
      expect(it.staging.lateStamp(0)).toBe(0);
      late(100, NAME, 500);
      late(200, PRODUCT, 70);
      late(300, NAME, 60);
      expect([0, 100, 101, 200, 201, 300, 301].map((since) => it.reopen().lateStamp(since))).toEqual([
        500, 500, 70, 70, 60, 60, 0,
      ]);
      expect(it.staging.markers()).toEqual([]);
    });
  });

  test("records stamped after a moment are counted by table, deleted ones not", () => {
    const future = at("20990101000000");
    it.staging.applyPage(page({ upserts: ["A", "B", "C"].map((key, n) => upsert(key, n + 1)) }));
    it.staging.applyPage(page({ table: PRODUCT, upserts: [{ ...upsert("P", 1), modtime: future }] }));
    it.staging.applyPage(page({ touches: [touch("A", 1, future), touch("B", 2, future)] }));
    it.staging.applyPage(page({ deletes: [upsert("B", 2).key] }));
    expect(it.staging.stampedAfter(MODTIME)).toEqual([
      { table: NAME, records: 1 },
      { table: PRODUCT, records: 1 },
    ]);
    expect(it.staging.stampedAfter(future)).toEqual([]);
  });
}

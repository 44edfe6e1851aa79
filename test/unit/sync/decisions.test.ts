import { describe, expect, test } from "bun:test";
import { BLANK_MODTIME, type Modtime, type TableName } from "../../../src/domain/ids.ts";
import { SCHEMA } from "../../../src/domain/schema/schema.ts";
import { allowedDeletes } from "../../../src/sync/brake.ts";
import { nextMarker, pollSince } from "../../../src/sync/marker.ts";
import { shiftModtime } from "../../../src/sync/modtime.ts";
import { planRun, type RunPlan } from "../../../src/sync/plan.ts";
import { chooseTables } from "../../../src/sync/tables.ts";

const at = (text: string) => text as Modtime;
const name = "name" as TableName;
const product = "product" as TableName;

describe("shiftModtime", () => {
  test.each([
    ["back over midnight", "20250301000010", -60, "20250228235910"],
    ["back over a leap day", "20240301000000", -1, "20240229235959"],
    ["forward over a year", "20241231235959", 1, "20250101000000"],
    ["through an hour that daylight saving skips, as plain arithmetic", "20250930030000", -3600, "20250930020000"],
    ["never before the blank timestamp", "19040101000010", -3600, "19040101000000"],
  ])("%s", (_, from, seconds, to) => expect(shiftModtime(at(from), seconds)).toBe(at(to)));
});

describe("a poll's lower bound", () => {
  const since = (parts: Partial<Parameters<typeof pollSince>[0]> = {}) =>
    pollSince({ marker: at("20250310141502"), overlapSeconds: 60, lateSeconds: 0, pollFrom: null, ...parts });
  test("is the marker less the overlap", () => expect(since()).toBe(at("20250310141402")));
  test("is open while no record was ever seen", () => expect(since({ marker: BLANK_MODTIME })).toBeUndefined());
  test("is as much lower as records were seen to appear late", () => {
    expect(since({ lateSeconds: 59 })).toBe(at("20250310141402"));
    expect(since({ lateSeconds: 3600 })).toBe(at("20250310131502"));
  });
  test("is below the stamps of a clock that went back, by the overlap too", () => {
    expect(since({ pollFrom: at("20250310131000") })).toBe(at("20250310130900"));
    expect(since({ pollFrom: at("20250310131000"), lateSeconds: 600 })).toBe(at("20250310130000"));
  });
  test("is not raised by a clock that went back behind the marker", () =>
    expect(since({ pollFrom: at("20250310141510") })).toBe(at("20250310141402")));
});

describe("the marker after a poll", () => {
  const marker = (previous: string, highest: string, sampled: string) =>
    nextMarker({ previous: at(previous), highest: at(highest), sampled: at(sampled) });
  test.each([
    ["goes to the highest modtime seen", "20250310100000", "20250310110000", "20250310120000", "20250310110000"],
    ["stays when nothing newer was seen", "20250310100000", "20250310090000", "20250310120000", "20250310100000"],
    [
      "never passes the clock sampled before the first page",
      "20250310100000",
      "20250310120001",
      "20250310120000",
      "20250310120000",
    ],
    [
      "is not carried off by a stamp from the future",
      "20250310100000",
      "20990101000000",
      "20250310120000",
      "20250310120000",
    ],
    [
      "follows a server clock that was set back",
      "20250310100000",
      "20250310100000",
      "20250310080000",
      "20250310080000",
    ],
  ])("%s", (_, previous, highest, sampled, expected) => expect(marker(previous, highest, sampled)).toBe(at(expected)));
});

describe("allowed deletions", () => {
  test.each([
    ["a share of a large table", { share: 0.05, count: 20 }, 10_000, 500],
    ["never under the least count", { share: 0.05, count: 20 }, 100, 20],
    ["a plain count", { share: null, count: 3 }, 10_000, 3],
  ])("%s", (_, limit, live, expected) => expect(allowedDeletes(limit, live)).toBe(expected));
});

describe("the plan of a run", () => {
  const schemas = [SCHEMA.get(name), SCHEMA.get(product)].filter((schema) => schema !== undefined);
  const markers = (...tables: [TableName, string | null][]) =>
    tables.map(([table, marker]) => ({
      table,
      marker: marker === null ? null : at(marker),
      records: 0,
      quarantined: 0,
    }));

  const input = { schemas, unfinished: new Set<TableName>(), lists: true };
  const ways = (plan: RunPlan) => plan.tables.map(({ way }) => (way.kind === "poll" ? way.marker : way.kind));

  test("a poll reads a table without a marker whole and polls the others", () => {
    const plan = planRun({ ...input, kind: "poll", markers: markers([name, "20250310100000"], [product, null]) });
    expect(plan.kind).toBe("poll");
    expect(plan.verb).toBe("backfill");
    expect(ways(plan)).toEqual([at("20250310100000"), "whole"]);
  });
  test("a poll of tables that were never read is a full sync", () => {
    expect(planRun({ ...input, kind: "poll", markers: [] })).toMatchObject({ kind: "full", verb: "backfill" });
  });
  test("a poll reads a table whole that was left in the middle of a whole read", () => {
    const known = markers([name, "20250310100000"], [product, "20250310100000"]);
    const plan = planRun({ ...input, kind: "poll", markers: known, unfinished: new Set([product]) });
    expect(plan).toMatchObject({ kind: "poll", verb: "poll" });
    expect(ways(plan)).toEqual([at("20250310100000"), "whole"]);
  });
  test("a full sync reads every table whole, whatever its marker", () => {
    const plan = planRun({
      ...input,
      kind: "full",
      markers: markers([name, "20250310100000"], [product, "20250310100000"]),
    });
    expect(plan).toMatchObject({ kind: "full", verb: "full" });
    expect(ways(plan)).toEqual(["whole", "whole"]);
  });
  test("a sweep lists what was read before and reads the rest whole", () => {
    const known = markers([name, "20250310100000"], [product, "20250310100000"]);
    expect(planRun({ ...input, kind: "sweep", markers: known })).toMatchObject({ kind: "sweep", verb: "sweep" });
    const plan = planRun({ ...input, kind: "sweep", markers: known, unfinished: new Set([product]) });
    expect(ways(plan)).toEqual(["sweep", "whole"]);
  });
  test("a sweep is a full sync where the server makes no lists", () => {
    const known = markers([name, "20250310100000"], [product, "20250310100000"]);
    const plan = planRun({ ...input, kind: "sweep", markers: known, lists: false });
    expect(plan).toMatchObject({ kind: "full", verb: "full" });
  });
});

describe("the tables of a run", () => {
  const choose = (choice: Partial<Parameters<typeof chooseTables>[0]>) =>
    chooseTables({ configured: [name, product], named: false, only: undefined, present: null, ...choice }).map(
      (schema) => schema.table,
    );
  test("are all configured ones when the server does not tell what it has", () =>
    expect(choose({})).toEqual([name, product]));
  test("leave out what the document lacks when nobody named it", () =>
    expect(choose({ present: [product] })).toEqual([product]));
  test("are only those asked for", () => expect(choose({ only: [product] })).toEqual([product]));
  test("refuse a named table that the document lacks", () => {
    expect(() => choose({ named: true, present: [product] })).toThrow("The document has no table 'name'.");
  });
  test("refuse a table outside the configuration", () => {
    expect(() => choose({ only: ["login" as TableName] })).toThrow("The table 'login' is not mirrored.");
  });
});

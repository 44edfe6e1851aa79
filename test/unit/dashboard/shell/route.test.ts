import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { placeOf, sectionOf, titleOf } from "../../../../src/dashboard/shell/place.ts";
import { hrefOf, parseRoute, type Route } from "../../../../src/dashboard/shell/route.ts";

describe("addresses", () => {
  test.each([
    ["", { view: "overview" }],
    ["/", { view: "overview" }],
    ["/changes", { view: "changes", table: "", key: "", field: "" }],
    ["/changes?table=name&key=A%26B", { view: "changes", table: "name", key: "A&B", field: "" }],
    ["/runs?kind=poll", { view: "runs", kind: "poll", outcome: "" }],
    ["/runs/01a1", { view: "run", run: "01a1" }],
    ["/promotions", { view: "promotions" }],
    ["/promotions/abc", { view: "promotion", commit: "abc" }],
    ["/records", { view: "records", table: "", search: "" }],
    ["/records/", { view: "records", table: "", search: "" }],
    ["/records/name?q=caf%C3%A9", { view: "records", table: "name", search: "café" }],
    ["/records/name/A%2FB", { view: "record", table: "name", key: "A/B", at: "" }],
    ["/records/name/..", { view: "record", table: "name", key: "..", at: "" }],
    [
      "/records/name/A?at=2025-01-01T00:00:00Z",
      { view: "record", table: "name", key: "A", at: "2025-01-01T00:00:00Z" },
    ],
    ["/nowhere", { view: "nowhere" }],
    ["/runs/a/b", { view: "nowhere" }],
    ["/changes/x", { view: "nowhere" }],
    ["/records/a/b/c", { view: "nowhere" }],
    ["/records/%E0%A4%A", { view: "nowhere" }],
  ] as const)("#%s", (hash, route) => expect(parseRoute(hash)).toEqual(route as Route));

  test("every record has an address of its own, whatever its key is", () => {
    const text = fc.string({ minLength: 1, unit: "grapheme" }).filter((each) => each.isWellFormed());
    fc.assert(
      fc.property(text, text, (table, key) => {
        const route = { view: "record", table, key, at: "" } as const;
        expect(parseRoute(hrefOf(route).slice(1))).toEqual(route);
      }),
    );
  });

  test.each([
    { view: "overview" },
    { view: "changes", table: "a", key: "b&c", field: "d[1].e" },
    { view: "runs", kind: "poll", outcome: "ok" },
    { view: "run", run: "r" },
    { view: "promotions" },
    { view: "promotion", commit: "c" },
    { view: "records", table: "name", search: "a b" },
    { view: "records", table: "", search: "" },
  ] as const satisfies Route[])("$view leads back", (route: Route) =>
    expect(parseRoute(hrefOf(route).slice(1))).toEqual(route),
  );
});

test("a filter is no other place, another record is", () => {
  const list = { view: "records", table: "name", search: "" } as const;
  expect(placeOf({ ...list, search: "x" })).toBe(placeOf(list));
  expect(placeOf({ ...list, table: "job" })).not.toBe(placeOf(list));
  const record = { view: "record", table: "name", key: "A", at: "" } as const;
  expect(placeOf({ ...record, at: "2025" })).toBe(placeOf(record));
  expect(placeOf({ ...record, key: "B" })).not.toBe(placeOf(record));
});

test("what the tab says, and which entry is marked", () => {
  expect(titleOf({ view: "record", table: "name", key: "A", at: "" })).toBe("name A – Tidemark");
  expect(sectionOf({ view: "run", run: "r" })).toBe("runs");
  expect(sectionOf({ view: "promotion", commit: "c" })).toBe("promotions");
  expect(sectionOf({ view: "nowhere" })).toBeNull();
});

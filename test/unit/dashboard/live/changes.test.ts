import { describe, expect, test } from "bun:test";
import type { Change } from "../../../../src/api/contract/change.ts";
import { ALL_CHANGES, isWanted } from "../../../../src/dashboard/live/filter.ts";
import { grouped } from "../../../../src/dashboard/live/groups.ts";
import { newestFirst } from "../../../../src/dashboard/live/newest.ts";

function change(id: number, parts: Partial<Change> = {}): Change {
  const base = { run: "r1", commit: null, table: "name", key: "ROWAN", operation: "changed", field: "phone" } as const;
  return { id, at: "2025-03-31T04:45:00.000Z", old: "a", new: "b", ...base, ...parts };
}

describe("newest first", () => {
  test("each once, and at most so many", () => {
    const known = [change(3), change(2), change(1)];
    expect(newestFirst(known, [change(3), change(5), change(4)], 4).map(({ id }) => id)).toEqual([5, 4, 3, 2]);
  });

  test("what comes again brings its commit", () => {
    expect(newestFirst([change(1)], [change(1, { commit: "c" })], 9)).toMatchObject([{ id: 1, commit: "c" }]);
  });
});

describe("groups", () => {
  test("fields of one record in one run are one, in the record's order", () => {
    const groups = grouped([
      change(3, { field: "phone" }),
      change(2, { field: "name" }),
      change(1, { field: "email" }),
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.id).toBe(3);
    expect(groups[0]?.fields.map(({ field }) => field)).toEqual(["email", "name", "phone"]);
  });

  test("another run, record, table or operation is another group", () => {
    const others = [{ run: "r2" }, { key: "ALDER" }, { table: "job" }, { operation: "added", field: null }] as const;
    for (const other of others) expect(grouped([change(2), change(1, other)])).toHaveLength(2);
  });

  test("a record that came twice is told twice, without fields", () => {
    const groups = grouped([
      change(2, { operation: "added", field: null }),
      change(1, { operation: "added", field: null }),
    ]);
    expect(groups.map(({ fields }) => fields)).toEqual([[], []]);
  });
});

describe("filters", () => {
  const line = change(1, { table: "transaction", key: "17", field: "detail[2].gross" });

  test.each([
    [{}, true],
    [{ table: "transaction" }, true],
    [{ table: "name" }, false],
    [{ key: "17" }, true],
    [{ key: "1" }, false],
    [{ field: "detail" }, true],
    [{ field: "detail[2]" }, true],
    [{ field: "detail[2].gross" }, true],
    [{ field: "gross" }, false],
    [{ field: "det" }, false],
    [{ run: "r1" }, true],
    [{ run: "r2" }, false],
  ])("%o", (filter, wanted) => expect(isWanted({ ...ALL_CHANGES, ...filter }, line)).toBe(wanted));

  test("a record that came has no field", () => {
    expect(isWanted({ ...ALL_CHANGES, field: "phone" }, change(1, { operation: "added", field: null }))).toBe(false);
  });
});

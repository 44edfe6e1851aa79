import { describe, expect, test } from "bun:test";
import type { Modtime, Oid, RecordKey, TableName } from "../../../../src/domain/ids.ts";
import type { Quarantined } from "../../../../src/domain/ports/staging-quarantine.ts";
import { groupsBetween } from "../../../../src/sync/quarantine/records.ts";
import { sweepDoubts } from "../../../../src/sync/quarantine/sweep-doubts.ts";

const OLD = "20250101000000" as Modtime;
const NEW = "20250102000000" as Modtime;

describe("numbers around those that are set aside", () => {
  test.each([
    [[], [], []],
    [[1, 5, 9], [], [[1, 5, 9]]],
    [[1, 5, 9], [5], [[1], [5], [9]]],
    [
      [1, 2, 8, 9],
      [4, 6],
      [
        [1, 2],
        [8, 9],
      ],
    ],
    [[9, 1, 5], [3], [[1], [5, 9]]],
    [[1, 2], [7], [[1, 2]]],
    [[7, 8], [1], [[7, 8]]],
    [
      [4, 6],
      [4, 6],
      [[4], [6]],
    ],
  ])("%j around %j are asked for as %j", (numbers, known, groups) => {
    expect(groupsBetween(numbers, known)).toEqual(groups);
  });
});

describe("what a sweep asks for", () => {
  const known = (seq: number, modtime: Modtime | null = OLD): Quarantined => ({
    table: "name" as TableName,
    seq,
    modtime,
    code: "moneyworks.bad-xml",
    reason: "",
    firstAt: 1,
    lastAt: 1,
    tries: 1,
  });
  const row = (seq: number) => ({ key: `K${seq}` as RecordKey, seq, modtime: OLD, oid: "0" as Oid, mainOid: null });
  const listed = [
    { seq: 2, modtime: OLD },
    { seq: 4, modtime: NEW },
  ];
  const interval = { listed, staged: [row(2), row(8)], after: 0, upTo: 10 };

  test("is what is in doubt and what is set aside, whatever their stamps", () => {
    expect(sweepDoubts([4], interval, [known(4, NEW)])).toEqual([4]);
    expect(sweepDoubts([4], interval, [known(2, OLD)])).toEqual([2, 4]);
    expect(sweepDoubts([], interval, [known(4, null)])).toEqual([4]);
  });
  test("asks for what is listed no more, unless its row is missed anyway", () => {
    expect(sweepDoubts([4], interval, [known(3), known(8)])).toEqual([3, 4]);
  });
  test("has nothing to say about numbers beyond the list", () => {
    expect(sweepDoubts([4], interval, [known(11)])).toEqual([4]);
    expect(sweepDoubts([4], { ...interval, upTo: null }, [known(11)])).toEqual([4, 11]);
    expect(sweepDoubts([4], { ...interval, after: 3 }, [known(3)])).toEqual([4]);
  });
});

import { describe, expect, test } from "bun:test";
import { diffRecords } from "../../../src/canonical/diff.ts";
import type { MwRecord } from "../../../src/domain/record.ts";
import { field, nameRecord, transactionRecord } from "../../support/canonical-tools.ts";

const NAME = nameRecord({ code: "ROWAN", phone: "1" });
const [LINE] = transactionRecord([{}]).subfiles;

function withRows(record: MwRecord, change: (row: number) => boolean): MwRecord {
  const subfiles = record.subfiles.map((s) => ({
    ...s,
    rows: s.rows.map((row, i) => ({ ...row, system: change(i) })),
  }));
  return { ...record, subfiles };
}

describe("diffRecords", () => {
  const cases: readonly [
    name: string,
    old: MwRecord,
    next: MwRecord,
    changes: readonly (readonly [string, string | null, string | null])[],
  ][] = [
    ["finds nothing between equals", NAME, nameRecord({ code: "ROWAN", phone: "1" }), []],
    ["names a changed field", NAME, nameRecord({ code: "ROWAN", phone: "2" }), [["phone", "1", "2"]]],
    [
      "names what came and went in the order of the file",
      nameRecord({ a: "1", c: "3" }),
      nameRecord({ b: "2", c: "4", d: "5" }),
      [
        ["a", "1", null],
        ["b", null, "2"],
        ["c", "3", "4"],
        ["d", null, "5"],
      ],
    ],
    [
      "names a mark that came",
      NAME,
      { ...NAME, fields: [field("code", "ROWAN"), field("phone!", "1")] },
      [["phone@system", null, "true"]],
    ],
    [
      "names a line by its sort and drops the prefix",
      transactionRecord([{ gross: "1" }, { gross: "2" }]),
      transactionRecord([{ gross: "1" }, { gross: "3" }]),
      [["detail[2].gross", "2", "3"]],
    ],
    [
      "matches lines by sort although their numbers changed",
      transactionRecord([{ sequencenumber: "5" }]),
      transactionRecord([{ sequencenumber: "9" }]),
      [["detail[1].sequencenumber", "5", "9"]],
    ],
    [
      "tells a new line field by field",
      transactionRecord([{}]),
      transactionRecord([{}, { gross: "3" }]),
      [
        ["detail[2].gross", null, "3"],
        ["detail[2].sort", null, "2"],
      ],
    ],
    [
      "tells a line that left the middle by its own sort",
      transactionRecord([{}, { gross: "2" }, {}]),
      transactionRecord([{}, { sort: "3" }]),
      [
        ["detail[2].gross", "2", null],
        ["detail[2].sort", "2", null],
      ],
    ],
    [
      "compares sort as a number",
      transactionRecord([
        { sort: "9", gross: "1" },
        { sort: "10", gross: "1" },
      ]),
      transactionRecord([
        { sort: "9", gross: "1" },
        { sort: "10", gross: "2" },
      ]),
      [["detail[10].gross", "1", "2"]],
    ],
    [
      "tells lines of one sort apart",
      transactionRecord([
        { sort: "1", gross: "1" },
        { sort: "1", gross: "2" },
      ]),
      transactionRecord([
        { sort: "1", gross: "1" },
        { sort: "1", gross: "5" },
      ]),
      [["detail[1~2].gross", "2", "5"]],
    ],
    [
      "tells when MoneyWorks takes a line over",
      transactionRecord([{}, {}]),
      withRows(transactionRecord([{}, {}]), (row) => row === 1),
      [["detail[2]@system", null, "true"]],
    ],
    [
      "tells a subfile that came as its lines",
      { ...transactionRecord([{}]), subfiles: [] },
      transactionRecord([{}]),
      [["detail[1].sort", null, "1"]],
    ],
    [
      "tells a row with nothing in it",
      { element: "name", fields: [], subfiles: [{ name: "D", element: "d", rows: [{ fields: [], system: false }] }] },
      { element: "name", fields: [], subfiles: [] },
      [["d[0]", "true", null]],
    ],
    [
      "tells rows of another kind as gone and come",
      { element: "name", fields: [], subfiles: [{ name: "D", element: "a", rows: LINE?.rows ?? [] }] },
      { element: "name", fields: [], subfiles: [{ name: "D", element: "detail", rows: LINE?.rows ?? [] }] },
      [
        ["a[0].detail.sort", "1", null],
        ["detail[1].sort", null, "1"],
      ],
    ],
  ];
  test.each(cases)("%s", (_name, old, next, changes) => {
    expect(diffRecords(old, next).map((change) => [change.field, change.old, change.new])).toEqual(
      changes.map((c) => [...c]),
    );
  });
});

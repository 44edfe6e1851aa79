import { describe, expect, test } from "bun:test";
import type { Run } from "../../../../src/api/contract/run.ts";
import { pollsText, recordsText } from "../../../../src/dashboard/views/overview/statistics-text.ts";
import { localInput, timeOfInput } from "../../../../src/dashboard/views/records/past.ts";
import { cellText, columnNames, headOf } from "../../../../src/dashboard/views/records/subfile.ts";
import { withRun } from "../../../../src/dashboard/views/runs/merge.ts";

const run = (id: string, parts: Partial<Run> = {}) => ({ run: id, kind: "poll", outcome: null, ...parts }) as Run;
const all = { kind: undefined, outcome: undefined };
const ids = (runs: readonly Run[]) => runs.map((each) => each.run);

describe("runs that begin and end", () => {
  test("a new one comes first, a known one stays where it is", () => {
    expect(ids(withRun([run("2"), run("1")], run("3"), all))).toEqual(["3", "2", "1"]);
    const ended = withRun([run("3"), run("2"), run("1")], run("2", { outcome: "ok" }), all);
    expect(ids(ended)).toEqual(["3", "2", "1"]);
    expect(ended[1]?.outcome).toBe("ok");
    expect(ids(withRun([run("2")], run("1"), all))).toEqual(["2", "1"]);
  });

  test("one that does not fit, or does not fit any more, is left out", () => {
    expect(ids(withRun([run("1")], run("2", { kind: "full" }), { ...all, kind: "poll" }))).toEqual(["1"]);
    expect(
      ids(withRun([run("1", { outcome: "ok" })], run("1", { outcome: "failed" }), { ...all, outcome: "ok" })),
    ).toEqual([]);
  });
});

describe("the past", () => {
  test("what a field for local time shows leads back to the same time", () => {
    const at = "2025-03-31T04:45:02.000Z";
    expect(timeOfInput(localInput(at))).toBe(at);
  });

  test("nothing and nonsense are no time", () => {
    expect(localInput("")).toBe("");
    expect(localInput("yesterday")).toBe("");
    expect(timeOfInput("")).toBe("");
    expect(timeOfInput("x")).toBe("");
  });
});

describe("lines of a record", () => {
  const row = (...fields: [string, string, boolean?][]) => ({
    fields: fields.map(([name, value, system = false]) => ({ name, value, system })),
    system: false,
  });
  const rows = [
    row(["account", "4010"], ["net", "10.00"]),
    row(["account", "4020"], ["taxcode", "G"], ["sequencenumber", "7", true]),
  ];

  test("a column for each field that any of them has", () => {
    expect(columnNames(rows, false)).toEqual(["account", "net", "taxcode"]);
    expect(columnNames(rows, true)).toEqual(["account", "net", "taxcode", "sequencenumber"]);
  });

  test("a heading leaves out what the table's says", () => {
    expect(headOf("detail.gross", "detail")).toBe("gross");
    expect(headOf("details", "detail")).toBe("details");
  });

  test("what a row has not is blank", () => {
    expect(rows.map((each) => cellText(each, "net"))).toEqual(["10.00", ""]);
  });
});

describe("charts in a sentence", () => {
  const span = (records: number | null, pollMs: number | null, longestPollMs: number | null) => ({
    at: "2025-03-31T04:45:00.000Z",
    runs: 1,
    failed: 0,
    changes: 0,
    records,
    pollMs,
    longestPollMs,
  });

  test("first, last and most", () => {
    expect(
      recordsText([span(10, null, null), span(null, null, null), span(30, null, null), span(20, null, null)]),
    ).toBe("Records mirrored: 10 at first, 20 at last, 30 at most.");
    expect(pollsText([span(null, 400, 900), span(null, 300, 300)])).toBe(
      "Duration of polls: 0.3 s at last, 0.9 s at most.",
    );
  });

  test("nothing is said so", () => {
    expect(recordsText([span(null, null, null)])).toContain("no run ended");
    expect(pollsText([])).toContain("there was none");
  });
});

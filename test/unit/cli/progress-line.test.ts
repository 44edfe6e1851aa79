import { describe, expect, test } from "bun:test";
import { type ProgressView, progressView } from "../../../src/cli/progress-line.ts";
import type { Oid, TableName } from "../../../src/domain/ids.ts";
import type { Progress, RunSummary } from "../../../src/domain/run.ts";
import { FakeHost } from "../../support/fake-host.ts";
import { jsonLines } from "../../support/program.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567" as Oid;

function progress(done: number, changes: Partial<Progress> = {}): Progress {
  const run = "01890000-0000-7000-8000-000000000000" as RunSummary["run"];
  const table = "name" as TableName;
  const where = { table, tableNumber: 2, tableCount: 5 };
  const read = { run, kind: "full", step: "read", ...where, commit: null } as const;
  return { ...read, done, total: 1000, bytes: done * 1000, ...changes };
}

/** A read every `stepMs`, ten records each, over ten seconds. */
function readFor(view: ProgressView, stepMs: number, total = 1000): void {
  for (let at = 0; at <= 10_000; at += stepMs) view.update(progress((at / stepMs) * 10, { total }), at);
}

const CLEAR = "\r\u001b[K";

/** What was drawn one over the other. */
function drawn(host: FakeHost): string[] {
  return host.errors.split(CLEAR).slice(1);
}

test("in a log or a pipe there is none: the log has lines of its own", () => {
  const host = new FakeHost();
  const view = progressView(host, false);
  readFor(view, 100);
  view.update(progress(20, { step: "push", commit: COMMIT, table: null }), 10_001);
  view.done();
  expect([host.output, host.errors]).toEqual(["", ""]);
});

describe("on a terminal", () => {
  test("one line is drawn over itself, five times a second, and wiped at the end", () => {
    const host = new FakeHost({ terminal: true });
    const view = progressView(host, false);
    readFor(view, 50, 2000);
    expect(drawn(host)).toHaveLength(50);
    expect(host.errors).not.toContain("\n");
    expect(drawn(host)[24]).toBe("50.0 %  1000 of 2000 records  200/s  5 s left  name (2 of 5)");
    view.done();
    expect(host.errors).toEndWith(CLEAR);
  });

  test("a narrow one gets what fits", () => {
    const host = new FakeHost({ terminal: true, columns: 20 });
    readFor(progressView(host, false), 500);
    expect(Math.max(...drawn(host).map((line) => line.length))).toBe(19);
  });

  test("every commit and push is named", () => {
    const host = new FakeHost({ terminal: true });
    const view = progressView(host, false);
    view.update(progress(10, { step: "commit", commit: COMMIT, table: null }), 0);
    view.update(progress(20, { step: "push", commit: COMMIT, table: null }), 1);
    expect(drawn(host)).toEqual(["committed 0123456789 (10 records read)", "pushed 0123456789 (20 records read)"]);
  });

  test.each([
    [2, "90 min left"],
    [1, "3.0 h left"],
  ])("at %i records a second a long rest is told as %p", (rate, eta) => {
    const host = new FakeHost({ terminal: true });
    const view = progressView(host, false);
    view.update(progress(0, { total: 10_800 }), 0);
    view.update(progress(rate * 10, { total: 10_800 }), 10_000);
    view.update(progress(rate * 20, { total: 10_800 }), 20_000);
    expect(host.errors).toContain(eta);
  });

  test("a poll tells what it read, without a percentage", () => {
    const host = new FakeHost({ terminal: true });
    const view = progressView(host, false);
    view.update(progress(0, { total: null }), 0);
    view.update(progress(50, { total: null }), 5000);
    expect(drawn(host)).toEqual(["50 records  10/s  name (2 of 5)"]);
  });
});

test("as JSON it is lines with every figure, on standard output", () => {
  const host = new FakeHost();
  readFor(progressView(host, true), 250);
  const lines = jsonLines(host.output);
  expect(lines).toHaveLength(20);
  expect(lines.at(-1)).toMatchObject({ done: 400, percent: 40, etaSeconds: 15 });
  expect(lines[1]).toEqual({
    type: "progress",
    run: "01890000-0000-7000-8000-000000000000",
    kind: "full",
    step: "read",
    table: "name",
    tableNumber: 2,
    tableCount: 5,
    commit: null,
    done: 40,
    total: 1000,
    bytes: 40_000,
    percent: 4,
    recordsPerSecond: 40,
    bytesPerSecond: 40_000,
    etaSeconds: null,
  });
  expect(host.errors).toBe("");
});

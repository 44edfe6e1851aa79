import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataDirectory } from "../../../../src/app/data-directory.ts";
import { createFigures } from "../../../../src/platform/figures.ts";
import { Measured } from "../../../support/measuring.ts";
import { parseMetrics, sampleOf } from "../../../support/metrics-of.ts";
import { failedRun, HALT, MINUTE, runEnd, START } from "../../../support/notifying.ts";
import { statusOf } from "../../../support/status-of.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";
import { describeWithTool, metricsParser } from "../../../support/tools.ts";

const TALLY = { table: "name", added: 2, changed: 3, deleted: 0 };
const at = (ms: number) => new Date(ms).toISOString();

describeWithTool(metricsParser(), "what Prometheus reads", () => {
  const read = (measured: Measured) => parseMetrics(measured.metrics.render());

  test("is the status, as gauges", () => {
    const families = read(new Measured());
    const plain = (name: string) => sampleOf(families, name);
    expect(plain("tidemark_up")).toBe(1);
    expect(plain("tidemark_ready")).toBe(1);
    expect(plain("tidemark_paused")).toBe(0);
    expect(plain("tidemark_lag_seconds")).toBe(360);
    expect(plain("tidemark_start_time_seconds")).toBe(START / 1000 - 3600);
    expect(plain("tidemark_next_poll_timestamp_seconds")).toBe(START / 1000 + 240);
    expect(plain("tidemark_uncommitted_records")).toBe(3);
    expect(plain("tidemark_unpushed_commits")).toBe(2);
    expect(plain("tidemark_clock_skew_seconds")).toBeUndefined();
    expect(sampleOf(families, "tidemark_halted", { code: "" })).toBe(0);
    expect(sampleOf(families, "tidemark_records", { table: "name" })).toBe(400);
    expect(sampleOf(families, "tidemark_quarantined_records", { table: "name" })).toBe(0);
    expect(sampleOf(families, "tidemark_build_info", { version: "1.2.3", commit: "0123456789ab" })).toBe(1);
  });

  test("shows what is wrong", () => {
    const measured = new Measured();
    const quarantined = { table: "name", number: 7, key: null, modtime: null, code: "x", reason: "y", tries: 1 };
    measured.status = statusOf(
      {
        halt: { ...HALT, ways: [] },
        quarantine: [{ ...quarantined, since: at(START), lastTried: at(START) }],
        drift: [{ table: "ledger", gone: [{ name: "a", since: at(START) }], appeared: [] }],
      },
      { failures: 4, pausedSince: at(START), closedSince: at(START), nextPollAt: null, lagSeconds: null },
    );
    const families = read(measured);
    expect(sampleOf(families, "tidemark_up")).toBe(0);
    expect(sampleOf(families, "tidemark_ready")).toBe(0);
    expect(sampleOf(families, "tidemark_paused")).toBe(1);
    expect(sampleOf(families, "tidemark_consecutive_failures")).toBe(4);
    expect(sampleOf(families, "tidemark_lag_seconds")).toBeUndefined();
    expect(sampleOf(families, "tidemark_halted", { code: HALT.code })).toBe(1);
    expect(sampleOf(families, "tidemark_quarantined_records", { table: "name" })).toBe(1);
    expect(sampleOf(families, "tidemark_drifted_fields", { table: "ledger", change: "gone" })).toBe(1);
    expect(sampleOf(families, "tidemark_drifted_fields", { table: "ledger", change: "appeared" })).toBe(0);
  });

  test("counts the runs that ended, from nothing on", () => {
    const measured = new Measured();
    expect(sampleOf(read(measured), "tidemark_runs_total", { kind: "poll", outcome: "failed" })).toBe(0);
    measured.metrics.runEnded(runEnd({ ms: 2000, tables: [TALLY] }));
    measured.metrics.runEnded(runEnd({ ms: 20_000_000, tables: [TALLY] }));
    measured.metrics.runEnded(failedRun());
    measured.metrics.runEnded(runEnd({ kind: "check", outcome: "different", differences: 12 }));
    const families = read(measured);
    expect(sampleOf(families, "tidemark_runs_total", { kind: "poll", outcome: "ok" })).toBe(2);
    expect(sampleOf(families, "tidemark_runs_total", { kind: "poll", outcome: "failed" })).toBe(1);
    expect(sampleOf(families, "tidemark_run_duration_seconds_count", { kind: "poll" })).toBe(3);
    expect(sampleOf(families, "tidemark_run_duration_seconds_sum", { kind: "poll" })).toBe(20_004);
    expect(sampleOf(families, "tidemark_run_duration_seconds_bucket", { kind: "poll", le: "2.5" })).toBe(2);
    expect(sampleOf(families, "tidemark_run_duration_seconds_bucket", { kind: "poll", le: "14400.0" })).toBe(2);
    expect(sampleOf(families, "tidemark_run_duration_seconds_bucket", { kind: "poll", le: "+Inf" })).toBe(3);
    expect(sampleOf(families, "tidemark_changes_total", { table: "name", operation: "changed" })).toBe(6);
    expect(sampleOf(families, "tidemark_last_success_timestamp_seconds", { kind: "poll" })).toBe(START / 1000);
    expect(sampleOf(families, "tidemark_check_differences")).toBe(12);
    const exemplars = families.flatMap(({ samples }) => samples).filter(({ exemplar }) => exemplar !== null);
    expect(exemplars.map(({ exemplar }) => exemplar)).toContainEqual({ run: runEnd().run });
  });

  test("begins with what the history knows, and goes on from there", async () => {
    const history = {
      lastSuccess: (kind: string) => (kind === "sweep" ? START - MINUTE : null),
      lastCheck: () => ({ at: START - 2 * MINUTE, differences: 3 }),
    };
    const measured = new Measured({ history });
    const before = read(measured);
    expect(sampleOf(before, "tidemark_last_success_timestamp_seconds", { kind: "sweep" })).toBe(START / 1000 - 60);
    expect(sampleOf(before, "tidemark_last_success_timestamp_seconds", { kind: "poll" })).toBeUndefined();
    expect(sampleOf(before, "tidemark_check_differences")).toBe(3);
    await measured.clock.pass(MINUTE);
    measured.metrics.runEnded(runEnd({ kind: "sweep", isWhole: false }));
    measured.metrics.runEnded(runEnd({ kind: "check", differences: 0, isWhole: false }));
    measured.metrics.runEnded(runEnd({ kind: "full" }));
    const after = read(measured);
    expect(sampleOf(after, "tidemark_last_success_timestamp_seconds", { kind: "sweep" })).toBe(START / 1000 - 60);
    expect(sampleOf(after, "tidemark_last_success_timestamp_seconds", { kind: "full" })).toBe(START / 1000 + 60);
    expect(sampleOf(after, "tidemark_check_differences")).toBe(3);
  });

  test("counts each jump of the clock once, and none from before the start", async () => {
    const measured = new Measured();
    const event = (minute: number, kind: string) => ({
      ...{ at: at(START + minute * MINUTE), kind, run: "r", shiftSeconds: 3600 },
      ...{ before: "20260310200000", after: "20260310210000" },
    });
    const clock = { sampledAt: at(START), serverLocalTime: "20260310200000", skewSeconds: -3, zoneMinutes: 780 };
    const rest = { overlapSeconds: 60, lateSeconds: 0, widened: [], future: [] };
    const seen = (...events: ReturnType<typeof event>[]) => {
      measured.status = statusOf({ clock: { ...clock, ...rest, events } });
      measured.metrics.runEnded(runEnd());
    };
    seen(event(-10, "step"));
    seen(event(1, "zone"), event(-10, "step"));
    seen(event(3, "step"), event(2, "step"), event(1, "zone"));
    const families = read(measured);
    expect(sampleOf(families, "tidemark_clock_events_total", { kind: "step" })).toBe(2);
    expect(sampleOf(families, "tidemark_clock_events_total", { kind: "zone" })).toBe(1);
    expect(sampleOf(families, "tidemark_clock_events_total", { kind: "restart" })).toBe(0);
    expect(sampleOf(families, "tidemark_clock_skew_seconds")).toBe(-3);
  });

  test("tells of MoneyWorks, promotions, readers and requests", () => {
    const measured = new Measured();
    measured.metrics.promoted("conflict");
    measured.metrics.answered("/runs/:run", 200);
    measured.metrics.answered("/runs/:run", 404);
    measured.metrics.answered("/runs/:run", 404);
    const families = read(measured);
    expect(sampleOf(families, "tidemark_moneyworks_requests_total", { outcome: "timeout" })).toBe(1);
    expect(sampleOf(families, "tidemark_moneyworks_received_bytes_total")).toBe(12_345);
    expect(sampleOf(families, "tidemark_moneyworks_request_duration_seconds_bucket", { le: "1.0" })).toBe(4);
    expect(sampleOf(families, "tidemark_promotions_total", { outcome: "conflict" })).toBe(1);
    expect(sampleOf(families, "tidemark_promotions_total", { outcome: "accepted" })).toBe(0);
    expect(sampleOf(families, "tidemark_pending_promotions")).toBe(2);
    expect(sampleOf(families, "tidemark_event_readers")).toBe(3);
    expect(sampleOf(families, "tidemark_api_requests_total", { route: "/runs/:run", status: "4xx" })).toBe(2);
    expect(sampleOf(families, "tidemark_waiting_notifications", { way: "mail" })).toBe(1);
  });

  test("measures this process and the data directory", async () => {
    using place = new TemporaryDirectory();
    writeFileSync(join(place.path, "staging.sqlite"), "x".repeat(1000));
    writeFileSync(join(place.path, "staging.sqlite-wal"), "x".repeat(10));
    const measured = new Measured({ directory: dataDirectory(place.path), figures: createFigures() });
    const families = read(measured);
    expect(sampleOf(families, "tidemark_data_bytes", { part: "staging" })).toBe(1010);
    expect(sampleOf(families, "tidemark_data_bytes", { part: "repository" })).toBe(0);
    expect(sampleOf(families, "process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
    expect(sampleOf(families, "process_cpu_seconds_total")).toBeGreaterThan(0);
    const free = sampleOf(families, "tidemark_data_free_bytes") ?? 0;
    expect(free).toBeGreaterThan(0);
    expect(sampleOf(families, "tidemark_data_size_bytes")).toBeGreaterThanOrEqual(free);
    if (process.platform === "linux") expect(sampleOf(families, "process_open_fds")).toBeGreaterThan(2);
    writeFileSync(join(place.path, "staging.sqlite"), "x".repeat(2000));
    expect(sampleOf(read(measured), "tidemark_data_bytes", { part: "staging" })).toBe(1010);
    await measured.clock.pass(MINUTE);
    expect(sampleOf(read(measured), "tidemark_data_bytes", { part: "staging" })).toBe(2010);
  });

  test("has a unit at the end of its name, and no family twice", () => {
    const families = read(new Measured());
    for (const { name, unit } of families) expect(unit === "" || name.endsWith(`_${unit}`)).toBeTrue();
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
  });
});

describe("what is rendered", () => {
  test("stays small, however large the document is", () => {
    const tables = Array.from({ length: 29 }, (_, n) => ({
      ...{ table: `table${n}`, records: 1e6, marker: null, coverage: "poll" as const },
    }));
    const measured = new Measured();
    measured.status = statusOf({ tables });
    for (const { table } of tables) measured.metrics.runEnded(runEnd({ tables: [{ ...TALLY, table }] }));
    const lines = measured.metrics.render().split("\n");
    expect(lines.length).toBeLessThan(600);
  });

  test("holds no key, no value and no text of an error", () => {
    const measured = new Measured();
    measured.metrics.runEnded(failedRun());
    measured.status = statusOf({ halt: { ...HALT, message: "hunter22", ways: [] } });
    expect(measured.metrics.render()).not.toMatch(/hunter22|cannot be reached|0199/);
  });
});

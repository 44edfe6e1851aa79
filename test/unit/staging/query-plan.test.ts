import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { RecordKey, RunId, TableName } from "../../../src/domain/ids.ts";
import type { ChangeFilter } from "../../../src/domain/ports/staging.ts";
import type { RunFilter } from "../../../src/domain/ports/staging-reading.ts";
import { Activity } from "../../../src/staging/activity.ts";
import { changesSql } from "../../../src/staging/changes-sql.ts";
import { Connection, type Params, type Query } from "../../../src/staging/connection.ts";
import { RecordSearch } from "../../../src/staging/record-search.ts";
import { RunHistory, runsSql } from "../../../src/staging/run-history.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { openTables } from "../../../src/staging/tables.ts";
import { temporaryDirectory } from "../../support/staging-builders.ts";

const directory = temporaryDirectory();
const path = directory.file("staging.db");
/** These hold only what is to be done. */
const TO_DO = "record_dirty|record_ghost|promotion_pending|promotion_unnoted|import_open";
/** Every row of a table that grows with the document or with time; what walks `promotion_started` stops at a limit. */
const FULL_SCAN = new RegExp(
  `^SCAN (record|content|change|tree|promotion|import)\\b(?! USING (COVERING )?INDEX (${TO_DO}|promotion_started)\\b)`,
);
let database: Database;

class Recorder extends Connection {
  readonly statements: string[] = [];
  override prepare<Row, P extends Params>(sql: string): Query<Row, P> {
    this.statements.push(sql);
    return super.prepare<Row, P>(sql);
  }
}

beforeAll(() => {
  openStaging({ path }).close();
  database = new Database(path, { strict: true });
});

afterAll(() => {
  database.close();
  directory.remove();
});

function plan(sql: string): string[] {
  const params = Object.fromEntries([...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name ?? "", 1]));
  const rows = database.query<{ detail: string }, [Params]>(`EXPLAIN QUERY PLAN ${sql}`).all(params);
  return rows.map(({ detail }) => detail);
}

describe("a question to the change log", () => {
  const [table, key, run] = ["name" as TableName, "A" as RecordKey, "r" as RunId];
  const questions: [string, Omit<ChangeFilter, "limit">, string][] = [
    ["of a record", { table, key }, "change USING INDEX change_record (table_id=? AND key=?)"],
    ["of a record's field", { table, key, field: "phone" }, "change USING INDEX change_record (table_id=? AND key=?)"],
    ["of a record in a time", { table, key, since: 1 }, "change USING INDEX change_record (table_id=? AND key=?)"],
    ["since a time", { since: 1 }, "change USING COVERING INDEX change_at (at>? AND at<?)"],
    ["until a time", { until: 1 }, "change USING COVERING INDEX change_at (at<?)"],
    ["of a table in a time", { table, since: 1 }, "change USING COVERING INDEX change_at (at>? AND at<?)"],
    ["between two times", { since: 1, until: 2 }, "change USING COVERING INDEX change_at (at>? AND at<?)"],
    ["of a time, next page", { since: 1, before: 9 }, "change USING COVERING INDEX change_at (at>? AND at<?)"],
    ["of a run", { run }, "change USING INDEX change_run (run_id=?)"],
    ["of a table", { table }, "change USING INDEX change_table (table_id=?)"],
    ["of a table, next page", { table, before: 9 }, "change USING INDEX change_table (table_id=? AND rowid<?)"],
    ["of a table, as a feed", { table, after: 9 }, "change USING INDEX change_table (table_id=? AND rowid>?)"],
    ["of a field", { field: "phone" }, "change USING INDEX change_field (<expr>=?)"],
    [
      "of a line's field, as a feed",
      { field: "a[2].b", after: 9 },
      "change USING INDEX change_field (<expr>=? AND rowid>?)",
    ],
    ["of a table's field", { table, field: "phone" }, "change USING INDEX change_field (<expr>=?)"],
    ["as a feed", { after: 9 }, "change USING INTEGER PRIMARY KEY (rowid>?)"],
    ["for the next page", { before: 9 }, "change USING INTEGER PRIMARY KEY (rowid<?)"],
  ];
  test.each(questions)("%s uses an index", (_, filter, expected) => {
    const { find, end } = changesSql({ ...filter, limit: 10 });
    const steps = plan(find);
    expect(steps).toContain(`SEARCH ${expected}`);
    expect(steps.filter((step) => FULL_SCAN.test(step) || step.includes("TEMP B-TREE"))).toEqual([]);
    if (end === null) return;
    expect(plan(end).filter((step) => FULL_SCAN.test(step) || step.includes("TEMP B-TREE"))).toEqual([]);
    expect(plan(end)[0]).toMatch(/^SEARCH change USING (COVERING )?INDEX|^SEARCH change USING INTEGER PRIMARY KEY/);
  });

  test("is stopped at the last line that is wanted: the lines are not all taken out before the first is looked at", () => {
    expect(plan(changesSql({ table, field: "phone", limit: 10 }).find)).toContain("CO-ROUTINE seen");
  });

  test("of everything walks the log backwards without sorting it", () => {
    expect(plan(changesSql({ limit: 10 }).find)).not.toContain("USE TEMP B-TREE FOR ORDER BY");
  });

  test("finds the commit of a line by the index on the batches' ranges", () => {
    const steps = plan(changesSql({ limit: 10 }).find);
    expect(steps).toContain("SEARCH batch USING INDEX batch_change (change_upto>?)");
  });
});

test("no statement reads a whole table, but those that empty one", () => {
  const connection = new Recorder(path, "write");
  openTables(connection);
  connection.close();
  const emptying = /^DELETE FROM \w+$/;
  const scanning = connection.statements.filter(
    (sql) => !emptying.test(sql) && plan(sql).some((step) => FULL_SCAN.test(step)),
  );
  expect(scanning).toEqual([]);
  expect(connection.statements.length).toBeGreaterThan(50);
});

test("dirty rows come out of their index in order: nothing is sorted, so memory stays flat", () => {
  const connection = new Recorder(path, "write");
  openTables(connection);
  connection.close();
  const dirty = connection.statements.find((sql) => sql.includes("CROSS JOIN record INDEXED BY record_dirty")) ?? "";
  expect(plan(dirty).filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
});

describe("a question about promotions", () => {
  const questions: [string, RegExp, string[]][] = [
    ["which came last", /promotion\.id DESC LIMIT :limit$/, ["SCAN promotion USING INDEX promotion_started"]],
    ["which are pending", /outcome = 'pending' ORDER BY/, ["SCAN promotion USING INDEX promotion_pending"]],
    ["which want a note", /promotion\.noted = 0/, ["SCAN promotion USING INDEX promotion_unnoted"]],
    ["what nobody knows the end of", /import\.state = 'sent'/, ["SCAN import USING INDEX import_open"]],
  ];
  test.each(questions)("%s comes out of its index in order", (_, pattern, expected) => {
    const connection = new Recorder(path, "write");
    openTables(connection);
    connection.close();
    const steps = plan(connection.statements.find((sql) => pattern.test(sql)) ?? "");
    expect(steps).toEqual(expect.arrayContaining(expected));
    expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  });
});

describe("a question about runs", () => {
  const questions: [string, Omit<RunFilter, "limit">, string][] = [
    ["of a kind", { kind: "poll" }, "SEARCH run USING INDEX run_kind (kind=?)"],
    ["of an outcome", { outcome: "ok" }, "SEARCH run USING INDEX run_outcome (outcome=?)"],
    ["of both", { kind: "poll", outcome: "ok" }, "SEARCH run USING INDEX run_kind_outcome (kind=? AND outcome=?)"],
    ["for the next page", { before: "r" as RunId }, "SEARCH run USING INTEGER PRIMARY KEY (rowid<?)"],
    [
      "of a kind, next page",
      { kind: "poll", before: "r" as RunId },
      "SEARCH run USING INDEX run_kind (kind=? AND rowid<?)",
    ],
  ];
  test.each(questions)("%s comes out of its index in order", (_, filter, expected) => {
    const steps = plan(runsSql({ ...filter, limit: 10 }));
    expect(steps).toContain(expected);
    expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  });

  test("what happened span by span is looked up in indexes that have all of it", () => {
    const connection = new Recorder(path, "write");
    new Activity(connection);
    connection.close();
    const steps = plan(connection.statements[0] ?? "");
    expect(steps.filter((step) => step.includes("SEARCH run"))).toEqual([
      "SEARCH run USING COVERING INDEX run_ended (ended_at>? AND ended_at<?)",
      "SEARCH run USING INDEX run_failed (ended_at>? AND ended_at<?)",
      "SEARCH run USING COVERING INDEX run_poll (ended_at>? AND ended_at<?)",
      "SEARCH run USING COVERING INDEX run_ended (ended_at>? AND ended_at<?)",
    ]);
    expect(steps).toContain("SEARCH change USING COVERING INDEX change_at (at<?)");
    expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  });
});

test("records in the order of their keys come out of their index, those that are looked at by key without their rows", () => {
  const connection = new Recorder(path, "write");
  new RecordSearch(connection);
  connection.close();
  const plans = connection.statements.map(plan);
  expect(plans.flat().filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  expect(plans[1]).toContain("SEARCH record USING COVERING INDEX record_key (table_id=? AND key>?)");
});

test("stamps from the future are found at the end of their index, however many others there are", () => {
  const connection = new Recorder(path, "write");
  openTables(connection);
  connection.close();
  const sql = connection.statements.find((text) => text.includes("record.modtime > :modtime")) ?? "";
  expect(plan(sql)[0]).toBe("SEARCH record USING INDEX record_modtime (modtime>?)");
});

test("the newest run that went through is looked up kind by kind", () => {
  const connection = new Recorder(path, "write");
  new RunHistory(connection);
  connection.close();
  const steps = plan(connection.statements.find((text) => text.includes("id = max(")) ?? "");
  expect(steps.filter((step) => step.includes("run_kind_outcome"))).toEqual(
    Array.from({ length: 3 }, () => "SEARCH run USING COVERING INDEX run_kind_outcome (kind=? AND outcome=?)"),
  );
});

test("the guard against full scans sees one", () => {
  expect(plan("SELECT key FROM record WHERE modtime = :modtime").some((step) => FULL_SCAN.test(step))).toBe(true);
});

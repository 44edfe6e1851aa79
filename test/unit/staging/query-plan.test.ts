import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { RecordKey, RunId, TableName } from "../../../src/domain/ids.ts";
import type { ChangeFilter } from "../../../src/domain/ports/staging.ts";
import { changesSql } from "../../../src/staging/changes.ts";
import { Connection, type Params, type Query } from "../../../src/staging/connection.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { openTables } from "../../../src/staging/tables.ts";
import { temporaryDirectory } from "../../support/staging-builders.ts";

const directory = temporaryDirectory();
const path = directory.file("staging.db");
/** Every row of a table that grows with the document or with time; the indexes named hold only what is to be done. */
const FULL_SCAN = /^SCAN (record|content|change|tree)\b(?! USING (COVERING )?INDEX (record_dirty|record_ghost)\b)/;
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
    ["since a time", { since: 1 }, "change USING INDEX change_at (at>?)"],
    ["until a time", { until: 1 }, "change USING INDEX change_at (at<?)"],
    ["between two times", { since: 1, until: 2 }, "change USING INDEX change_at (at>? AND at<?)"],
    ["of a run", { run }, "change USING INDEX change_run (run_id=?)"],
    ["of a table", { table }, "change USING INDEX change_table (table_id=?)"],
    ["for the next page", { before: 9 }, "change USING INTEGER PRIMARY KEY (rowid<?)"],
  ];
  test.each(questions)("%s uses an index", (_, filter, expected) => {
    const steps = plan(changesSql({ ...filter, limit: 10 }));
    expect(steps).toContain(`SEARCH ${expected}`);
    expect(steps.filter((step) => FULL_SCAN.test(step))).toEqual([]);
  });

  test("of everything walks the log backwards without sorting it", () => {
    expect(plan(changesSql({ limit: 10 }))).not.toContain("USE TEMP B-TREE FOR ORDER BY");
    expect(plan(changesSql({ table, key, limit: 10 }))).not.toContain("USE TEMP B-TREE FOR ORDER BY");
  });

  test("finds the commit of a line by the index on the batches' ranges", () => {
    const steps = plan(changesSql({ limit: 10 }));
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

test("the guard against full scans sees one", () => {
  expect(plan("SELECT key FROM record WHERE modtime = :modtime").some((step) => FULL_SCAN.test(step))).toBe(true);
});

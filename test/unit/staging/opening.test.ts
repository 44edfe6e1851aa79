import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import type { RecordKey } from "../../../src/domain/ids.ts";
import { Connection } from "../../../src/staging/connection.ts";
import { translate } from "../../../src/staging/sqlite-error.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { errorOf } from "../../support/errors.ts";
import { NAME, oidOf, page, RUN, temporaryDirectory, upsert } from "../../support/staging-builders.ts";

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
const refused = (code: string) => expect.objectContaining({ code });

beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.file("staging.db");
});
afterEach(() => directory.remove());

describe("opening", () => {
  test("a path in a directory that does not exist is refused by name", () => {
    const missing = directory.file("none/staging.db");
    expect(() => openStaging({ path: missing })).toThrow(refused("data.cannot-open"));
    expect(() => openStaging({ path: missing })).toThrow(missing);
  });

  test("a directory in the file's place is refused", () => {
    mkdirSync(path);
    expect(() => openStaging({ path })).toThrow(refused("data.cannot-open"));
  });

  test("a reader creates nothing", () => {
    expect(() => openStaging({ path, readonly: true })).toThrow(refused("data.cannot-open"));
    expect(readdirSync(directory.path)).toEqual([]);
  });

  test("a reader sees what a writer finished, also while it is in the middle of a write", () => {
    const writer = openStaging({ path });
    writer.startRun(RUN, "poll", 1);
    writer.applyPage(page({ upserts: [upsert("A", 1)] }));
    const other = new Database(path);
    other.exec("PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; DELETE FROM content");
    const reader = openStaging({ path, readonly: true });
    expect(reader.body(NAME, "A" as RecordKey)).not.toBeNull();
    expect(() => reader.setSetting("a", "b")).toThrow(refused("data.read-only"));
    other.exec("ROLLBACK");
    for (const open of [other, reader, writer]) open.close();
  });

  test("closing folds the write-ahead log into the file", () => {
    const staging = openStaging({ path });
    staging.startRun(RUN, "poll", 1);
    staging.close();
    expect(readdirSync(directory.path)).toEqual(["staging.db"]);
  });

  test("a file damaged in the middle is reported as damaged", async () => {
    const staging = openStaging({ path });
    staging.startRun(RUN, "poll", 1);
    staging.applyPage(page({ upserts: Array.from({ length: 500 }, (_, index) => upsert(`K${index}`, index + 1)) }));
    staging.close();
    const bytes = await Bun.file(path).bytes();
    await Bun.write(path, bytes.fill(0x5a, 8192));
    expect(() => openStaging({ path }).interval(NAME, 0, null)).toThrow(refused("data.corrupt"));
  });

  test("a report that somebody cut short is reported as damage, without its words", () => {
    const staging = openStaging({ path });
    staging.startRun(RUN, "promote", 1);
    staging.startPromotion({ commit: oidOf("first"), branch: "changes", run: RUN, at: 2 });
    const other = new Database(path);
    other.exec(`PRAGMA ignore_check_constraints = 1; UPDATE promotion SET report = '{"version":1,"outcome":"secret'`);
    other.close();
    const error = errorOf(() => staging.promotion(oidOf("first")));
    expect([error.code, error.message.includes("secret")]).toEqual(["data.corrupt", false]);
    staging.close();
  });
});

describe("a full disk", () => {
  test("undoes the write, says so, and lets the next one through when there is room", () => {
    const connection = new Connection(path, "write");
    connection.exec("CREATE TABLE big (body BLOB NOT NULL) STRICT; PRAGMA max_page_count = 40");
    const fill = () => {
      connection.exec("INSERT INTO big (body) VALUES (zeroblob(10000))");
      connection.exec("INSERT INTO big (body) VALUES (zeroblob(1000000))");
    };
    expect(() => connection.write(fill)).toThrow(refused("data.disk-full"));
    expect(connection.value("SELECT count(*) FROM big")).toBe(0);
    connection.exec("PRAGMA max_page_count = 4000");
    connection.write(fill);
    expect(connection.value("SELECT count(*) FROM big")).toBe(2);
    connection.close();
  });
});

describe("a stream of rows", () => {
  test("refuses a write while it is open", () => {
    const connection = new Connection(path, "write");
    connection.exec("CREATE TABLE t (a INTEGER NOT NULL) STRICT; INSERT INTO t (a) VALUES (1), (2)");
    const rows = connection.prepare<{ a: number }, Record<string, never>>("SELECT a FROM t");
    for (const _ of rows.iterate({})) expect(() => connection.write(() => {})).toThrow(refused("data.statement"));
    connection.write(() => connection.exec("DELETE FROM t"));
    connection.close();
  });
});

describe("SQLite's errors", () => {
  const codes: [string, string][] = [
    ["SQLITE_FULL", "data.disk-full"],
    ["SQLITE_IOERR_SHMSIZE", "data.disk-full"],
    ["SQLITE_IOERR_WRITE", "data.io"],
    ["SQLITE_READONLY_DBMOVED", "data.read-only"],
    ["SQLITE_CANTOPEN_ISDIR", "data.cannot-open"],
    ["SQLITE_CORRUPT_INDEX", "data.corrupt"],
    ["SQLITE_NOTADB", "data.corrupt"],
    ["SQLITE_BUSY_SNAPSHOT", "data.busy"],
    ["SQLITE_CONSTRAINT_UNIQUE", "data.statement"],
  ];
  test.each(codes)("%s is %s, with SQLite's own as cause", (code, expected) => {
    const error = Object.assign(new Error("why"), { name: "SQLiteError", code });
    expect(translate(error, "file")).toMatchObject({ code: expected, cause: error });
  });

  test("anything else passes through", () => {
    const error = new Error("not SQLite's");
    expect(translate(error, "file")).toBe(error);
  });
});

test("the write-ahead log does not grow with the number of pages written", () => {
  const staging = openStaging({ path });
  staging.startRun(RUN, "poll", 1);
  for (let round = 0; round < 60; round += 1) {
    staging.applyPage(
      page({ upserts: Array.from({ length: 200 }, (_, i) => upsert(`K${i}`, i + 1, `${round}`.repeat(900) + i)) }),
    );
  }
  expect(statSync(`${path}-wal`).size).toBeLessThan(20 * 1024 * 1024);
  staging.close();
});

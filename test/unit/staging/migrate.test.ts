import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { RecordKey } from "../../../src/domain/ids.ts";
import { Connection } from "../../../src/staging/connection.ts";
import { migrate, requireCurrent } from "../../../src/staging/migrate.ts";
import { MIGRATIONS, type Migration } from "../../../src/staging/migrations.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { MODTIME, NAME, oidOf, RUN, temporaryDirectory } from "../../support/staging-builders.ts";
import { FIXTURES } from "./migration-fixtures.ts";

let directory: ReturnType<typeof temporaryDirectory>;
let path: string;
const newest = MIGRATIONS.length;

beforeEach(() => {
  directory = temporaryDirectory();
  path = directory.file("staging.db");
});
afterEach(() => directory.remove());

function using<T>(access: "read" | "write", work: (connection: Connection) => T): T {
  const connection = new Connection(path, access);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

const version = () => using("read", (connection) => connection.value("PRAGMA user_version"));
const build = (migrations: readonly Migration[]) => using("write", (connection) => migrate(connection, migrations));
const next = (sql: string, oldest = newest + 1): Migration => ({ version: newest + 1, oldest, sql });
const refused = (code: string) => expect.objectContaining({ code });

describe("migrations", () => {
  test("are numbered from 1 without a gap, and none asks for a reader newer than itself", () => {
    expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    expect(MIGRATIONS.filter(({ version, oldest }) => oldest > version)).toEqual([]);
  });

  test("bring an empty file to the newest version, and run once", () => {
    build(MIGRATIONS);
    build(MIGRATIONS);
    expect(version()).toBe(newest);
    expect(using("read", (connection) => connection.value("SELECT count(*) FROM schema"))).toBe(newest);
  });

  test("there is a fixture for every version", () => {
    expect(FIXTURES.map(({ version }) => version)).toEqual(MIGRATIONS.map(({ version }) => version));
  });

  test.each([...FIXTURES])("from version $version keep records, log and journal", ({ version: from, rows }) => {
    build(MIGRATIONS.slice(0, from));
    using("write", (connection) => connection.exec(rows));
    const staging = openStaging({ path });
    expect(staging.rowByKey(NAME, "A" as RecordKey)).toEqual({
      key: "A" as RecordKey,
      seq: 1,
      modtime: MODTIME,
      oid: oidOf("A"),
      mainOid: oidOf("A"),
    });
    expect([...staging.dirtyRows()].map(({ key }) => String(key))).toEqual(["B", "C"]);
    expect(staging.changes({ limit: 9 }).map(({ commit }) => commit)).toEqual([null, oidOf("first")]);
    expect(staging.runs(1)[0]?.run).toBe(RUN);
    expect([staging.remoteHead(), staging.liveCount(NAME)]).toEqual([oidOf("first"), 2]);
    staging.close();
    expect(version()).toBe(newest);
  });

  test("a migration that fails leaves the version before it", () => {
    build(MIGRATIONS);
    expect(() => build([...MIGRATIONS, next("CREATE TABLE half (id INTEGER) STRICT; SELECT nonsense")])).toThrow(
      refused("data.statement"),
    );
    expect(version()).toBe(newest);
    expect(
      using("read", (connection) => connection.value("SELECT count(*) FROM sqlite_master WHERE name = 'half'")),
    ).toBe(0);
  });
});

describe("a file of another version", () => {
  test("newer, and closed to us: refused, and left as it is", () => {
    build([...MIGRATIONS, next("CREATE TABLE more (id INTEGER) STRICT")]);
    expect(() => openStaging({ path })).toThrow(refused("data.newer-version"));
    expect(() => openStaging({ path, readonly: true })).toThrow(refused("data.newer-version"));
    expect(version()).toBe(newest + 1);
  });

  test("newer, and declared open to us: opened, and left at its version", () => {
    build([...MIGRATIONS, next("CREATE TABLE more (id INTEGER) STRICT", newest)]);
    openStaging({ path }).close();
    expect(version()).toBe(newest + 1);
  });

  test("older: a reader does not migrate it", () => {
    build(MIGRATIONS);
    const more = [...MIGRATIONS, next("CREATE TABLE more (id INTEGER) STRICT")];
    expect(() => using("read", (connection) => requireCurrent(connection, more))).toThrow(
      refused("data.older-version"),
    );
  });

  test("of another program: refused, and not a byte of it changed", async () => {
    const other = new Database(path);
    other.exec("CREATE TABLE theirs (id INTEGER)");
    other.close();
    const before = await Bun.file(path).bytes();
    expect(() => openStaging({ path })).toThrow(refused("data.not-ours"));
    expect(await Bun.file(path).bytes()).toEqual(before);
  });

  test("no database at all: damaged", async () => {
    await Bun.write(path, "<html>not a database</html>".repeat(400));
    expect(() => openStaging({ path })).toThrow(refused("data.corrupt"));
  });
});

import { afterEach, beforeEach, expect, test } from "bun:test";
import { Connection } from "../../../src/staging/connection.ts";
import { migrate } from "../../../src/staging/migrate.ts";
import { MIGRATIONS } from "../../../src/staging/migrations.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { RUN, temporaryDirectory } from "../../support/staging-builders.ts";
import { FIXTURES } from "./migration-fixtures.ts";

let directory: ReturnType<typeof temporaryDirectory>;

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

/** A file as the program of schema 3 left it. */
function oldFile(name: string): string {
  const path = directory.file(name);
  const connection = new Connection(path, "write");
  migrate(connection, MIGRATIONS.slice(0, 3));
  connection.exec(FIXTURES.find(({ version }) => version === 3)?.rows ?? "");
  connection.close();
  return path;
}

function look<T>(path: string, at: (staging: ReturnType<typeof openStaging>) => T): T {
  const staging = openStaging({ path });
  try {
    return at(staging);
  } finally {
    staging.close();
  }
}

test("each change log has a name of its own, new files and old ones that are brought up to date alike", () => {
  const paths = [oldFile("one.db"), oldFile("two.db"), directory.file("new.db"), directory.file("newer.db")];
  const epochs = paths.map((path) => look(path, (staging) => staging.changeEpoch()));
  expect(new Set(epochs).size).toBe(4);
  expect(paths.map((path) => look(path, (staging) => staging.changeEpoch()))).toEqual(epochs);
});

test("runs of schema 3 do not tell what was not noted of them, and their changes are found by field", () => {
  look(oldFile("one.db"), (staging) => {
    expect(staging.run(RUN)).toMatchObject({ kind: "poll", outcome: null, differences: null, summary: null });
    expect(staging.changePage({ limit: 9, after: 0 }, 9).changes.map(({ key }) => String(key))).toEqual(["A", "B"]);
    expect(staging.changes({ field: "phone", limit: 9 })).toEqual([]);
  });
});

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openStaging } from "../../../src/staging/staging.ts";
import { entryOf, reportOf, SENT } from "../../support/promotion-builders.ts";
import {
  added,
  changed,
  commit,
  oidOf,
  page,
  RUN,
  temporaryDirectory,
  upsert,
} from "../../support/staging-builders.ts";

const GUIDE = readFileSync(join(import.meta.dir, "../../../docs/staging.md"), "utf8");
const QUERIES = [...GUIDE.matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql ?? "");
const directory = temporaryDirectory();
const path = directory.file("staging.db");
let database: Database;

beforeAll(() => {
  const staging = openStaging({ path });
  staging.startRun(RUN, "poll", Date.now());
  const changes = [added("ROWAN"), changed("ROWAN", "phone", "1", "2")];
  staging.applyPage(page({ at: Date.now(), upserts: [upsert("ROWAN", 1)], changes }));
  staging.prepareCommit(commit("first"));
  staging.finishCommit(oidOf("first"));
  staging.applyPage(page({ at: Date.now(), upserts: [upsert("NEW", 2)], changes: [added("NEW")] }));
  staging.startPromotion({ commit: oidOf("incoming"), branch: "changes", run: RUN, at: 1_700_000_000_000 });
  staging.noteImports(oidOf("incoming"), [entryOf("name/00/ROWAN.xml", { state: "sent", sent: SENT })]);
  staging.noteImports(oidOf("incoming"), [entryOf("name/00/NEW.xml", { state: "applied", sent: SENT })]);
  staging.noteImports(oidOf("incoming"), [entryOf("name/00/LAST.xml")]);
  staging.reportPromotion(reportOf("incoming", "failed", { main: oidOf("first") }), 1_700_000_060_000);
  staging.close();
  database = new Database(path, { readonly: true });
});

afterAll(() => {
  database.close();
  directory.remove();
});

describe("docs/staging.md", () => {
  test.each(QUERIES)("its query runs: %s", (sql) => {
    expect(() => database.query(sql).all()).not.toThrow();
  });

  test("the first query answers what changed, when, by which run, in which commit", () => {
    const rows = database.query<{ key: string; run: string; main_commit: string | null }, []>(QUERIES[0] ?? "").all();
    expect(rows.map(({ key, run, main_commit }) => [key, run, main_commit])).toEqual([
      ["NEW", RUN, null],
      ["ROWAN", RUN, oidOf("first")],
      ["ROWAN", RUN, oidOf("first")],
    ]);
  });

  test("a promotion is shown with what came of it", () => {
    expect(database.query("SELECT * FROM promotion_log").all()).toEqual([
      {
        id: 1,
        incoming_commit: oidOf("incoming"),
        branch: "changes",
        at_utc: "2023-11-14 22:13:20",
        ended_utc: "2023-11-14 22:14:20",
        outcome: "failed",
        main_commit: oidOf("first"),
        noted: 0,
        imports: 3,
        applied: 1,
        unanswered: 1,
        run: RUN,
        run_kind: "poll",
      },
    ]);
    const files = database.query<{ path: string }, []>(QUERIES.find((sql) => sql.includes("import.path")) ?? "").all();
    expect(files.map(({ path }) => path)).toEqual(["name/00/LAST.xml", "name/00/NEW.xml", "name/00/ROWAN.xml"]);
  });

  test("it names every table of the file", () => {
    const tables = database
      .query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
      .all();
    expect(tables.filter(({ name }) => !GUIDE.includes(`\`${name}\``))).toEqual([]);
  });
});

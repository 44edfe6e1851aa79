import { Database } from "bun:sqlite";
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { TableName } from "../../../src/domain/ids.ts";
import { MIGRATIONS } from "../../../src/staging/migrations.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { git } from "../../support/git-command.ts";
import { Installation } from "../../support/installation.ts";
import { jsonLines } from "../../support/program.ts";
import { SimulatorProcess } from "../../support/simulator-process.ts";
import { unpackFiles } from "../../support/staging-fixture.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

setDefaultTimeout(60_000);

// Data directories as the last program of each schema left them: `bun run fixture` made them with that program itself.
const FILES = readdirSync(import.meta.dir).filter((name) => name.endsWith(".zst"));
const TABLES = ["name", "product", "account", "transaction"] as TableName[];

test("there is a data directory of every schema", () => {
  const wanted = MIGRATIONS.map(({ version }) => `schema-${version}.json.zst`);
  expect(wanted.filter((name) => !FILES.includes(name))).toEqual([]);
});

/** What every program since the first has kept, straight from the file. */
function factsOf(path: string) {
  using database = new Database(path, { readwrite: true });
  const all = (sql: string) => database.query(sql).values();
  return {
    records: all("SELECT table_id, key, seq, modtime, hex(oid), hex(main_oid) FROM record ORDER BY id"),
    bodies: all("SELECT record_id, size, hex(body) FROM content ORDER BY record_id"),
    markers: all("SELECT name, live, marker FROM mirrored_table ORDER BY id"),
    changes: all("SELECT at, run_id, table_id, key, operation, field, old, new FROM change ORDER BY id"),
    runs: all("SELECT uuid, kind, started_at, ended_at, outcome FROM run ORDER BY id"),
    commits: all("SELECT hex(oid), hex(pack), state FROM batch ORDER BY id"),
  };
}

function schemaOf(path: string): unknown[][] {
  using database = new Database(path, { readwrite: true });
  return [...database.query("PRAGMA integrity_check").values(), ...database.query("PRAGMA user_version").values()];
}

interface Left extends AsyncDisposable {
  readonly place: Installation;
  readonly remote: string;
}

/** The data directory of a fixture, its remote, and the document that it mirrors. */
async function left(file: string): Promise<Left> {
  const stack = new AsyncDisposableStack();
  const base = stack.use(new Installation({ moneyworks: "http://unused.invalid" }));
  unpackFiles(join(import.meta.dir, file), base.data);
  git(base.path, ["clone", "-q", "--bare", base.repository, "mirror.git"]);
  const args = ["--seed", "7", "--now", "2026-03-02T09:10:00", "--freeze", "--data", join(base.data, "document.json")];
  const simulator = stack.use(await SimulatorProcess.start({ records: 40, args }));
  const env = { TIDEMARK_DATA: base.data, TIDEMARK_TABLES: TABLES.join(",") };
  const place = stack.use(new Installation({ moneyworks: simulator.url, remote: base.remote, env }));
  return { place, remote: base.remote, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe.each(FILES)("%s", (file) => {
  test("keeps every record, marker, change, run and commit, and can be asked for them", async () => {
    using directory = new TemporaryDirectory();
    unpackFiles(join(import.meta.dir, file), directory.path);
    const path = join(directory.path, "staging.sqlite");
    const before = factsOf(path);
    expect(before.records.length).toBeGreaterThan(20);
    const staging = openStaging({ path });
    const live = TABLES.reduce((sum, table) => sum + staging.liveCount(table), 0);
    expect(live).toBe(before.records.filter(([, , , , oid]) => oid !== null).length);
    expect(staging.changes({ limit: 1000 }).length).toBe(before.changes.length);
    expect(staging.findRuns({ limit: 1000 }).length).toBe(before.runs.length);
    expect(staging.markers().filter(({ marker }) => marker !== null).length).toBe(TABLES.length);
    staging.close();
    expect(factsOf(path)).toEqual(before);
    expect(schemaOf(path)).toEqual([["ok"], [MIGRATIONS.length]]);
  });

  test("goes on: a poll and a full sync find nothing to write, and no object differs", async () => {
    await using fixture = await left(file);
    const { place, remote } = fixture;
    const trees = git(remote, ["rev-parse", "main:name", "main:product", "main:account", "main:transaction"]);
    const writes = async (...args: string[]) => {
      const summary = jsonLines((await place.sync("--json", ...args)).out).at(-1) ?? {};
      const tables = summary.tables as { added: number; changed: number; deleted: number }[];
      return tables.reduce((sum, { added, changed, deleted }) => sum + added + changed + deleted, 0);
    };
    expect([await writes(), await writes("--full")]).toEqual([0, 0]);
    expect(git(remote, ["rev-parse", "main:name", "main:product", "main:account", "main:transaction"])).toBe(trees);
    const { code, out } = await place.run(["verify", "--moneyworks", "--json"]);
    expect([code, jsonLines(out).at(-1)?.findings]).toEqual([0, 0]);
  });
});

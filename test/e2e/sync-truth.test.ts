import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "../support/git-command.ts";
import { history, packedObjects } from "../support/mirror-files.ts";
import { requireTool } from "../support/tools.ts";
import { actualContents, type Content, differences, expectedContents, protectedText } from "../support/truth.ts";
import { totals, World } from "../support/world.ts";

const RECORDS = 5000;
/** Files a command line takes at once. */
const BATCH = 1000;

describe("a company of 5,000 records, awkward codes and texts included, mirrored and cloned by git", () => {
  let world: World;
  let files: Map<string, Buffer>;
  let summary: Awaited<ReturnType<World["poll"]>>;
  let expected: Map<string, Content>;

  beforeAll(async () => {
    world = await World.open({ records: RECORDS });
    summary = await world.poll();
    const clone = join(world.path, "clone");
    git(world.path, ["clone", "--quiet", world.remotePath, clone]);
    files = readTree(clone);
    expected = expectedContents(world.simulator, world.settings.tables);
  }, 60_000);
  afterAll(() => world[Symbol.asyncDispose]());

  test("the run says what it did", () => {
    const sums = { read: RECORDS, added: RECORDS, changed: 0, deleted: 0, same: 0 };
    expect(totals(summary.tables)).toEqual(sums);
    expect(summary).toMatchObject({ kind: "full", outcome: "ok", pushed: true, error: null });
  });

  test("every file holds its record and no file is too many, in the eyes of a second XML parser", () => {
    expect(expected.size).toBe(RECORDS);
    expect(differences(expected, actualContents(files))).toEqual([]);
  }, 60_000);

  test("every field that the simulator stores stands in the file as it was stored", () => {
    const lost: string[] = [];
    const contents = new Map(
      [...actualContents(files)].map(([record, content]) => [numberOf(record, content), content]),
    );
    for (const table of world.settings.tables) {
      for (const row of world.simulator.rows(table)) {
        const content = contents.get(`${table} ${row.seq}`);
        const lines = world.simulator.lines(row).map((line) => [`detail[${line.sort}].`, line.fields] as const);
        for (const [path, fields] of [["", row.fields] as const, ...lines]) {
          for (const [name, value] of Object.entries(fields)) {
            if (content?.get(path + name) !== protectedText(value)) lost.push(`${table} ${row.seq} ${path}${name}`);
          }
        }
      }
    }
    expect(lost).toEqual([]);
  }, 60_000);

  test("every file is the Canonical XML 1.1 of itself, but for the final newline", () => {
    requireTool("xmllint");
    const paths = [...files.keys()].filter((path) => path.endsWith(".xml"));
    expect(paths.length).toBe(RECORDS);
    for (let at = 0; at < paths.length; at += BATCH) {
      const some = paths.slice(at, at + BATCH);
      const child = Bun.spawnSync(["xmllint", "--nonet", "--c14n11", ...some.map((path) => `./${path}`)], {
        cwd: join(world.path, "clone"),
      });
      expect(child.stderr.toString()).toBe("");
      const texts = some.map((path) => (files.get(path) as Buffer).toString().replace(/\n$/, ""));
      expect(child.stdout.toString() === texts.join("")).toBe(true);
    }
  }, 60_000);

  test("no two paths differ in letter case alone, and none is unsafe on another system", () => {
    const paths = [...files.keys()];
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    const unsafe = paths.filter(
      (path) => !/^(\.tidemark|[a-z0-9]+)(\/[A-Za-z0-9~%_-]+)*\/[A-Za-z0-9~%_-]+\.(xml|json)$/.test(path),
    );
    expect(unsafe).toEqual([]);
    expect(Math.max(...paths.map((path) => path.length))).toBeLessThan(255);
  });

  test("the marker file counts the records of each table and is never ahead of them", () => {
    const marker = JSON.parse(String(files.get(".tidemark/marker.json")));
    const { simulator, settings } = world;
    expect(Object.keys(marker.tables)).toEqual([...settings.tables].sort());
    for (const table of settings.tables) {
      const rows = simulator.rows(table);
      const newest = rows.map(({ modtime }) => modtime).reduce((a, b) => (a > b ? a : b), "19040101000000");
      expect({ table, ...marker.tables[table] }).toEqual({ table, marker: newest, records: rows.length });
    }
  });

  test("git finds nothing wrong, and each record was written once", () => {
    const fsck = git(world.remotePath, ["fsck", "--strict", "--full", "--no-dangling"]);
    expect(fsck).toBe("");
    const changed = history(world.repository).flatMap((commit) => commit.files.map(({ path }) => path));
    const records = changed.filter((path) => path.endsWith(".xml"));
    expect(records.length).toBe(RECORDS);
    expect(new Set(records).size).toBe(RECORDS);
    expect(packedObjects(world.repository).blob).toBe(files.size);
  });

  test("a second run finds nothing to do", async () => {
    const before = git(world.remotePath, ["rev-parse", "main"]);
    const again = await world.full();
    expect(totals(again.tables)).toEqual({ read: RECORDS, added: 0, changed: 0, deleted: 0, same: RECORDS });
    expect(again).toMatchObject({ commit: null, pushed: false });
    expect(git(world.remotePath, ["rev-parse", "main"])).toBe(before);
  }, 60_000);
});

function numberOf(record: string, content: Content): string {
  return `${record.slice(0, record.indexOf("/"))} ${content.get("sequencenumber")}`;
}

/** Every file below a directory but git's own, by its path with slashes. */
function readTree(root: string): Map<string, Buffer> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !`${entry.parentPath}/`.startsWith(join(root, ".git/")));
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1), readFileSync(path)];
    }),
  );
}

import { describe, expect, test } from "bun:test";
import type { Progress } from "../../src/domain/run.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored, recordCounts } from "../support/expect-mirrored.ts";
import { commitsOn, filesAt, history } from "../support/mirror-files.ts";
import { tables, World } from "../support/world.ts";

const settings = { tables: tables("name", "product", "transaction"), chunk: 5, checkpoint: 10 };

describe("a first read in checkpoints", () => {
  test("commits and pushes as it goes, and says how far it is", async () => {
    await using world = await World.open({ data: crowd(), settings });
    const told: Progress[] = [];
    const summary = await world.sync("poll", { onProgress: (progress) => told.push(progress) });
    const commits = commitsOn(world.remotePath);
    expect(commits.length).toBe(4);
    expect(commits.at(-1)).toBe(String(summary.commit));
    const done = told.map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(told.filter(({ step }) => step === "read").slice(0, 2)).toMatchObject([
      { done: 0, total: null, table: null, tableNumber: 0, tableCount: 3 },
      { done: 0, total: null, table: null, tableNumber: 0, tableCount: 3 },
    ]);
    expect(told.slice(2).every(({ total }) => total === 42)).toBe(true);
    expect(told.every(({ kind }) => kind === "full")).toBe(true);
    expect(told.at(-1)).toMatchObject({ done: 42, step: "push", commit: summary.commit });
    expect(told.filter(({ step }) => step === "push").length).toBe(4);
  });

  test("never has a marker in a commit that does not hold all of that table's records", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    const sizes = new Map(settings.tables.map((table) => [String(table), world.simulator.rows(table).length]));
    const unfinished: string[] = [];
    for (const commit of commitsOn(world.remotePath)) {
      const files = filesAt(world.remotePath, commit);
      const held = Map.groupBy(files.keys(), (path) => path.slice(0, path.indexOf("/")));
      const marker = JSON.parse(String(files.get(".tidemark/marker.json")));
      for (const [table, count] of recordCounts(files)) {
        expect(count).toBe(held.get(table)?.length ?? 0);
        if (marker.tables[table].marker === null) unfinished.push(table);
        else expect(count).toBe(sizes.get(table) ?? 0);
      }
    }
    expect(unfinished).toContain("name");
  });

  test("ends with a commit that has every marker, wherever the last checkpoint falls", async () => {
    const trees = new Set<string>();
    for (let checkpoint = 1; checkpoint <= 45; checkpoint += 4) {
      await using world = await World.open({ data: crowd(), settings: { ...settings, checkpoint } });
      await world.poll();
      trees.add(world.git("rev-parse", "main^{tree}"));
      const marker = JSON.parse(String(filesAt(world.remotePath).get(".tidemark/marker.json")));
      expect(settings.tables.map((table) => marker.tables[table].marker)).not.toContain(null);
    }
    expect(trees.size).toBe(1);
  }, 60_000);
});

describe("a commit", () => {
  test("names its run, its markers and the configuration in force", async () => {
    await using world = await World.open({ data: crowd(), settings: { ...settings, configHash: "c0ffee" } });
    const summary = await world.poll();
    const trailers = world.git("log", "-1", "--format=%(trailers:only,unfold)").split("\n").filter(Boolean);
    expect(trailers).toEqual([
      `Tidemark-Run: ${summary.run}`,
      "Tidemark-Marker: name=20250301120000 product=20250301120000 transaction=20250301120000",
      "Tidemark-Config: c0ffee",
    ]);
  });

  test("is made for a changed configuration alone, once", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    const configFile = new TextEncoder().encode('{ "version": 1, "chunk": 5 }\n');
    world.settings = { ...world.settings, configFile };
    const { commit } = await world.poll();
    expect(commit).not.toBeNull();
    expect(world.git("log", "-1", "--format=%s")).toBe("poll: configuration");
    const changed = history(world.remotePath, "-1")[0]?.files.map(({ path }) => path);
    expect(changed).toContain(".tidemark/config.json");
    expect(changed?.filter((path) => path.endsWith(".xml"))).toEqual([]);
    expect(await world.poll()).toMatchObject({ commit: null, pushed: false });
    expectMirrored(world);
  });

  test("is not made for a change that was taken back before anybody asked", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.pass(60);
    world.records.edit("name", 2, { phone: "1" });
    world.records.edit("name", 2, { phone: "" });
    world.records.remove("product", world.records.add("product", { fields: { code: "BRIEF" } }).seq);
    expect(await world.poll()).toMatchObject({ commit: null });
    expect(await world.full()).toMatchObject({ commit: null });
    expectMirrored(world);
  });
});

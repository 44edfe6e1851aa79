import { describe, expect, test } from "bun:test";
import type { Progress } from "../../src/domain/run.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { tables, totals, World } from "../support/world.ts";

const settings = { tables: tables("name", "transaction"), chunk: 5, checkpoint: 8 };

/** Stops a first read while its nth page of a table is under way; the next process finds what it left. */
async function stoppedAt(table: string, nth: number): Promise<World> {
  const world = await World.open({ data: crowd(), settings });
  const controller = new AbortController();
  let pages = 0;
  world.onRequest = (request) => {
    const isPage = request.table === table && request.target.includes("limit=5");
    if (isPage && ++pages === nth) controller.abort(new Error("stopped"));
  };
  const { summary } = await world.run("poll", { signal: controller.signal });
  expect(summary.outcome).toBe("cancelled");
  world.onRequest = () => {};
  world.restart();
  world.log.entries.length = 0;
  return world;
}

/** What both tables hold. */
const ALL = 20 + 14;
/** Every table is read whole only where none was finished; what was is polled. */
const STOPS = [
  { table: "name", page: 4, kind: "full", left: 5 + 14 },
  { table: "transaction", page: 1, kind: "poll", left: 14 },
  { table: "transaction", page: 2, kind: "poll", left: 9 },
] as const;

describe("a first read that goes on after a stop", () => {
  test.each(STOPS)(
    "in page $page of $table is one of kind $kind, and goes on to count where the first attempt stopped",
    async ({ table, page, kind, left }) => {
      await using world = await stoppedAt(table, page);
      const seen: Progress[] = [];
      const summary = await world.sync("poll", { onProgress: (progress) => seen.push(progress) });
      const polled = totals(summary.tables).same;
      expect(new Set([summary.kind, ...seen.map((progress) => progress.kind)])).toEqual(new Set([kind]));
      expect(totals(summary.tables)).toMatchObject({ added: left, changed: 0, deleted: 0 });
      expect(seen.find(({ total }) => total !== null)).toMatchObject({ done: ALL - left, total: ALL });
      expect(seen.at(-1)).toMatchObject({ done: ALL + polled, total: ALL + polled });
      expectMirrored(world);
    },
  );

  test.each(STOPS)("in page $page of $table does not tell each record in the log", async ({ table, page }) => {
    await using world = await stoppedAt(table, page);
    await world.poll();
    expect(new Set(world.log.entries.map(({ message }) => message))).toEqual(new Set(["committed"]));
    expect(world.git("log", "-1", "--format=%s")).toStartWith("backfill: ");
  });

  test("and later polls tell each record again", async () => {
    await using world = await stoppedAt("transaction", 2);
    await world.poll();
    world.records.add("name", { fields: { code: "ADDED" } });
    await world.poll();
    expect(world.log.entries.map(({ message }) => message)).toContain("name ADDED added");
  });
});

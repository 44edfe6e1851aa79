import { describe, expect, test } from "bun:test";
import type { Progress, RunKind } from "../../src/domain/run.ts";
import { check } from "../support/checking.ts";
import { crowd } from "../support/document-changes.ts";
import { tables, totals, World } from "../support/world.ts";
import { firstRead } from "../support/yielding.ts";

const settings = { tables: tables("name", "product", "job", "transaction"), chunk: 5, checkpoint: 8 };

/** What was told at the beginning and of each table first: `2 of 4 product`. */
function steps(told: readonly Progress[]): string[] {
  const all = told.filter(({ step }) => step === "read");
  const texts = all.map(({ table, tableNumber, tableCount }) => `${tableNumber} of ${tableCount} ${table}`);
  return [...new Set(texts)];
}

const STEPS = ["0 of 4 null", "1 of 4 name", "2 of 4 product", "3 of 4 job", "4 of 4 transaction"];

describe("progress", () => {
  test.each(["poll", "sweep", "full"] as const)(
    "of a %s names each table before anything of it is read, also one that holds nothing",
    async (kind: RunKind) => {
      await using world = await World.open({ data: crowd(), settings });
      await world.poll();
      const told: Progress[] = [];
      const requests: number[] = [];
      await world.sync(kind, {
        onProgress: (progress) => {
          told.push(progress);
          requests.push(world.simulator.controls.requests.length);
        },
      });
      expect(steps(told)).toEqual(STEPS);
      expect(told.every((progress) => progress.kind === kind)).toBe(true);
      expect(told[0]).toMatchObject({ done: 0, bytes: 0, total: null });
      expect(told.at(-1)?.total ?? null).toBe(kind === "poll" ? null : 42);
    },
  );

  test("is told before the server is asked anything", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.simulator.stop();
    const told: Progress[] = [];
    await world.run("poll", { onProgress: (progress) => told.push(progress) });
    expect(told).toMatchObject([{ kind: "full", tableNumber: 0, tableCount: 4, done: 0, total: null }]);
  });

  test("of a check does the same", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    const told: Progress[] = [];
    await check(world, { onProgress: (progress) => told.push(progress) });
    expect(steps(told)).toEqual(STEPS);
    expect(told.every(({ kind }) => kind === "check")).toBe(true);
    expect(told.at(-1)).toMatchObject({ done: 42, total: 42 });
  });

  test("of a first read in parts goes on to count where the part before it stopped, against the whole", async () => {
    await using world = await World.open({ data: crowd(), settings });
    const begun = new Map<string, Progress>();
    const { run } = world;
    const onProgress = (progress: Progress) => {
      if (progress.total !== null && !begun.has(progress.run)) begun.set(progress.run, progress);
    };
    world.run = (kind, request) => run.call(world, kind, { ...request, onProgress });
    const parts = await firstRead(world);
    let read = 0;
    const expected = parts.map(({ summary }) => {
      const told = { run: summary.run, done: read, total: 42, tableCount: 4 };
      read += totals(summary.tables).added;
      return told;
    });
    expect(parts.length).toBeGreaterThan(3);
    expect([...begun.values()]).toMatchObject(expected);
  });
});

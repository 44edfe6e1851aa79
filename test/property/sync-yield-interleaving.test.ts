import { expect, test } from "bun:test";
import fc from "fast-check";
import type { RunResult } from "../../src/sync/engine.ts";
import { finishedTables } from "../../src/sync/finished-tables.ts";
import { anyChange, type Change, crowd, make } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { filesAt } from "../support/mirror-files.ts";
import { actualContents, differences, expectedContents } from "../support/truth.ts";
import { tables, World } from "../support/world.ts";

/** One run of a first read that goes on, and what happens before it and while it reads. */
interface Part {
  readonly before: readonly Change[];
  readonly during: readonly { readonly page: number; readonly change: Change }[];
  /** Yields at its so many-th chance; 0: never. */
  readonly yields: number;
  /** Is stopped while its so many-th request is under way, and the process starts again; 0: it is not. */
  readonly stops: number;
  /** What is finished is polled behind it, as the service does. */
  readonly polls: boolean;
  readonly ticking: boolean;
}

const anyPart: fc.Arbitrary<Part> = fc.record({
  before: fc.array(anyChange, { maxLength: 3 }),
  during: fc.array(fc.record({ page: fc.integer({ min: 1, max: 8 }), change: anyChange }), { maxLength: 5 }),
  yields: fc.constantFrom(1, 1, 1, 2, 0),
  stops: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 8, max: 40 }) }),
  polls: fc.constantFrom(true, true, false),
  ticking: fc.boolean(),
});

const settings = { tables: tables("name", "product", "transaction"), chunk: 4, checkpoint: 7, overlapSeconds: 0 };
const RUNS = Number(process.env.TIDEMARK_TEST_RUNS ?? 10);

class Play {
  readonly #world: World;
  #nonce = 0;

  constructor(world: World) {
    this.#world = world;
  }

  async part({ before, during, yields, stops, polls, ticking }: Part): Promise<void> {
    const world = this.#world;
    for (const change of before) this.#make(change);
    const controller = new AbortController();
    let [pages, requests, asked] = [0, 0, 0];
    world.onRequest = ({ command, target }) => {
      if (++requests === stops) controller.abort(new Error("stopped"));
      if (command !== "export" || !target.includes(`limit=${settings.chunk}`)) return;
      pages++;
      if (ticking) world.pass(1);
      for (const { page, change } of during) if (page === pages) this.#make(change);
    };
    const shouldYield = () => ++asked === yields;
    const { signal } = controller;
    const result = await world.run("poll", { signal, shouldYield, allowDeletes: 1000 });
    world.onRequest = () => {};
    this.#judge(result, stops > 0);
    if (result.summary.outcome === "cancelled") world.restart();
    if (polls) await this.#pollFinished();
  }

  #make(change: Change): void {
    make(this.#world, change, this.#nonce++);
  }

  #judge({ summary, error }: RunResult, mayStop: boolean): void {
    const { staging } = this.#world;
    const outcomes = ["ok", "yielded", ...(mayStop ? ["cancelled"] : [])];
    expect(outcomes).toContain(summary.outcome);
    if (summary.outcome !== "yielded") return;
    expect([error, summary.error]).toEqual([null, null]);
    expect([staging.dirtyCount(), staging.unpushed()]).toEqual([0, []]);
  }

  async #pollFinished(): Promise<void> {
    const world = this.#world;
    const finished = finishedTables(world.staging, world.settings);
    if (finished.length === 0) return;
    world.simulator.controls.clearRequests();
    const { kind } = await world.sync("poll", { tables: finished });
    expect(kind).toBe("poll");
    const read = world.simulator.controls.requests.filter(({ target }) => target.includes(`limit=${settings.chunk}`));
    const asked = new Set(read.map(({ table }) => table ?? ""));
    expect([...asked].filter((table) => table !== "detail" && !finished.includes(table as never))).toEqual([]);
  }
}

test("a first read in parts, with polls, edits and crashes between and in them, ends in a true mirror", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyPart, { minLength: 2, maxLength: 7, size: "max" }), async (parts) => {
      await using world = await World.open({ data: crowd(), settings });
      const play = new Play(world);
      for (const part of parts) await play.part(part);
      await world.sync("poll", { allowDeletes: 1000 });
      await world.poll();
      const expected = expectedContents(world.simulator, world.settings.tables);
      const lines = differences(expected, actualContents(filesAt(world.remotePath)), 100);
      expect(lines.filter((line) => !line.endsWith("should not be there"))).toEqual([]);
      await world.sync("sweep", { allowDeletes: 1000 });
      expectMirrored(world);
      const { commit } = await world.poll();
      expect(commit).toBeNull();
    }),
    {
      numRuns: RUNS,
      seed: Number(process.env.TIDEMARK_TEST_SEED ?? 20260312),
      endOnFailure: process.env.TIDEMARK_TEST_RUNS !== undefined,
    },
  );
}, 120_000);

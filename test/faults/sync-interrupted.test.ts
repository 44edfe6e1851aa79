import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import type { RequestNote } from "../../src/simulator/options.ts";
import { BreakPoint, breaking } from "../support/breaking.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { commitsOn, treeOf } from "../support/mirror-files.ts";
import { tables, World, type WorldOptions } from "../support/world.ts";

const settings = { tables: tables("name", "transaction"), chunk: 5, checkpoint: 8 };

/** A first read, then edits and a poll, then a deletion and a full sync. Time stands still, so that trees can be compared. */
const PHASES = [
  { kind: "poll", change: () => {} },
  { kind: "poll", change: changeSome },
  { kind: "full", change: removeOne },
] as const;

function changeSome({ records }: World): void {
  for (const seq of [2, 20, 59]) records.edit("name", seq, { phone: `new ${seq}` });
  records.edit("name", 5, { code: "RENAMED" });
  records.edit("detail", 4, { description: "line alone" });
  records.add("name", { fields: { code: "ADDED" } });
}

function removeOne({ records }: World): void {
  records.remove("name", 8);
  records.remove("transaction", 5);
}

async function referenceTree(): Promise<string> {
  await using world = await World.open({ data: crowd(), settings });
  for (const { kind, change } of PHASES) {
    change(world);
    await world.sync(kind);
  }
  expectMirrored(world);
  return treeOf(world.remotePath);
}

/** Runs until one goes through; how often it has to be tried is bounded by what can break. */
async function untilDone(world: World, kind: "poll" | "full"): Promise<number> {
  for (let tries = 1; tries <= 4; tries++) {
    const { error } = await world.run(kind);
    if (error === null) return tries;
    world.restart();
  }
  throw new Error("four runs in a row failed");
}

describe("a run that is stopped at any of its requests", () => {
  test("is cancelled, and the next one goes on to the same tree as a run that was left alone", async () => {
    const reference = await firstReadTree();
    const requests = await requestsOfFirstRead();
    for (let nth = 1; nth <= requests.length; nth++) {
      await using world = await World.open({ data: crowd(), settings });
      const { error, summary } = await runUntil(world, nth);
      const isCourtesy = nth === requests.length;
      expect({ nth, outcome: summary.outcome, code: error?.code, exit: error?.exitCode }).toEqual(
        isCourtesy
          ? { nth, outcome: "ok", code: undefined, exit: undefined }
          : { nth, outcome: "cancelled", code: "run.cancelled", exit: 130 },
      );
      if (nth % 2 === 0) world.restart();
      await world.poll();
      expect({ nth, tree: treeOf(world.remotePath) }).toEqual({ nth, tree: reference });
      if (nth % 6 === 0) expect(world.git("fsck", "--strict", "--no-dangling")).toBe("");
    }
  }, 60_000);

  test("loses no page that it had staged: a first read goes on behind its last one", async () => {
    await using world = await World.open({ data: crowd(), settings });
    const pages: number[] = [];
    const starts = ({ command, table, target }: RequestNote) => {
      const after = /sequencenumber%3E(\d+)&.*limit=5/.exec(target)?.[1];
      if (command === "export" && table === "name" && after !== undefined) pages.push(Number(after));
    };
    let page = 0;
    const controller = new AbortController();
    world.onRequest = (request) => {
      starts(request);
      if (pages.length > page && ++page === 4) controller.abort(new Error("enough"));
    };
    const { summary } = await world.run("poll", { signal: controller.signal });
    expect(summary.outcome).toBe("cancelled");
    const cursor = world.staging.cursor("name" as TableName)?.after ?? 0;
    expect(cursor).toBeGreaterThan(0);
    pages.length = 0;
    world.restart();
    world.onRequest = starts;
    await world.poll();
    expect(pages[0]).toBe(cursor);
    expectMirrored(world);
  });

  test("again and again still comes to its end", async () => {
    await using world = await World.open({ data: crowd(), settings });
    let runs = 0;
    for (let done = false; !done; runs++) {
      let answered = 0;
      const controller = new AbortController();
      world.onRequest = ({ target }) => {
        if (target.includes("limit=5") && ++answered === 6) controller.abort(new Error("enough"));
      };
      const { error } = await world.run("poll", { signal: controller.signal });
      done = error === null;
      expect(runs).toBeLessThan(20);
    }
    expect(runs).toBeGreaterThan(1);
    world.onRequest = () => {};
    await world.full();
    expectMirrored(world);
    expect(treeOf(world.remotePath)).toBe(await firstReadTree());
  });
});

describe("a port that breaks at any of its calls", () => {
  const METHODS = {
    source: ["contact", "time", "page", "records", "parentsOfModifiedLines", "count"],
    staging: ["noteClock", "setSetting", "applyPage", "deleteUnread"],
    mirror: ["inspectRemote", "commit", "push"],
    remote: ["refs", "push"],
  } as const;
  const wiring = (point: BreakPoint): WorldOptions => ({
    wrapPorts: (ports) => ({
      ...ports,
      source: breaking(ports.source, METHODS.source, point),
      staging: breaking(ports.staging, METHODS.staging, point),
      mirror: breaking(ports.mirror, METHODS.mirror, point),
    }),
    wrapRemote: (remote) => breaking(remote, METHODS.remote, point),
  });

  /** The calls of an undisturbed life, phase by phase. */
  async function callsOfPhases(): Promise<string[][]> {
    const point = new BreakPoint();
    await using world = await World.open({ data: crowd(), settings, ...wiring(point) });
    const phases: string[][] = [];
    for (const { kind, change } of PHASES) {
      const before = point.names.length;
      change(world);
      await world.sync(kind);
      phases.push(point.names.slice(before));
    }
    return phases;
  }

  /** Numbers of calls that stand for all: of each method in each phase, the one in the middle. */
  function chosenCalls(phases: readonly (readonly string[])[]): number[] {
    let before = 0;
    return phases.flatMap((names) => {
      const numbered = names.map((name, index) => ({ name, number: before + index + 1 }));
      before += names.length;
      return [...Map.groupBy(numbered, ({ name }) => name).values()].map(
        (calls) => calls[calls.length >> 1]?.number ?? 0,
      );
    });
  }

  test.each(["before", "after"] as const)(
    "%s its effect costs one run and nothing else",
    async (when) => {
      const reference = await referenceTree();
      const phases = await callsOfPhases();
      const every = phases.flat().map((_, index) => index + 1);
      for (const at of process.env.TIDEMARK_TEST_RUNS === undefined ? chosenCalls(phases) : every) {
        const point = new BreakPoint();
        Object.assign(point, { at, when });
        await using world = await World.open({ data: crowd(), settings, ...wiring(point) });
        let tries = 0;
        for (const { kind, change } of PHASES) {
          change(world);
          tries += await untilDone(world, kind);
        }
        expect(point.broke).not.toBeNull();
        expect(tries).toBeLessThanOrEqual(PHASES.length + 1);
        const [there, here] = [treeOf(world.remotePath), treeOf(world.repository)];
        expect({ at, broke: point.broke, there, here }).toEqual({
          at,
          broke: point.broke,
          there: reference,
          here: reference,
        });
      }
    },
    60_000,
  );
});

/** What happens to a first read that is left alone. */
async function firstReadTree(): Promise<string> {
  await using world = await World.open({ data: crowd(), settings });
  await world.poll();
  expectMirrored(world);
  expect(commitsOn(world.remotePath).length).toBeGreaterThan(2);
  return treeOf(world.remotePath);
}

async function requestsOfFirstRead(): Promise<readonly RequestNote[]> {
  await using world = await World.open({ data: crowd(), settings });
  await world.poll();
  return world.simulator.controls.requests;
}

/** Stops the run while its nth request is under way. */
async function runUntil(world: World, nth: number) {
  let requests = 0;
  const controller = new AbortController();
  world.onRequest = () => {
    requests++;
    if (requests === nth) controller.abort(new Error("stopped"));
  };
  const result = await world.run("poll", { signal: controller.signal });
  world.onRequest = () => {};
  return result;
}

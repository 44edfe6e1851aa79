import { describe, expect, test } from "bun:test";
import { finishedTables } from "../../src/sync/finished-tables.ts";
import { BreakPoint, breaking } from "../support/breaking.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { tables, World, type WorldOptions } from "../support/world.ts";
import { runOnceYielding } from "../support/yielding.ts";

const settings = { tables: tables("name", "product", "transaction"), chunk: 5, checkpoint: 12 };

const METHODS = {
  source: ["contact", "time", "page", "records", "count", "release"],
  staging: ["noteClock", "setSetting", "applyPage"],
  mirror: ["inspectRemote", "commit", "push"],
  remote: ["refs", "push"],
} as const;

function wiring(point: BreakPoint): WorldOptions {
  return {
    data: crowd(),
    settings,
    wrapPorts: (ports) => ({
      ...ports,
      source: breaking(ports.source, METHODS.source, point),
      staging: breaking(ports.staging, METHODS.staging, point),
      mirror: breaking(ports.mirror, METHODS.mirror, point),
    }),
    wrapRemote: (remote) => breaking(remote, METHODS.remote, point),
  };
}

/** What people do while the first read goes on: before its cursor, behind it, and in tables that are finished or not begun. */
const EDITS: readonly ((world: World) => void)[] = [
  ({ records }) => records.edit("name", 2, { phone: "behind the cursor" }),
  ({ records }) => records.edit("name", 59, { code: "RENAMED" }),
  ({ records }) => void records.add("product", { fields: { code: "ADDED" } }),
  ({ records }) => records.edit("name", 5, { code: "N1B" }),
  ({ records }) => records.edit("detail", 2, { description: "a line alone" }),
];

/** A first read that yields at each chance, with polls and edits in between. Returns how many runs failed. */
async function live(world: World): Promise<number> {
  const edits = [...EDITS];
  let failed = 0;
  for (let runs = 0; runs < 40; runs++) {
    const { summary, error } = await runOnceYielding(world).catch(interrupted);
    if (summary.outcome === "ok") return failed;
    if (error !== null) {
      failed += 1;
      world.restart();
      continue;
    }
    world.pass(30);
    edits.shift()?.(world);
    const finished = finishedTables(world.staging, world.settings);
    if (finished.length === 0) continue;
    const poll = await world.run("poll", { tables: finished }).catch(interrupted);
    if (poll.error === null) continue;
    failed += 1;
    world.restart();
  }
  throw new Error("the first read does not end");
}

/** What breaks outside of a run's own care, such as giving the log-in back. */
function interrupted(error: unknown) {
  return { summary: { outcome: "failed" }, error } as const;
}

/** Numbers of calls that stand for all: of each method one in the middle, half of the methods for each side of the effect. */
function chosen(names: readonly string[], when: "before" | "after"): number[] {
  const numbered = names.map((name, index) => ({ name, number: index + 1 }));
  const methods = [...Map.groupBy(numbered, ({ name }) => name).values()];
  const mine = methods.filter((_, index) => (index % 2 === 0) === (when === "before"));
  return mine.map((calls) => calls[calls.length >> 1]?.number ?? 0);
}

describe("a first read that yields, cut off at any call of a port", () => {
  test.each(["before", "after"] as const)(
    "%s its effect, costs one run and nothing else",
    async (when) => {
      const whole = new BreakPoint();
      {
        await using world = await World.open(wiring(whole));
        expect(await live(world)).toBe(0);
      }
      const every = whole.names.map((_, index) => index + 1);
      for (const at of process.env.TIDEMARK_TEST_RUNS === undefined ? chosen(whole.names, when) : every) {
        const point = new BreakPoint();
        Object.assign(point, { at, when });
        await using world = await World.open(wiring(point));
        const failed = await live(world);
        expect({ at, broke: point.broke !== null, failed: failed <= 1 }).toEqual({ at, broke: true, failed: true });
        world.pass(60);
        await world.poll();
        expectMirrored(world);
      }
    },
    120_000,
  );
});

import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { BreakPoint, breaking } from "../support/breaking.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored, expectMirroredExcept } from "../support/expect-mirrored.ts";
import { World, type WorldOptions } from "../support/world.ts";

const NAME = "name" as TableName;
const settings = { tables: [NAME], chunk: 8, checkpoint: 4 };
const BAD = [14, 17, 59];
const EXCEPT = BAD.map((seq) => `name/N${(seq - 2) / 3}`);

/** A first read, a full sync that tries again, and one that heals, interrupted somewhere. */
const PHASES: readonly ((world: World) => void)[] = [
  ({ simulator }) => {
    for (const seq of BAD) simulator.controls.poison("name", seq, "error");
  },
  ({ records }) => records.edit("name", 20, { phone: "new" }),
  ({ simulator, records }) => {
    simulator.controls.heal("name", 14);
    records.remove("name", 17);
  },
];

/** Runs until none is cut off any more; what is set aside ends a run too. */
async function untilWhole(world: World, kind: "poll" | "full"): Promise<void> {
  for (let tries = 1; tries <= 4; tries++) {
    const { error } = await world.run(kind);
    if (error === null || error.code === "sync.quarantined") return;
    world.restart();
  }
  throw new Error("four runs in a row failed");
}

async function live(world: World): Promise<void> {
  for (const [index, change] of PHASES.entries()) {
    world.pass(600);
    change(world);
    await untilWhole(world, index === 0 ? "poll" : "full");
  }
}

describe("a run that sets records aside, cut off at any call", () => {
  const wiring = (point: BreakPoint): WorldOptions => ({
    wrapPorts: (ports) => ({
      ...ports,
      source: breaking(ports.source, ["page", "records", "stamps"], point),
      staging: breaking(ports.staging, ["applyPage"], point),
      mirror: breaking(ports.mirror, ["commit"], point),
    }),
  });

  test.each(["before", "after"] as const)(
    "%s its effect, ends like one that was left alone",
    async (when) => {
      const whole = new BreakPoint();
      {
        await using world = await World.open({ data: crowd(), settings, ...wiring(whole) });
        await live(world);
        expectMirroredExcept(world, EXCEPT);
      }
      expect(whole.calls).toBeGreaterThan(30);
      const step = process.env.TIDEMARK_TEST_RUNS === undefined ? 5 : 1;
      for (let at = when === "before" ? 1 : 3; at <= whole.calls; at += step) {
        const point = new BreakPoint();
        Object.assign(point, { at, when });
        await using world = await World.open({ data: crowd(), settings, ...wiring(point) });
        await live(world);
        expect({ at, broke: point.broke !== null }).toEqual({ at, broke: true });
        const left = world.staging.quarantined().map(({ seq }) => seq);
        expect({ at, left }).toEqual({ at, left: [59] });
        expectMirroredExcept(world, ["name/N19"]);
        world.simulator.controls.clearFaults();
        await world.full();
        expectMirrored(world);
      }
    },
    120_000,
  );
});

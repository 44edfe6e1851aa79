import { expect, test } from "bun:test";
import fc from "fast-check";
import { anyChange, type Change, crowd, make } from "../support/document-changes.ts";
import { missingEdits } from "../support/missing-edits.ts";
import { tables, World } from "../support/world.ts";

/** What happens to the clocks once between two samples. `one machine`: the host's wall clock is set with the server's. */
interface Shift {
  readonly what: "none" | "step" | "zone" | "one machine";
  readonly seconds: number;
  readonly zone: string | number;
}

/** One run, what happens before it and while it reads, and where in that the clock jumps. */
interface Stage {
  readonly before: readonly Change[];
  readonly during: readonly Change[];
  readonly shift: Shift;
  /** Before which of the changes the clock jumps; beyond those before the run: at which page of it. */
  readonly place: number;
  readonly gap: number;
  /** The page at which the run is cut off; 0: it goes through. */
  readonly cutAt: number;
  readonly kind: "poll" | "full";
}

const anyShift: fc.Arbitrary<Shift> = fc.record({
  what: fc.constantFrom("none", "step", "step", "zone", "one machine"),
  seconds: fc.oneof(
    fc.integer({ min: -90_000, max: 90_000 }),
    fc.integer({ min: -100, max: 100 }),
    fc.constantFrom(-3600, 3600),
  ),
  zone: fc.oneof(
    fc.constantFrom("Pacific/Auckland", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"),
    fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15),
  ),
});

const anyStage: fc.Arbitrary<Stage> = fc.record({
  before: fc.array(anyChange, { minLength: 1, maxLength: 5 }),
  during: fc.array(anyChange, { maxLength: 6 }),
  shift: anyShift,
  place: fc.nat(8),
  gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 20 * 86_400 })),
  cutAt: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 })),
  kind: fc.constantFrom("poll", "poll", "poll", "full"),
});

const settings = { tables: tables("name", "product", "transaction"), chunk: 5, checkpoint: 7, overlapSeconds: 0 };
const RUNS = Number(process.env.TIDEMARK_TEST_RUNS ?? 10);

test("one poll brings every stamped edit, if the clock jumped no more than once between any two samples", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStage, { minLength: 1, maxLength: 5, size: "max" }), async (stages) => {
      await using world = await World.open({ data: crowd(), settings, server: { zone: "Pacific/Auckland" } });
      let nonce = 0;
      const change = (what: Change) => make(world, what, nonce++);
      for (const stage of stages) await live(world, stage, change);
      // A first read that was cut off has to end before polls begin.
      const ready = world.staging.markers().filter(({ marker }) => marker !== null).length === settings.tables.length;
      if (!ready) await world.sync("poll");
      await world.sync("poll");
      expect(missingEdits(world)).toEqual([]);
      expect(settings.tables.map((table) => world.staging.pollFrom(table))).toEqual([null, null, null]);
    }),
    {
      numRuns: RUNS,
      seed: Number(process.env.TIDEMARK_TEST_SEED ?? 20260311),
      endOnFailure: process.env.TIDEMARK_TEST_RUNS !== undefined,
    },
  );
}, 120_000);

async function live(world: World, stage: Stage, change: (what: Change) => void): Promise<void> {
  const { before, during, shift, place, cutAt, kind } = stage;
  for (const [index, what] of before.entries()) {
    world.pass(Math.round(stage.gap / before.length));
    if (index === place) jump(world, shift);
    change(what);
  }
  const controller = new AbortController();
  let page = 0;
  world.onRequest = ({ command, target }) => {
    if (command !== "export" || !target.includes(`limit=${settings.chunk}`)) return;
    page++;
    world.pass(page % 2);
    if (place >= before.length && page === place) jump(world, shift);
    const what = during[page - 1];
    if (what !== undefined) change(what);
    if (page === cutAt) controller.abort(new Error("cut off"));
  };
  const { error } = await world.run(kind, { signal: controller.signal, allowDeletes: 1000 });
  world.onRequest = () => {};
  if (error !== null && error.exitCode !== 130) throw error;
  if (cutAt > 0) world.restart();
  // A jump while the run read is followed by a sample before there may be another one.
  if (place >= before.length) await sampleOnly(world);
}

/** A run that samples the clock and is cut off before it reads a page. */
async function sampleOnly(world: World): Promise<void> {
  const controller = new AbortController();
  world.onRequest = ({ command, target }) => {
    if (command === "export" && target.includes(`limit=${settings.chunk}`)) controller.abort(new Error("cut off"));
  };
  await world.run("poll", { signal: controller.signal });
  world.onRequest = () => {};
}

function jump(world: World, { what, seconds, zone }: Shift): void {
  const { clock } = world.simulator.controls;
  if (what === "zone") clock.moveTo(zone);
  if (what === "step" || what === "one machine") clock.step(seconds);
  if (what === "one machine") world.clock.stepWall(seconds);
}

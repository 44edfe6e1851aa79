import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Modtime } from "../../src/domain/ids.ts";
import type { Source } from "../../src/domain/ports/source.ts";
import { check, told } from "../support/checking.ts";
import { anyChange, type Change, crowd, make } from "../support/document-changes.ts";
import { tables, World } from "../support/world.ts";

/** What happens just before one request of the check is sent: changes, and a run of the service. */
interface Moment {
  readonly request: number;
  readonly changes: readonly Change[];
  readonly run: "none" | "poll" | "full";
}

const anyMoment: fc.Arbitrary<Moment> = fc.record({
  request: fc.integer({ min: 1, max: 24 }),
  changes: fc.array(
    anyChange.filter(({ table }) => table !== "product"),
    { maxLength: 3 },
  ),
  run: fc.constantFrom("none", "none", "poll", "full"),
});

const settings = { tables: tables("name", "transaction", "product"), chunk: 4, checkpoint: 7, overlapSeconds: 0 };
const OLD = "20240101000000" as Modtime;
const RUNS = Number(process.env.TIDEMARK_TEST_RUNS ?? 15);

test("whatever is edited and committed while a check runs, it tells what was different before and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMoment, { minLength: 2, maxLength: 10, size: "max" }),
      fc.boolean(),
      fc.boolean(),
      async (moments, ticking, planted) => {
        await using world = await World.open({ data: crowd(), settings });
        await world.poll();
        world.pass(100);
        if (planted) plant(world);
        let nonce = 0;
        let gone = 0;
        const source = withActions(world.ports.source, async (request) => {
          if (ticking) world.pass(1);
          for (const moment of moments.filter((one) => one.request === request)) {
            for (const change of moment.changes) {
              if (change.act === "remove" || change.act === "replace") gone += 1;
              make(world, change, nonce++);
            }
            // A service would take over what was planted; it has these two tables only.
            const only = { tables: tables("name", "transaction"), allowDeletes: 1000 };
            if (moment.run !== "none") await world.run(moment.run, only);
          }
        });
        const checked = await check(world, {}, { source });
        expect(checked.error).toBeNull();
        const expected = planted ? ["product NEW added", "product P2 changed", "product P5 deleted"] : [];
        expect(told(checked).filter((line) => line.startsWith("product "))).toEqual(expected);
        // Nobody can know when a record vanished; everything else must be excused.
        const others = told(checked).filter((line) => !line.startsWith("product "));
        expect(others.filter((line) => !line.endsWith(" deleted"))).toEqual([]);
        expect(others.length).toBeLessThanOrEqual(gone);
        await world.run("full", { allowDeletes: 1000 });
        expect(told(await check(world))).toEqual([]);
      },
    ),
    {
      numRuns: RUNS,
      seed: Number(process.env.TIDEMARK_TEST_SEED ?? 20260311),
      endOnFailure: process.env.TIDEMARK_TEST_RUNS !== undefined,
    },
  );
}, 120_000);

/** Three differences that no poll brings. */
function plant(world: World): void {
  world.records.edit("product", 8, { comment: "behind" });
  world.records.bulkStamp("product", [8], OLD);
  world.records.remove("product", 17);
  const { seq } = world.records.add("product", { fields: { code: "NEW" } });
  world.records.bulkStamp("product", [seq], OLD);
}

/** Calls `act` with the request's number before each one that reads records or the clock. */
function withActions(source: Source, act: (request: number) => Promise<void>): Source {
  let requests = 0;
  const before =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      requests += 1;
      await act(requests);
      return ask(...args);
    };
  return {
    contact: (signal) => source.contact(signal),
    time: before((signal) => source.time(signal)),
    page: before((request, signal) => source.page(request, signal)),
    records: before((table, numbers, signal) => source.records(table, numbers, signal)),
    parentsOfModifiedLines: before((...args) => source.parentsOfModifiedLines(...args)),
    stamps: (request, signal) => source.stamps(request, signal),
    count: (table, signal) => source.count(table, signal),
    release: () => source.release(),
  } as Source;
}

import { describe, expect, test } from "bun:test";
import type { RunKind } from "../../src/domain/run.ts";
import type { RequestNote } from "../../src/simulator/options.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { tables, totals, World } from "../support/world.ts";

const settings = { tables: tables("name"), chunk: 4, overlapSeconds: 0 };
/** Numbers of the crowd's names: 2, 5, 8 … 59, in five pages of four. */
const [FIRST, SECOND, LAST] = [2, 5, 59];

/** Opens the crowd with the runs before the one that is looked at already made. */
async function before(run: "backfill" | RunKind): Promise<World> {
  const world = await World.open({ data: crowd(), settings });
  if (run === "backfill") return world;
  await world.poll();
  world.pass(100);
  if (run === "poll") world.records.bulkStamp("name");
  world.pass(100);
  return world;
}

/** Acts before the page of names behind so many others is answered. */
function beforePage(world: World, page: number, act: () => void): void {
  let pages = 0;
  world.onRequest = (request) => {
    if (!isPage(request)) return;
    pages++;
    if (pages === page) act();
  };
}

function isPage({ command, table, target }: RequestNote): boolean {
  return command === "export" && table === "name" && target.includes("limit=4");
}

function kindOf(run: "backfill" | RunKind): RunKind {
  return run === "backfill" ? "poll" : run;
}

describe.each(["backfill", "poll", "full"] as const)("while a %s reads pages", (run) => {
  test("a record edited after its page went by arrives with the next poll, though later ones have later stamps", async () => {
    await using world = await before(run);
    beforePage(world, 3, () => {
      world.pass(2);
      world.records.edit("name", FIRST, { phone: "behind" });
      world.pass(2);
      world.records.edit("name", LAST, { phone: "ahead" });
      world.pass(2);
    });
    await world.sync(kindOf(run));
    world.pass(10);
    await world.poll();
    expectMirrored(world);
  });

  test("records added meanwhile are there after one more poll", async () => {
    await using world = await before(run);
    beforePage(world, 5, () => {
      for (let n = 0; n < 9; n++) world.records.add("name", { fields: { code: `LATE${n}` } });
    });
    await world.sync(kindOf(run));
    await world.poll();
    expectMirrored(world);
  });

  test("a record deleted before its page hides none of its neighbours, and is gone after one full sync", async () => {
    await using world = await before(run);
    beforePage(world, 2, () => {
      world.records.remove("name", SECOND);
      world.records.remove("name", 14);
      world.records.remove("name", LAST);
    });
    await world.sync(kindOf(run));
    await world.full();
    expectMirrored(world);
    expect(world.simulator.rows("name").length).toBe(17);
  });

  test("a code that moves from a record behind to one ahead is found under its new owner", async () => {
    await using world = await before(run);
    beforePage(world, 3, () => {
      const { code = "" } = world.records.find("name", FIRST).fields;
      world.records.edit("name", FIRST, { code: "FREED" });
      world.records.edit("name", LAST, { code });
    });
    await world.sync(kindOf(run));
    await world.poll();
    expectMirrored(world);
  });

  test("two codes that are swapped, and swapped back before we ask again, are no duplicate", async () => {
    await using world = await before(run);
    let swaps = 0;
    const swap = () => {
      swaps++;
      const codes = [FIRST, LAST].map((seq) => world.records.find("name", seq).fields.code ?? "");
      world.records.edit("name", FIRST, { code: "HELD" });
      world.records.edit("name", LAST, { code: codes[0] ?? "" });
      world.records.edit("name", FIRST, { code: codes[1] ?? "" });
    };
    let pages = 0;
    world.onRequest = (request) => {
      if (isPage(request)) pages++;
      const isQuestion = request.table === "name" && !isPage(request) && pages === 5;
      if (swaps < (isQuestion ? 2 : pages === 3 ? 1 : 0)) swap();
    };
    await world.sync(kindOf(run));
    world.onRequest = () => {};
    expect(swaps).toBe(2);
    await world.poll();
    expectMirrored(world);
  });
});

describe("while a full sync reads pages", () => {
  test("a record whose saving hid it from its page is not deleted", async () => {
    await using world = await before("full");
    const snapshot = world.records.find("name", SECOND);
    let hidden = false;
    beforePage(world, 1, () => {
      world.records.remove("name", SECOND);
      hidden = true;
    });
    const state = world.simulator.controls.snapshot();
    const inner = world.onRequest;
    world.onRequest = (request) => {
      inner(request);
      if (hidden && isPage(request) && request.target.includes("%3E14")) world.simulator.controls.restore(state);
    };
    const summary = await world.full();
    expect(totals(summary.tables)).toMatchObject({ deleted: 0 });
    expect(snapshot.seq).toBe(SECOND);
    expectMirrored(world);
  });
});

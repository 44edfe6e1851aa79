import { describe, expect, test } from "bun:test";
import type { Modtime, TableName } from "../../src/domain/ids.ts";
import type { ClockEvent } from "../../src/domain/ports/staging-clock.ts";
import { busyWorld, busySettings as settings } from "../support/busy-world.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { missingEdits } from "../support/missing-edits.ts";
import { tables, World } from "../support/world.ts";

const NAME = "name" as TableName;
let nonce = 0;

/** One edit in each table, each of another record than the edits before. */
function editSome(world: World): void {
  nonce++;
  for (const table of ["name", "product"] as const) {
    const rows = world.simulator.rows(table);
    const field = table === "name" ? "phone" : "description";
    world.records.edit(table, rows[nonce % rows.length]?.seq ?? 0, { [field]: `edit ${nonce}` });
  }
  const transactions = world.simulator.rows("transaction");
  const [line] = transactions[nonce % transactions.length]?.lines ?? [];
  if (line !== undefined) world.records.edit("detail", line, { description: `edit ${nonce}` });
}

/** A run that ends after its clock sample, before it has read a page. */
async function failAfterSample(world: World): Promise<void> {
  const controller = new AbortController();
  world.onRequest = ({ command, target }) => {
    if (command === "export" && target.includes("limit=7")) controller.abort(new Error("no more"));
  };
  const { summary } = await world.run("poll", { signal: controller.signal });
  world.onRequest = () => {};
  expect(summary.outcome).toBe("cancelled");
}

function events(world: World): (readonly [ClockEvent["kind"], number])[] {
  return world.staging.clockEvents(9).map(({ kind, shift }) => [kind, shift]);
}

function pollFroms(world: World): (Modtime | null)[] {
  return world.settings.tables.map((table) => world.staging.pollFrom(table));
}

describe("one poll brings every edit", () => {
  test.each([-61, -3600, -86_400, -400 * 86_400, 61, 3600, 360 * 86_400])(
    "after the server's clock was set by %p s",
    async (seconds) => {
      await using world = await busyWorld();
      world.simulator.controls.clock.step(seconds);
      for (let n = 0; n < 3; n++) {
        editSome(world);
        world.pass(40);
      }
      await world.poll();
      expectMirrored(world);
      expect(events(world)).toEqual([["step", seconds]]);
      // Asked for once, not for ever.
      expect(pollFroms(world)).toEqual([null, null, null]);
      world.pass(30);
      editSome(world);
      await world.poll();
      expectMirrored(world);
      expect(events(world).length).toBe(1);
    },
  );

  test("after a step back that concerns no record, and then forgets it", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.pass(600);
    world.simulator.controls.clock.step(-3600);
    await failAfterSample(world);
    expect(pollFroms(world)).not.toContain(null);
    await world.poll();
    expect(pollFroms(world)).toEqual([null, null, null]);
  });

  test.each([
    ["Pacific/Auckland", "2026-04-04T13:55:00Z", -3600],
    ["Pacific/Auckland", "2026-09-26T13:55:00Z", 3600],
    ["Europe/Berlin", "2026-10-25T00:55:00Z", -3600],
    ["Europe/Berlin", "2026-03-29T00:55:00Z", 3600],
    ["Australia/Lord_Howe", "2026-04-04T14:55:00Z", -1800],
  ])(
    "over the end or the beginning of summer time in %s, %s",
    async (zone, instant, shift) => {
      await using world = await busyWorld({ server: { zone, startTime: Date.parse(instant) - 603_000 } });
      // Edits at every minute around the repeated hour, a poll every half an hour.
      for (let minute = 0; minute < 120; minute++) {
        editSome(world);
        world.pass(60);
        if (minute % 30 !== 29) continue;
        await world.poll();
        expect(missingEdits(world)).toEqual([]);
      }
      expect(events(world)).toEqual([["zone", shift]]);
      await world.poll();
      expectMirrored(world);
    },
    30_000,
  );

  test.each(["America/Los_Angeles", "Pacific/Kiritimati"])("after the server moved to %s", async (zone) => {
    await using world = await busyWorld();
    world.simulator.controls.clock.moveTo(zone);
    editSome(world);
    world.pass(5);
    await world.poll();
    expectMirrored(world);
    expect(events(world).map(([kind]) => kind)).toEqual(["zone"]);
  });

  test("where the server does not tell its UTC", async () => {
    await using world = await busyWorld({ server: { quirks: { timestampFunction: false } } });
    world.simulator.controls.clock.step(-3600);
    editSome(world);
    world.pass(5);
    await world.poll();
    expectMirrored(world);
    expect(events(world).length).toBe(1);
  });

  test("when host and server are one machine and both clocks were set", async () => {
    await using world = await busyWorld();
    world.simulator.controls.clock.step(-7200);
    world.clock.stepWall(-7200);
    editSome(world);
    world.pass(5);
    await world.poll();
    expectMirrored(world);
    expect(events(world)).toEqual([["step", -7200]]);
  });

  test("when that machine was started anew with its clock set back", async () => {
    await using world = await busyWorld();
    world.clock.reboot();
    world.simulator.controls.clock.step(-7200);
    world.clock.stepWall(-7200);
    world.restart();
    editSome(world);
    world.pass(300);
    await world.poll();
    expectMirrored(world);
    // At least that: the host vouches only for the time since its start.
    expect(events(world)).toEqual([["restart", -7199]]);
  });

  test("when the clock is set back while the run reads", async () => {
    await using world = await busyWorld();
    let requests = 0;
    world.onRequest = ({ command, target }) => {
      if (command !== "export" || !target.includes("limit=7")) return;
      if (++requests === 2) world.simulator.controls.clock.step(-3600);
      editSome(world);
    };
    await world.poll();
    world.onRequest = () => {};
    editSome(world);
    world.pass(30);
    await world.poll();
    expectMirrored(world);
  });

  test("when runs failed after they had noticed, and the clock went back again meanwhile", async () => {
    await using world = await busyWorld();
    for (const seconds of [-3600, 1800, -600]) {
      world.simulator.controls.clock.step(seconds);
      editSome(world);
      world.pass(45);
      await failAfterSample(world);
      world.restart();
      expect(pollFroms(world)).not.toContain(null);
    }
    await world.poll();
    expectMirrored(world);
    expect(pollFroms(world)).toEqual([null, null, null]);
    expect(events(world).map(([, shift]) => shift)).toEqual([-600, 1800, -3600]);
  });

  test("of a table that was left out of the runs that noticed", async () => {
    await using world = await busyWorld();
    world.simulator.controls.clock.step(-3600);
    editSome(world);
    world.pass(5);
    await world.sync("poll", { tables: tables("name") });
    expect(pollFroms(world).map((from) => from === null)).toEqual([true, false, false]);
    world.pass(600);
    await world.poll();
    expectMirrored(world);
  });

  test("after a first read that was cut off, with the clock set back before it went on", async () => {
    await using world = await World.open({ data: crowd(), settings: { ...settings, tables: tables("name") } });
    world.pass(7200);
    world.records.bulkStamp("name");
    const controller = new AbortController();
    let pages = 0;
    world.onRequest = ({ command, target }) => {
      if (command === "export" && target.includes("limit=7") && ++pages === 3) controller.abort(new Error("cut off"));
    };
    await world.run("poll", { signal: controller.signal });
    world.onRequest = () => {};
    expect(world.staging.cursor(NAME)).not.toBeNull();
    world.pass(60);
    // The last record keeps a stamp from before the step: the marker would be its.
    world.simulator.controls.clock.step(-3600);
    world.records.edit("name", 2, { phone: "gone by already" });
    world.pass(60);
    await world.poll();
    await world.poll();
    expectMirrored(world);
  });
});

test("a poll that reaches back reads the records of that time alone, and the next one does not", async () => {
  await using world = await busyWorld();
  world.pass(3 * 3600);
  world.records.edit("name", 2, { phone: "recent" });
  await world.poll();
  world.simulator.controls.clock.step(-3600);
  world.pass(5);
  const read = (summary: Awaited<ReturnType<World["poll"]>>) =>
    summary.tables.find(({ table }) => table === NAME)?.read;
  expect(read(await world.poll())).toBe(1);
  world.pass(2 * 3600);
  world.records.edit("name", 5, { phone: "later" });
  await world.poll();
  world.pass(5);
  expect(read(await world.poll())).toBe(1);
  expectMirrored(world);
});

test("what happened and what follows is in the log, once", async () => {
  await using world = await busyWorld();
  world.simulator.controls.clock.step(-3600);
  world.pass(5);
  await world.poll();
  await world.poll();
  const told = world.log.entries.filter(({ fields }) => fields.event !== undefined);
  expect(told.map(({ level, fields }) => [level, fields.event, fields.shift])).toEqual([["warn", "step", -3600]]);
  expect(told[0]?.message).toMatch(
    /^The server's clock went back by 3600 s after \d{14}: the next poll of each table asks from \d{14}; a sweep is due\.$/,
  );
});

test("two opposite jumps between two samples leave no trace there; a full sync finds what polls missed", async () => {
  await using world = await busyWorld();
  const { clock } = world.simulator.controls;
  clock.step(-3600);
  world.records.edit("name", 2, { phone: "in between" });
  clock.step(3600);
  world.pass(5);
  await world.poll();
  expect(events(world)).toEqual([]);
  expect(missingEdits(world)).not.toEqual([]);
  await world.full();
  expectMirrored(world);
});

import { expect, test } from "bun:test";
import { join } from "node:path";
import type { ClockStatus } from "../../src/app/clock-status.ts";
import { runCommand } from "../../src/cli/main.ts";
import { crowd } from "../support/document-changes.ts";
import { FakeHost } from "../support/fake-host.ts";
import { tables, World } from "../support/world.ts";

const settings = { tables: tables("name", "product") };

async function status(world: World): Promise<{ clock: ClockStatus; text: string }> {
  const show = async (...args: string[]) => {
    const host = new FakeHost({ args: ["status", "--data", join(world.path, "data-1"), ...args] });
    expect(await runCommand(host, world.clock.now())).toBe(0);
    return host.output;
  };
  return { clock: JSON.parse(await show("--json")).clock, text: await show() };
}

test("status tells the server's zone, and nothing more while all is well", async () => {
  await using world = await World.open({ data: crowd(), settings });
  await world.poll();
  world.pass(600);
  await world.poll();
  const { clock, text } = await status(world);
  expect(clock).toEqual({
    sampledAt: new Date(world.clock.now()).toISOString(),
    serverLocalTime: world.staging.clockSamples(1)[0]?.local ?? ("" as never),
    skewSeconds: 0,
    zoneMinutes: 13 * 60,
    overlapSeconds: 60,
    lateSeconds: 0,
    widened: [],
    future: [],
    events: [],
  });
  expect(text).toMatch(/^clock {5}server \d{14} at \S+, UTC\+13:00, no skew\n\n/m);
});

test("status tells what the clock did, which tables reach back, how late records come, and stamps from the future", async () => {
  await using world = await World.open({ data: crowd(), settings });
  await world.poll();
  world.simulator.controls.clock.step(-90);
  world.pass(60);
  await world.sync("poll", { tables: tables("name") });
  world.simulator.controls.clock.moveTo("America/St_Johns");
  world.clock.reboot();
  world.restart();
  world.pass(60);
  world.records.touch("name", 2, "20990101000000");
  await world.sync("poll", { tables: tables("name") });
  world.pass(30);
  // Stamped after that run's sample and before now: nothing unusual.
  world.records.touch("name", 5);
  await world.sync("poll", { tables: tables("name") });
  const run = world.staging.runs(1)[0]?.run;
  if (run === undefined) throw new Error("no run");
  world.staging.noteLateStamps({ run, at: world.clock.now(), table: tables("name")[0] ?? ("" as never), seconds: 777 });

  const { clock, text } = await status(world);
  expect(clock).toMatchObject({ skewSeconds: -90, zoneMinutes: -150, overlapSeconds: 777, lateSeconds: 777 });
  expect(clock.events.map(({ kind, shiftSeconds }) => [kind, shiftSeconds])).toEqual([
    ["zone", -15.5 * 3600],
    ["restart", 0],
    ["step", -90],
  ]);
  expect<unknown>(clock.widened).toEqual([{ table: "product", pollFrom: expect.stringMatching(/^\d{14}$/) }]);
  expect<unknown>(clock.future).toEqual([{ table: "name", records: 1 }]);
  const lines = text.split("\n").map((line) => line.trim().replace(/\d{14}/g, "T"));
  expect(lines).toContainEqual(expect.stringMatching(/^clock {5}server T at \S+, UTC-02:30, 90 s behind this host$/));
  expect(lines).toContainEqual(expect.stringMatching(/^it went back by 90 s, between T and T \(noticed \S+Z\)$/));
  expect(lines).toContainEqual(expect.stringMatching(/^its zone changed: back by 55800 s, between T and T/));
  expect(lines).toContainEqual(expect.stringMatching(/^this host was started anew, between T and T/));
  expect(lines).toContain("the next poll asks from T, whatever the marker, because of the clock: product");
  expect(lines).toContain("polls look 777 s behind their markers: records appeared that late in the last seven days");
  expect(lines).toContain("records are stamped in the future: 1 in name");
});

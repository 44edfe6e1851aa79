import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { runCommand } from "../../src/cli/main.ts";
import { crowd } from "../support/document-changes.ts";
import { FakeHost } from "../support/fake-host.ts";
import { jsonLines } from "../support/program.ts";
import { tables, World } from "../support/world.ts";

const settings = { tables: tables("name", "product"), chunk: 8 };

async function status(world: World, ...args: string[]): Promise<{ code: number; out: string }> {
  const host = new FakeHost({ args: ["status", ...args, "--data", join(world.path, "data-1")] });
  const code = await runCommand(host, world.clock.now());
  return { code, out: host.output };
}

describe("status", () => {
  test("lists each record that is set aside, with its reason, since when, and how often it was tried", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    world.pass(60);
    world.simulator.controls.poison("name", 5, "malformed");
    const since = new Date(world.clock.now()).toISOString();
    world.records.add("product", { fields: { code: "NEVER READ" } });
    const added = world.simulator.rows("product").at(-1)?.seq ?? 0;
    world.simulator.controls.poison("product", added, "error");
    await world.run("full");
    world.pass(3600);
    await world.run("full");
    const told = await status(world, "--json");
    expect(told.code).toBe(0);
    const [{ quarantine }] = jsonLines(told.out) as unknown as [{ quarantine: Record<string, unknown>[] }];
    expect(quarantine).toEqual([
      {
        table: "name",
        number: 5,
        key: "N1",
        modtime: "20250301120000",
        code: "moneyworks.bad-xml",
        reason: expect.stringContaining("name"),
        since: expect.stringMatching(/^2026-03-10T/),
        lastTried: expect.stringMatching(/^2026-03-10T/),
        tries: 2,
      },
      expect.objectContaining({
        table: "product",
        number: added,
        key: null,
        code: "moneyworks.server-error",
        tries: 2,
      }),
    ]);
    const [first] = quarantine;
    expect(Date.parse(String(first?.lastTried)) - Date.parse(String(first?.since))).toBeGreaterThanOrEqual(3_600_000);
    expect(Date.parse(String(first?.since))).toBeGreaterThanOrEqual(Date.parse(since));
    const text = (await status(world)).out;
    expect(text).toContain("2 records cannot be read and are set aside");
    expect(text).toMatch(/name +5 +N1 +2026-03-10T/);
  });

  test("says nothing of it when every record can be read", async () => {
    await using world = await World.open({ data: crowd(), settings });
    await world.poll();
    expect((await status(world)).out).not.toContain("set aside");
    expect(jsonLines((await status(world, "--json")).out)[0]?.quarantine).toEqual([]);
  });
});

test("the log tells each record that is set aside once, and each that is released", async () => {
  await using world = await World.open({ data: crowd(), settings });
  world.simulator.controls.poison("name", 5, "error");
  world.simulator.controls.poison("name", 8, "error");
  await world.run("poll");
  await world.run("full");
  world.simulator.controls.clearFaults();
  await world.full();
  const told = world.log.entries.map(({ level, message }) => `${level} ${message.split(":")[0]}`);
  const about = told.filter((line) => /number [58] is set aside/.test(line));
  expect(about).toEqual([
    "error name number 5 is set aside",
    "error name number 8 is set aside",
    "info name number 5 is set aside no more",
    "info name number 8 is set aside no more",
  ]);
});

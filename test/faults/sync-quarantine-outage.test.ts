import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { tables, World, type WorldOptions } from "../support/world.ts";

const NAME = "name" as TableName;
const settings = { tables: tables("name", "product", "transaction"), chunk: 8, checkpoint: 10 };
const open = (options: WorldOptions = {}) => World.open({ data: crowd(), settings, ...options });
const setAside = (world: World, table = NAME) => world.staging.quarantined(table).map(({ seq }) => seq);

describe("nothing is set aside", () => {
  test("when the server answers nothing", async () => {
    await using world = await open();
    await world.poll();
    world.simulator.controls.fault({ command: "export", times: 0, effect: { kind: "status", status: 500 } });
    const { error } = await world.run("full");
    expect(error?.code).toBe("moneyworks.server-error");
    world.simulator.controls.clearFaults();
    world.simulator.controls.fault({ times: 0, effect: { kind: "reset", when: "before" } });
    expect((await world.run("full")).error).not.toBeNull();
    expect(world.staging.quarantined()).toEqual([]);
  });

  test("when an outage begins in the middle of the search", async () => {
    await using world = await open();
    await world.poll();
    for (let nth = 1; nth <= 24; nth++) {
      world.simulator.controls.poison("name", 32, "error");
      world.simulator.controls.fault({ nth, times: 0, effect: { kind: "status", status: 500 } });
      const { error } = await world.run("full", { tables: [NAME] });
      expect(error).not.toBeNull();
      expect({ nth, bad: setAside(world).filter((seq) => seq !== 32) }).toEqual({ nth, bad: [] });
      world.simulator.controls.clearFaults();
      await world.full();
      expectMirrored(world);
      expect(setAside(world)).toEqual([]);
    }
  }, 120_000);

  test("when no record of the table can be exported, though lists can", async () => {
    await using world = await open();
    await world.poll();
    for (const { seq } of world.simulator.rows("product")) world.simulator.controls.poison("product", seq, "error");
    const { error, summary } = await world.run("full");
    expect([error?.code, summary.outcome]).toEqual(["sync.unreadable", "partial"]);
    expect(world.staging.quarantined()).toEqual([]);
    expectMirrored(world);
  });

  test("where the server lists no numbers: the table fails and the error says where", async () => {
    await using world = await open({ server: { quirks: { customFormats: false } } });
    world.simulator.controls.poison("name", 32, "error");
    const { error, summary } = await world.run("poll");
    expect([error?.code, summary.outcome]).toEqual(["sync.unreadable", "partial"]);
    expect(error?.message).toContain("behind number 29");
    expect(world.staging.quarantined()).toEqual([]);
    expect(world.staging.liveCount(NAME)).toBe(10);
    world.simulator.controls.clearFaults();
    await world.poll();
    expectMirrored(world);
  });

  test("beyond twenty in one reading: the table fails, and the next run goes on", async () => {
    const many = {
      name: Array.from({ length: 60 }, (_, n) => ({
        seq: n + 1,
        modtime: "20250301120000",
        fields: { code: `C${n}` },
      })),
    };
    await using world = await World.open({ data: { tables: many }, settings: { ...settings, tables: [NAME] } });
    for (let seq = 11; seq <= 40; seq++) world.simulator.controls.poison("name", seq, "error");
    const { error } = await world.run("poll");
    expect(error?.code).toBe("sync.too-many-unreadable");
    expect(setAside(world)).toEqual([]);
    for (let seq = 20; seq <= 40; seq += 2) world.simulator.controls.heal("name", seq);
    await world.run("poll");
    expect(setAside(world)).toHaveLength(19);
  });
});

import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored, expectMirroredExcept } from "../support/expect-mirrored.ts";
import { tables, World, type WorldOptions } from "../support/world.ts";

const NAME = "name" as TableName;
const settings = { tables: tables("name", "product", "transaction"), chunk: 8, checkpoint: 10 };
const open = (options: WorldOptions = {}) => World.open({ data: crowd(), settings, ...options });
const code = (seq: number) => `name/N${(seq - 2) / 3}`;
const setAside = (world: World, table = NAME) => world.staging.quarantined(table).map(({ seq }) => seq);

describe("a sweep", () => {
  const SWEPT = "product" as TableName;

  test("tries a record that is set aside once more, and warns once", async () => {
    await using world = await open();
    world.simulator.controls.poison("name", 32, "error");
    await world.run("poll");
    world.log.entries.length = 0;
    await world.sync("sweep");
    expect(world.log.warnings().filter((text) => text.includes("set aside"))).toHaveLength(1);
    expect(world.staging.quarantined()).toMatchObject([{ seq: 32, tries: 2 }]);
    world.simulator.controls.heal("name", 32);
    await world.sync("sweep");
    expectMirrored(world);
    expect(world.staging.quarantined()).toEqual([]);
  });

  test("lists a table whose first record cannot be exported", async () => {
    await using world = await open();
    await world.poll();
    world.simulator.controls.poison("name", 2, "error");
    await world.run("full");
    world.records.remove("name", 8);
    await world.sync("sweep");
    expectMirrored(world);
  });

  test("tries it again when it has another stamp", async () => {
    await using world = await open();
    world.simulator.controls.poison("name", 32, "error");
    await world.run("poll");
    world.pass(60);
    world.records.edit("name", 32, { phone: "edited" });
    await world.sync("sweep");
    expect(world.staging.quarantined()).toMatchObject([{ seq: 32, tries: 2 }]);
    world.pass(60);
    world.simulator.controls.heal("name", 32);
    world.records.edit("name", 32, { phone: "readable again" });
    await world.sync("sweep");
    expectMirrored(world);
    expect(world.staging.quarantined()).toEqual([]);
  });

  test("releases one that is gone, with its file or without", async () => {
    await using world = await open();
    world.simulator.controls.poison("name", 32, "error");
    await world.run("poll");
    world.simulator.controls.poison("product", 5, "error");
    await world.run("full");
    expect(setAside(world, SWEPT)).toEqual([5]);
    world.records.remove("name", 32);
    world.records.remove("product", 5);
    await world.sync("sweep");
    expectMirrored(world);
    expect(world.staging.quarantined()).toEqual([]);
  });

  test("sets aside what it meets itself", async () => {
    await using world = await open();
    await world.poll();
    world.pass(60);
    for (const seq of [5, 8, 11]) world.records.edit("name", seq, { phone: "new" });
    world.simulator.controls.poison("name", 8, "error");
    const { error } = await world.run("sweep");
    expect(error?.code).toBe("sync.quarantined");
    expect(setAside(world)).toEqual([8]);
    expectMirroredExcept(world, [code(8)]);
  });
});

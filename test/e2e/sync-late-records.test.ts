import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { busyWorld } from "../support/busy-world.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { missingEdits } from "../support/missing-edits.ts";
import type { World } from "../support/world.ts";

const NAME = "name" as TableName;

describe("records that appear long after their stamps", () => {
  /** All records are three days old but one, which has just moved the marker. */
  async function restingWorld(): Promise<World> {
    const world = await busyWorld();
    world.pass(3 * 86_400);
    world.records.edit("name", 20, { phone: "moves the marker" });
    await world.poll();
    return world;
  }

  /** Saved now, stamped so many seconds before the table's marker. */
  function saveLate(world: World, seq: number, seconds: number): void {
    const marker = world.staging.markers().find(({ table }) => table === NAME)?.marker ?? "";
    world.records.edit("name", seq, { phone: `${seconds} s late` });
    world.records.touch("name", seq, stampBefore(marker, seconds));
  }

  test("teach polls to look as far back, for a week after the last one", async () => {
    await using world = await restingWorld();
    saveLate(world, 2, 600);
    await world.poll();
    expect(missingEdits(world)).not.toEqual([]);
    await world.full();
    expectMirrored(world);
    expect(world.staging.lateStamp(0)).toBe(600);
    saveLate(world, 5, 599);
    await world.poll();
    expectMirrored(world);
    world.pass(8 * 86_400);
    world.records.edit("name", 23, { phone: "moves the marker" });
    await world.poll();
    saveLate(world, 8, 599);
    await world.poll();
    expect(missingEdits(world)).not.toEqual([]);
    await world.full();
    expectMirrored(world);
  }, 30_000);

  test("later than a day are told and teach nothing", async () => {
    await using world = await restingWorld();
    saveLate(world, 2, 2 * 86_400);
    await world.full();
    expectMirrored(world);
    expect(world.staging.lateStamp(0)).toBe(0);
    const [told] = world.log.entries.filter(({ message }) => message.startsWith("Records appeared more than a day"));
    expect(told).toMatchObject({ level: "warn", fields: { table: "name", records: 1 } });
  });

  test("are not what a clock that went back explains, nor what was put back, nor what git alone knew", async () => {
    await using world = await busyWorld();
    world.simulator.controls.clock.step(-3600);
    world.records.edit("name", 2, { phone: "after the step" });
    world.pass(5);
    await world.full();
    world.pass(4000);
    world.records.bulkStamp("name");
    await world.poll();
    world.records.touch("name", 2, stampBefore(world.simulator.rows("name")[0]?.modtime ?? "", 900));
    await world.full();
    world.loseStaging();
    await world.poll();
    expectMirrored(world);
    expect(world.staging.lateStamp(0)).toBe(0);
  });
});

function stampBefore(modtime: string, seconds: number): string {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..)(..)(..)(..)$/.exec(modtime) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - seconds * 1000;
  return new Date(at).toISOString().slice(0, 19).replace(/[-T:]/g, "");
}

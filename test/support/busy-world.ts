import { crowd } from "./document-changes.ts";
import { tables, World, type WorldOptions } from "./world.ts";

export const busySettings = { tables: tables("name", "product", "transaction"), chunk: 7 };

/** A mirror whose markers are as recent as a busy company's. */
export async function busyWorld(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await World.open({ data: crowd(), ...options, settings: { ...busySettings, ...options.settings } });
  await world.poll();
  world.pass(600);
  for (const table of ["name", "product", "transaction", "detail"]) world.records.bulkStamp(table);
  world.pass(1);
  await world.poll();
  world.pass(1);
  return world;
}

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { takeBackUpgrade } from "../../src/app/upgrade/upgrade.ts";
import { SCHEMA } from "../support/releases.ts";
import { until } from "../support/until.ts";
import { Upgrading, Versions } from "../support/upgrade-world.ts";
import { presenceOf } from "../support/upgrading.ts";

setDefaultTimeout(120_000);

let versions: Versions;
beforeAll(async () => {
  versions = await Versions.make();
});
afterAll(() => versions[Symbol.asyncDispose]());

const refused = (code: string, message = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

function schemaOf(data: string): number {
  using database = new Database(join(data, "staging.sqlite"), { readwrite: true });
  return Number(database.query("PRAGMA user_version").values()[0]?.[0]);
}

/** What an upgrade under way leaves, besides what is kept for going back. */
function openFiles(world: Upgrading): string[] {
  const marks = world.names.map((name) => join(world.data(name), "upgrade.json"));
  const workshop = join(world.path, "bin/.tidemark-upgrade");
  return [...marks, join(workshop, "journal.json"), join(workshop, "next")].filter((path) => existsSync(path));
}

/** A change in MoneyWorks reaches the remote. */
async function expectMirroring(world: Upgrading, name = "acme"): Promise<void> {
  const before = world.commits(name);
  await versions.simulator.control("random-edit");
  await until("a poll has committed the edit", () => world.commits(name) > before);
}

describe("a good version", () => {
  test("takes over program and data, and goes on without having been started again", async () => {
    await using world = await Upgrading.running(versions);
    const { directory } = world.release();
    const parts = world.parts();
    const told = await world.upgrade(directory, { tell: parts.tell });
    expect(told).toMatchObject({
      outcome: "upgraded",
      from: versions.oldId.version,
      to: "0.2.0",
      migrates: [SCHEMA, SCHEMA + 1],
    });
    const pid = world.services.pid("acme");
    await until("it goes by its schedule", () => presenceOf(world.path, "acme").trial === null);
    expect(await world.state()).toEqual({ installed: "0.2.0", runs: ["0.2.0"] });
    expect([schemaOf(world.data("acme")), openFiles(world)]).toEqual([SCHEMA + 1, []]);
    await expectMirroring(world);
    expect(world.services.pid("acme")).toBe(pid);
    expect(parts.events.map(({ type }) => type)).toEqual([
      ...["verified", "stopped", "snapshot", "swapped", "started", "confirmed"],
    ] as never);
  });
});

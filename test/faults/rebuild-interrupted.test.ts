import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { dataDirectory } from "../../src/app/data-directory.ts";
import { clearRebuild } from "../../src/app/rebuild-files.ts";
import { rebuildStaging } from "../../src/app/rebuild-staging.ts";
import type { Files } from "../../src/domain/ports/files.ts";
import { openRemote } from "../../src/exporter/remote/open-remote.ts";
import { createFiles } from "../../src/platform/files.ts";
import { openStaging } from "../../src/staging/staging.ts";
import { Crash, CrashPoint, withSteps } from "../support/failing-files.ts";
import { Place } from "../support/place.ts";
import { changeLog } from "../support/rebuilding.ts";
import { noSignal, remotePorts } from "../support/remote-ports.ts";
import { packsOf, verifyWorld } from "../support/verifying.ts";
import type { World } from "../support/world.ts";

setDefaultTimeout(120_000);

/** Everything that changes a directory. */
const STEPS = ["create", "rename", "remove", "link", "makePrivate", "syncDirectory", "makeDirectory"] as const;

async function withHistory(): Promise<Place> {
  const place = await Place.open("directory");
  const { world } = place;
  await world.poll();
  for (const phone of ["1", "2", "3"]) {
    world.pass(120);
    world.records.edit("name", 2, { phone });
    await world.poll();
  }
  return place;
}

/** A rebuild that dies before step `at`; returns whether it did. */
async function dying(world: World, at: number): Promise<boolean> {
  const point = new CrashPoint();
  point.reset(at);
  const files: Files = withSteps(createFiles(), STEPS, point);
  const ports = { ...remotePorts(), files };
  const target = { kind: "directory", path: world.remotePath, branch: "main" } as const;
  const remote = openRemote({ target, token: null, auth: "basic", version: "test" }, ports);
  const directory = dataDirectory(dirname(world.repository));
  try {
    await rebuildStaging({ remote, target, name: "the remote", directory }, ports, noSignal());
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}

/** Every step of a rebuild in turn is the last one; `check` looks at what the next start finds. */
async function everyStep(place: Place, check: (at: number) => Promise<void>): Promise<number> {
  const { world } = place;
  world.close();
  const data = dirname(world.repository);
  const good = join(world.path, "good");
  cpSync(data, good, { recursive: true });
  for (let at = 1; ; at++) {
    const died = await dying(world, at);
    clearRebuild(dataDirectory(data), createFiles());
    await check(at);
    world.close();
    if (!died) return at - 1;
    rmSync(data, { recursive: true });
    cpSync(good, data, { recursive: true });
  }
}

function leftovers(world: World): string[] {
  return readdirSync(dirname(world.repository)).filter((name) => /\.rebuild\./.test(name));
}

describe("a rebuild that dies", () => {
  test("at any step leaves the old staging file or the new one, whole, and nothing beside it after the next start", async () => {
    await using place = await withHistory();
    const { world } = place;
    const before = changeLog(world);
    const steps = await everyStep(place, async () => {
      expect(existsSync(world.stagingFile)).toBe(true);
      expect(leftovers(world)).toEqual([]);
      const { code, findings } = await verifyWorld(world, "--no-remote");
      expect([code, findings]).toEqual([0, []]);
      expect(changeLog(world)).toEqual(before);
      expect(await world.poll()).toMatchObject({ outcome: "ok" });
    });
    expect(steps).toBeGreaterThan(8);
  });

  test("while it replaces a damaged repository can be started again and goes through", async () => {
    await using place = await withHistory();
    const { world } = place;
    const before = changeLog(world);
    world.close();
    for (const pack of packsOf(world.repository)) rmSync(pack);
    const steps = await everyStep(place, async () => {
      openStaging({ path: world.stagingFile }).close();
      expect(await dying(world, Number.POSITIVE_INFINITY)).toBe(false);
      expect(leftovers(world)).toEqual([]);
      expect(changeLog(world)).toEqual(before);
      const { code, findings } = await verifyWorld(world);
      expect([code, findings]).toEqual([0, []]);
    });
    expect(steps).toBeGreaterThan(20);
  });
});

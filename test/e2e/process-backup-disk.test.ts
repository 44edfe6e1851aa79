import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fsck, Installation } from "../support/installation.ts";
import { doneHere, runHere } from "../support/run-here.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { canMount, SmallDisk } from "../support/small-disk.ts";
import { treeHashes } from "../support/tree-hashes.ts";

setDefaultTimeout(60_000);

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 300 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

describe.skipIf(!canMount())("on a disk that is full", () => {
  test("a backup leaves nothing behind, whatever it was that did not fit", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    const copy = Math.ceil(statSync(join(place.data, "staging.sqlite")).size / 1024);
    for (const kibibytes of [4, copy >> 1, copy + 40, copy + 160]) {
      using disk = new SmallDisk(kibibytes);
      const { code, err } = await runHere(place, ["backup", join(disk.path, "b.tar.zst")]);
      expect([kibibytes, code, err]).toEqual([kibibytes, 1, expect.stringContaining("backup.disk-full")]);
      expect([kibibytes, readdirSync(disk.path)]).toEqual([kibibytes, []]);
    }
    using disk = new SmallDisk(copy + 2000);
    await doneHere(place, "backup", join(disk.path, "b.tar.zst"));
  });

  test("a restore leaves the data as it was", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    mkdirSync(place.data);
    using disk = new SmallDisk(16_384, place.data);
    await doneHere(place, "sync");
    const file = join(place.path, "b.tar.zst");
    await doneHere(place, "backup", file);
    const before = treeHashes(place.repository);
    const staging = readFileSync(join(place.data, "staging.sqlite"));
    const used = Number(Bun.spawnSync(["du", "-sk", place.data]).stdout.toString().split("\t")[0]);
    for (const spare of [16, 300, 760]) {
      disk.resize(used + spare);
      const { code, err } = await runHere(place, ["restore", file, "--yes"]);
      expect([spare, code, err]).toEqual([spare, 1, expect.stringContaining("data.disk-full")]);
      expect(readdirSync(place.data).sort()).toEqual(["lock.sqlite", "repository.git", "staging.sqlite"]);
      expect([treeHashes(place.repository), readFileSync(join(place.data, "staging.sqlite")).equals(staging)]).toEqual([
        before,
        true,
      ]);
    }
    disk.resize(16_384);
    await doneHere(place, "restore", file, "--yes", "--discard-old");
    await doneHere(place, "sync");
    expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
  });
});

import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Installation } from "../support/installation.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

/** An account that every system has, and that no test runs as. */
const NOBODY = 65534;
/** Only root can become somebody else; where tests run as another account there is nothing to see. */
const describeAsRoot = process.geteuid?.() === 0 ? describe : describe.skip;

function owners(directory: string): readonly number[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return [...new Set(entries.map((entry) => statSync(join(entry.parentPath, entry.name)).uid))];
}

describeAsRoot("root on a data directory of another account", () => {
  test("writes as that account, so that the service can go on", async () => {
    await using simulator = await SimulatorProcess.start();
    using place = new Installation({ moneyworks: simulator.url });
    chmodSync(place.path, 0o755);
    for (const path of [place.data, place.remote]) {
      mkdirSync(path);
      chownSync(path, NOBODY, NOBODY);
    }
    await place.sync();
    const done = await place.run(["rebuild", "--yes"]);
    expect([done.err, done.code]).toEqual([expect.not.stringContaining("tidemark:"), 0]);
    expect(owners(place.data)).toEqual([NOBODY]);
    expect(owners(place.remote)).toEqual([NOBODY]);
  });

  test("stays root on its own", async () => {
    await using simulator = await SimulatorProcess.start();
    using place = new Installation({ moneyworks: simulator.url });
    await place.sync();
    expect(owners(place.data)).toEqual([0]);
  });
});

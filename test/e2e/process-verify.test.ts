import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { git } from "../support/git-command.ts";
import { Installation } from "../support/installation.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { treeHashes } from "../support/tree-hashes.ts";

setDefaultTimeout(120_000);

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 300 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

/** What a look found, as text; empty when all is well. */
async function complaints(place: Installation, ...args: string[]): Promise<string> {
  const { code, out, err } = await place.run(["verify", "--json", ...args]);
  const findings = jsonLines(out).filter(({ type }) => type === "finding" || type === "error");
  return code === 0 && findings.length === 0 ? "" : `exit ${code}: ${JSON.stringify(findings)} ${err}`;
}

test("a service that commits, pushes and is repacked meanwhile is verified as clean as one that stands still", async () => {
  using place = new Installation({ moneyworks: simulator.url });
  await place.sync();
  await using service = place.start(["run", "--poll", "1s"]);
  await service.errorLine(/service started/);
  for (let round = 0; round < 6; round++) {
    await simulator.control("random-edit");
    const look = complaints(place);
    await simulator.control("random-edit");
    for (const repository of [place.repository, place.remote]) if (round % 2 === 1) git(repository, ["gc", "-q"]);
    expect(await look).toBe("");
  }
  expect(Number(git(place.repository, ["rev-list", "--count", "main"]))).toBeGreaterThan(2);
});

test("nothing is touched in a data directory whose service was killed", async () => {
  using place = new Installation({ moneyworks: simulator.url });
  await place.sync();
  const service = place.start(["run", "--poll", "1s"]);
  await service.errorLine(/service started/);
  await simulator.control("random-edit");
  await service.errorLine(/committed/);
  service.kill("SIGKILL");
  await service.finished;
  const before = treeHashes(place.data, place.remote);
  await complaints(place);
  expect(treeHashes(place.data, place.remote)).toEqual(before);
  await place.sync();
  expect(await complaints(place, "--moneyworks")).toBe("");
});

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, renameSync, rmSync } from "node:fs";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { jsonLines, type Program } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(120_000);

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 120 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

const install = () =>
  new Installation({ moneyworks: simulator.url, env: { TIDEMARK_POLL: "1s", TIDEMARK_LOG_FORMAT: "json" } });

/** The service says what is missing, and what to do. */
async function expectTold(service: Program, place: Installation): Promise<void> {
  const [told] = jsonLines(await service.errorLine(/"code":"mirror\.gone"/));
  expect(told).toMatchObject({ level: "error", hint: expect.stringMatching(/Put the data directory .* back/) });
  expect(String(told?.message)).toContain(place.repository);
}

async function expectTrue(place: Installation, before: readonly string[]): Promise<void> {
  await place.sync();
  expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
  expect(commitsOn(place.remote).slice(0, before.length)).toEqual([...before]);
  expect(commitsOn(place.remote)).toEqual(commitsOn(place.repository));
  using fresh = new Installation({ moneyworks: simulator.url });
  await fresh.sync();
  expect(tableTrees(place.remote)).toBe(tableTrees(fresh.remote));
}

describe("a data directory that vanishes while the service runs", () => {
  test("and comes back is used again as if nothing had been", async () => {
    using place = install();
    await using service = place.start(["run"]);
    await service.errorLine(/full ok/);
    const before = commitsOn(place.remote);
    renameSync(place.data, `${place.data}.away`);
    await simulator.control("random-edit");
    await expectTold(service, place);
    expect(commitsOn(place.remote)).toEqual(before);
    renameSync(`${place.data}.away`, place.data);
    await service.errorLine(/poll ok.*"changed":[1-9]|"message":"committed"(?=.*"records":[1-9]\b)/);
    service.kill("SIGTERM");
    expect((await service.finished).code).toBe(0);
    await expectTrue(place, before);
  });

  test("for good costs the next start a full read, and no commit that was pushed", async () => {
    using place = install();
    await using service = place.start(["run"]);
    await service.errorLine(/full ok/);
    const before = commitsOn(place.remote);
    rmSync(place.data, { recursive: true });
    await simulator.control("random-edit");
    await expectTold(service, place);
    service.kill("SIGTERM");
    await service.finished;
    expect(commitsOn(place.remote)).toEqual(before);
    await expectTrue(place, before);
  });

  test("and another one takes its place ends the service, which writes to neither, whoever else is to be told", async () => {
    using place = install();
    await using service = place.start(["run"], { TIDEMARK_NOTIFY_WEBHOOK: "http://127.0.0.1:9/nobody" });
    await service.errorLine(/full ok/);
    const before = commitsOn(place.remote);
    renameSync(place.data, `${place.data}.away`);
    cpSync(`${place.data}.away`, place.data, { recursive: true });
    const { code } = await service.finished;
    expect(code).toBe(1);
    await service.errorLine(/data\.replaced/);
    expect(commitsOn(place.remote)).toEqual(before);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { rmSync } from "node:fs";
import { fsck, Installation } from "../support/installation.ts";
import { treeOf } from "../support/mirror-files.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(60_000);

const SLOW_PAGES = { kind: "slow", ms: 15, command: "export", times: 0 };
let simulator: SimulatorProcess;
let place: Installation;
let wholeTree: string;

beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 800, args: ["--freeze"] });
  place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_CHECKPOINT: "100", TIDEMARK_POLL: "1h" } });
  await place.sync();
  wholeTree = treeOf(place.repository);
});
beforeEach(() => simulator.control("clear-faults"));
afterAll(async () => {
  place[Symbol.dispose]();
  await simulator[Symbol.asyncDispose]();
});

function startOver(): void {
  for (const path of [place.data, place.remote]) rmSync(path, { recursive: true });
}

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  test("ends sync with 130 and a summary, and the next sync goes on where it stopped", async () => {
    startOver();
    await simulator.control("fault", SLOW_PAGES);
    await using program = place.start(["sync", "--json"]);
    await program.line(/"step":"push"/);
    program.kill(signal);
    const { code, out, err } = await program.finished;
    expect(code).toBe(130);
    expect(jsonLines(out).at(-1)).toMatchObject({
      type: "summary",
      outcome: "cancelled",
      pushed: true,
      error: { code: "run.cancelled" },
    });
    expect(err).toContain("Nothing that was committed is lost");
    expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);

    await simulator.control("clear-faults");
    const summaries = jsonLines((await place.sync("--json")).out).filter(({ type }) => type === "summary");
    // The first read's, which a sweep may follow.
    const read = summaries[0]?.tables as { read: number }[];
    expect(read.reduce((sum, table) => sum + table.read, 0)).toBeLessThan(800);
    expect([place.repository, place.remote].map((path) => treeOf(path))).toEqual([wholeTree, wholeTree]);
  });

  test("ends run with 0 between two polls", async () => {
    await using program = place.start(["run"]);
    await program.errorLine(/poll ok/);
    program.kill(signal);
    const { code, err } = await program.finished;
    expect([code, err.trim().split("\n").at(-1)]).toEqual([0, expect.stringContaining("service stopped")]);
  });

  test("ends run with 0 in the middle of a poll", async () => {
    startOver();
    await simulator.control("fault", SLOW_PAGES);
    await using program = place.start(["run"]);
    await program.errorLine(/"committed"/);
    program.kill(signal);
    const { code, err } = await program.finished;
    expect([code, err]).toEqual([0, expect.stringContaining("full cancelled")]);
    await simulator.control("clear-faults");
    await place.sync();
    expect(treeOf(place.remote)).toBe(wholeTree);
  });
});

test("a signal ends sync though MoneyWorks answers nothing any more", async () => {
  await simulator.control("clear-requests");
  await simulator.control("fault", { kind: "hang", nth: 5, times: 0 });
  await using program = place.start(["sync", "--json"]);
  await requests(5);
  program.kill("SIGINT");
  const { code, out } = await program.finished;
  expect([code, jsonLines(out).at(-1)]).toMatchObject([130, { type: "summary", outcome: "cancelled" }]);
  await simulator.control("clear-faults");
  await place.sync();
});

/** Waits until the server was asked so often. */
async function requests(count: number): Promise<void> {
  const asked = async () => ((await simulator.control("requests")) as unknown[]).length;
  while ((await asked()) < count) await Bun.sleep(10);
}

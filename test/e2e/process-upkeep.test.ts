import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { fsck, Installation } from "../support/installation.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

const YEARS_MS = 3 * 365 * 86_400_000;
let simulator: SimulatorProcess;

beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 200 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

/** Everything in the file happened three years earlier. */
function age(place: Installation): void {
  const staging = new Database(join(place.data, "staging.sqlite"));
  staging.run(`UPDATE run SET started_at = started_at - ${YEARS_MS}, ended_at = ended_at - ${YEARS_MS}`);
  for (const table of ["change", "batch", "clock_sample"]) staging.run(`UPDATE ${table} SET at = at - ${YEARS_MS}`);
  staging.run("DELETE FROM setting WHERE name = 'upkeep'");
  staging.close();
}

const linesOf = async (place: Installation) => jsonLines((await place.run(["log", "--json", "--limit", "1000"])).out);

test("a sync forgets what is older than is to be kept, and goes on as ever", async () => {
  using place = new Installation({
    moneyworks: simulator.url,
    env: { TIDEMARK_TABLES: "name,product", TIDEMARK_LOG_FORMAT: "json" },
  });
  await place.sync();
  const before = await linesOf(place);
  expect(before.length).toBeGreaterThan(20);
  age(place);
  await place.run(["sync"], { TIDEMARK_KEEP_CHANGES: "forever", TIDEMARK_KEEP_RUNS: "forever" });
  expect((await linesOf(place)).length).toBe(before.length);
  age(place);
  const forgetting = await place.sync();
  const told = jsonLines(forgetting.err).find(({ message }) => message === "old rows removed");
  expect(told).toMatchObject({ changes: before.length - 1 });
  expect((await linesOf(place)).length).toBe(1);
  await simulator.control("random-edit");
  await place.sync();
  expect([(await place.run(["verify"])).code, (await place.run(["status"])).code, fsck(place.repository)]).toEqual([
    0,
    0,
    "",
  ]);
  // Git has what was forgotten.
  expect((await place.run(["rebuild", "--yes"])).code).toBe(0);
  expect((await linesOf(place)).length).toBeGreaterThanOrEqual(before.length);
});

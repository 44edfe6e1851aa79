import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { rename } from "node:fs/promises";
import { git } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(60_000);

const TOKEN = "run-token";
const POLL = { TIDEMARK_POLL: "1s" };
let root: TemporaryDirectory;
let server: GitServer;

beforeAll(() => {
  root = new TemporaryDirectory();
  server = new GitServer({ root: root.path, token: TOKEN });
});
afterAll(() => {
  server[Symbol.dispose]();
  root[Symbol.dispose]();
});

/** Waits until main there holds what the document holds, as a fresh mirror has it. */
async function arrived(repository: string, simulator: SimulatorProcess): Promise<void> {
  using fresh = new Installation({ moneyworks: simulator.url });
  await fresh.sync();
  const wanted = tableTrees(fresh.remote);
  while (tableTrees(repository) !== wanted) await Bun.sleep(50);
}

test("the service carries edits over, through an end and a new start of MoneyWorks and of the git service", async () => {
  const repository = server.create("acme.git");
  let simulator = await SimulatorProcess.start({ records: 120 });
  const { port } = simulator;
  using place = new Installation({
    moneyworks: simulator.url,
    remote: server.url("acme.git"),
    token: TOKEN,
    env: { ...POLL, TIDEMARK_LOG_FORMAT: "json" },
  });
  await using service = place.start(["run"]);
  await service.errorLine(/full ok/);

  for (const phone of ["09 555 0101", "09 555 0102"]) {
    await editSomeName(place, simulator, phone);
    await arrived(repository, simulator);
  }
  expect(git(repository, ["log", "-1", "--format=%s"])).toBe("poll: name 1 changed");

  const snapshot = await simulator.control("snapshot");
  await simulator.stop();
  await service.errorLine(/"code":"moneyworks\.unreachable"/);
  simulator = await SimulatorProcess.start({ records: 120, port });
  await simulator.control("restore", { snapshot });
  await editSomeName(place, simulator, "09 555 0103");
  await arrived(repository, simulator);

  await rename(repository, `${repository}.away`);
  await editSomeName(place, simulator, "09 555 0104");
  await service.errorLine(/"code":"remote\.not-found"/);
  await rename(`${repository}.away`, repository);
  await arrived(repository, simulator);

  service.kill("SIGTERM");
  const { code, out, err } = await service.finished;
  expect([code, out]).toEqual([0, ""]);
  expect(jsonLines(err).at(-1)).toMatchObject({ level: "info", message: "service stopped" });
  expect([fsck(repository), fsck(place.repository)]).toEqual(["", ""]);
  expect(commitsOn(repository)).toEqual(commitsOn(place.repository));
  await place.sync();
  expect((await place.run(["status"])).out).toContain("in step");
  await simulator.stop();
});

/** Edits the record that the log names first, as `tidemark log` shows it. */
async function editSomeName(place: Installation, simulator: SimulatorProcess, phone: string): Promise<void> {
  const [{ key } = {}] = jsonLines((await place.run(["log", "--json", "--table", "name", "--limit", "1"])).out);
  await simulator.control("edit", { table: "name", key, fields: { phone } });
}

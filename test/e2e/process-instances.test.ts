import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expectRefused } from "../support/expect-refused.ts";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn, history } from "../support/mirror-files.ts";
import { jsonLines, type Program } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(120_000);

const TOKEN = "git-token";
/** Longer than any wait for a lock: SQLite's busy timeout on staging is 5 s. */
const STOPPED_MS = 6500;
const SLOW_PAGES = { kind: "slow", ms: 40, command: "export", times: 0 };

let root: TemporaryDirectory;
let server: GitServer;
let simulator: SimulatorProcess;
let whole: string;
/** Called before git sees a request. */
let onRequest: (request: Request) => void = () => {};

beforeAll(async () => {
  root = new TemporaryDirectory();
  server = new GitServer({
    root: root.path,
    token: TOKEN,
    intercept: (request) => {
      onRequest(request);
      return null;
    },
  });
  simulator = await SimulatorProcess.start({ records: 300, args: ["--freeze"] });
  using fresh = new Installation({ moneyworks: simulator.url });
  await fresh.sync();
  whole = tableTrees(fresh.remote);
});
beforeEach(async () => {
  onRequest = () => {};
  await simulator.control("clear-faults");
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  server[Symbol.dispose]();
  root[Symbol.dispose]();
});

/** Every file below with what it holds. The shared memory of SQLite is no content: readers note themselves there. */
function contentOf(directory: string): Record<string, string> {
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((path) => !path.endsWith("-shm"));
  const files = paths.map((path) => join(directory, path)).filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.map((path) => [path, createHash("sha1").update(readFileSync(path)).digest("hex")]));
}

/** The holder as another process is told of it. */
const heldBy = (program: Program) => new RegExp(`process ${program.pid} on .* holds it`);

/** Both repositories hold the document, and no record came twice. */
function expectWhole(place: Installation, remote: string): void {
  expect([fsck(place.repository), fsck(remote)]).toEqual(["", ""]);
  expect(commitsOn(remote)).toEqual(commitsOn(place.repository));
  expect(tableTrees(remote)).toBe(whole);
  const added = history(remote).flatMap(({ files }) => files.filter(({ status }) => status === "A"));
  expect(new Set(added.map(({ path }) => path)).size).toBe(added.length);
}

describe("a process that is stopped for longer than any lock waits", () => {
  /** While it sleeps nobody else gets in; when it wakes it finishes. */
  async function sleepsThrough(place: Installation, program: Program, remote: string): Promise<void> {
    const before = contentOf(place.data);
    for (const words of [["sync"], ["sync", "--full"], ["run"]]) {
      expectRefused(await place.run(words), { code: "data.locked", exit: 5, names: heldBy(program) });
    }
    expect((await place.run(["status"])).code).toBe(0);
    expect(contentOf(place.data)).toEqual(before);
    await Bun.sleep(STOPPED_MS);
    program.kill("SIGCONT");
    const { code, err } = await program.finished;
    expect({ code, err }).toEqual({ code: 0, err });
    expectWhole(place, remote);
  }

  test("in the middle of a first read keeps its data directory, and finishes when it goes on", async () => {
    using place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_CHECKPOINT: "100" } });
    await simulator.control("fault", SLOW_PAGES);
    await using program = place.start(["sync", "--json"]);
    await program.line(/"step":"push"/);
    program.kill("SIGSTOP");
    await sleepsThrough(place, program, place.remote);
  });

  test("in the middle of a push keeps its data directory, and finishes when it goes on", async () => {
    const remote = server.create("stopped.git");
    const url = server.url("stopped.git");
    using place = new Installation({ moneyworks: simulator.url, remote: url, token: TOKEN });
    await using program = place.start(["sync"]);
    await new Promise<void>((resolve) => {
      onRequest = ({ method }) => {
        if (method !== "POST") return;
        program.kill("SIGSTOP");
        resolve();
      };
    });
    onRequest = () => {};
    await sleepsThrough(place, program, remote);
  });
});

describe("two processes started at once", () => {
  test("never both work: ten times one of them does, and the other one names it", async () => {
    await simulator.control("fault", SLOW_PAGES);
    for (let round = 0; round < 10; round++) {
      using place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_TABLES: "name,product" } });
      await using one = place.start(["sync", "--json"]);
      await using two = place.start(["sync", "--json"]);
      const ended = [await one.finished, await two.finished];
      expect(ended.map(({ code }) => code).sort()).toEqual([0, 5]);
      const [winner, loser] = ended[0]?.code === 0 ? [one, two] : [two, one];
      expectRefused(await loser.finished, { code: "data.locked", exit: 5, names: heldBy(winner) });
      expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
      const { commit } = jsonLines((await winner.finished).out).at(-1) ?? {};
      expect(commitsOn(place.remote)).toEqual([String(commit)]);
    }
  });

  test("on a data directory that is mirrored already end the same way", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await place.sync();
    await simulator.control("fault", { ...SLOW_PAGES, ms: 15 });
    for (let round = 0; round < 4; round++) {
      await using one = place.start(["sync"]);
      await using two = place.start(["sync", "--full"]);
      const codes = [(await one.finished).code, (await two.finished).code];
      expect(codes.sort()).toEqual([0, 5]);
    }
    expectWhole(place, place.remote);
  });
});

test("a sync beside the service is refused, between its polls too, and the service does not notice", async () => {
  using place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_POLL: "1h" } });
  await using service = place.start(["run"]);
  await service.errorLine(/full ok/);
  for (const words of [["sync"], ["sync", "--full"], ["run"]]) {
    expectRefused(await place.run(words), { code: "data.locked", exit: 5, names: heldBy(service) });
  }
  for (const words of [["status"], ["log"]]) expect((await place.run(words)).code).toBe(0);
  service.kill("SIGTERM");
  const { code, err } = await service.finished;
  expect([code, err.includes('"level":"error"')]).toEqual([0, false]);
  await place.sync();
  expectWhole(place, place.remote);
});

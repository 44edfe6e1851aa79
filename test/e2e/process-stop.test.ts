import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { type Finished, jsonLines, Program } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool, tracing } from "../support/tools.ts";

setDefaultTimeout(120_000);

/** How long a process may take to end before the test gives up on it: twice what is promised. */
const WATCHDOG_MS = 10_000;
const TOKEN = "git-token";

let root: TemporaryDirectory;
let server: GitServer;
let simulator: SimulatorProcess;
let whole: string;
/** What the git service does with a request before it answers. */
let hold: (request: Request) => Promise<void> | null = () => null;

beforeAll(async () => {
  root = new TemporaryDirectory();
  server = new GitServer({
    root: root.path,
    token: TOKEN,
    intercept: (request) => {
      const held = hold(request);
      return held === null ? null : held.then(() => new Response(null, { status: 503 }));
    },
  });
  simulator = await SimulatorProcess.start({ records: 300, args: ["--freeze"] });
  using fresh = new Installation({ moneyworks: simulator.url });
  await fresh.sync();
  whole = tableTrees(fresh.remote);
});
beforeEach(async () => {
  hold = () => null;
  await simulator.control("clear-faults");
  await simulator.control("clear-requests");
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  server[Symbol.dispose]();
  root[Symbol.dispose]();
});

/** Sends SIGTERM and waits for the end. @throws when it does not come */
async function stopped(program: Program): Promise<Finished> {
  program.kill("SIGTERM");
  return Promise.race([
    program.finished,
    Bun.sleep(WATCHDOG_MS).then(() => Promise.reject(new Error("it did not end"))),
  ]);
}

interface Way {
  readonly command: string;
  readonly code: number;
}
const WAYS: readonly Way[] = [
  { command: "sync", code: 130 },
  { command: "run", code: 0 },
];

/** It ended as it is documented: a cancelled run told in one line, no error, and nothing half done on disk. */
function expectStopped({ code, signal, err }: Finished, place: Installation, way: Way): void {
  expect({ code, signal, err }).toEqual({ code: way.code, signal: null, err });
  expect(err).toMatch(way.command === "run" ? /service stopped/ : /run\.cancelled/);
  expect(fsck(place.repository)).toBe("");
}

async function expectGoesOn(place: Installation, remote: string): Promise<void> {
  await place.sync();
  expect([fsck(place.repository), fsck(remote)]).toEqual(["", ""]);
  expect(commitsOn(remote)).toEqual(commitsOn(place.repository));
  expect(tableTrees(remote)).toBe(whole);
}

describe.each(WAYS)("SIGTERM ends $command with $code", (way) => {
  test("while the remote keeps it waiting for the answer to a push", async () => {
    const remote = server.create(`slow-${way.command}.git`);
    const url = server.url(`slow-${way.command}.git`);
    using place = new Installation({ moneyworks: simulator.url, remote: url, token: TOKEN });
    const release = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    hold = ({ method }) => {
      if (method !== "POST") return null;
      asked.resolve();
      return release.promise;
    };
    await using program = place.start([way.command]);
    await asked.promise;
    expectStopped(await stopped(program), place, way);
    release.resolve();
    hold = () => null;
    expect(commitsOn(place.repository).length).toBeGreaterThan(0);
    await expectGoesOn(place, remote);
  });

  test("while it waits to ask a remote again that is out of order", async () => {
    const remote = server.create(`busy-${way.command}.git`);
    const url = server.url(`busy-${way.command}.git`);
    using place = new Installation({ moneyworks: simulator.url, remote: url, token: TOKEN });
    hold = () => Promise.resolve();
    await using program = place.start([way.command]);
    await program.errorLine(/trying again/);
    expectStopped(await stopped(program), place, way);
    hold = () => null;
    await expectGoesOn(place, remote);
  });

  test("while MoneyWorks answers nothing, in a first read", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await simulator.control("fault", { kind: "hang", command: "export", table: "transaction", times: 0 });
    await using program = place.start([way.command]);
    await asked(/table=transaction/);
    expectStopped(await stopped(program), place, way);
    await simulator.control("clear-faults");
    await expectGoesOn(place, place.remote);
  });

  test("while it waits to ask a MoneyWorks again that has no login left", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await simulator.control("fault", { kind: "users-limit", times: 0 });
    await using program = place.start([way.command]);
    await program.errorLine(/"level":"warn"/);
    expectStopped(await stopped(program), place, way);
    await simulator.control("clear-faults");
    await expectGoesOn(place, place.remote);
  });
});

/** Steps of a commit and of a push into a directory, by the file that is synced when the signal comes. */
const MOMENTS = [
  "data/repository.git/tidemark/tmp/commit.pack",
  "data/repository.git/objects/pack",
  "data/repository.git/refs/heads/main.lock",
  "data/repository.git/refs/heads",
  "mirror.git/objects/pack",
  "mirror.git/refs/heads/main.lock",
  "mirror.git/refs/heads",
];

describeWithTool(tracing(), "a commit and its push", () => {
  /** A first read that gets the signal when a commit or push syncs that path. Opening a repository has synced its directories before. */
  async function signalled(place: Installation, signal: "SIGTERM" | "SIGKILL", path: string): Promise<Finished> {
    const inject = [
      "-e",
      "trace=fsync",
      "-e",
      `inject=fsync:signal=${signal}:when=${path.startsWith("data/") && !/\.(pack|lock)$/.test(path) ? 2 : 1}`,
    ];
    const under = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", join(place.path, path), ...inject];
    await using program = new Program(["sync", "--json"], { env: place.env, cwd: place.path, under });
    return await program.finished;
  }

  const install = () => new Installation({ moneyworks: simulator.url, env: { TIDEMARK_CHECKPOINT: "100" } });

  test.each(MOMENTS)("end whole when SIGTERM comes while %s is synced", async (path) => {
    using place = install();
    const { code, out, err } = await signalled(place, "SIGTERM", path);
    expect({ code, err }).toEqual({ code: 130, err });
    expect(jsonLines(out).at(-1)).toMatchObject({ type: "summary", outcome: "cancelled" });
    const [commit] = commitsOn(place.repository);
    expect(fsck(place.repository)).toBe("");
    await expectGoesOn(place, place.remote);
    expect(commitsOn(place.remote)[0]).toBe(String(commit));
  });

  test.each(MOMENTS)("are settled by the next process when SIGKILL comes while %s is synced", async (path) => {
    using place = install();
    expect((await signalled(place, "SIGKILL", path)).signal).toBe("SIGKILL");
    await expectGoesOn(place, place.remote);
  });
});

/** Waits until the server was asked for something like this. */
async function asked(pattern: RegExp): Promise<void> {
  const requests = async () => JSON.stringify(await simulator.control("requests"));
  while (!pattern.test(await requests())) await Bun.sleep(10);
}

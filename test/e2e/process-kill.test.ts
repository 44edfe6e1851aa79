import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { killCampaign } from "../faults/kill-campaign.ts";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { jsonLines, type Program } from "../support/program.ts";
import { seeded } from "../support/seeded.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(120_000);

const TOKEN = "git-token";
let root: TemporaryDirectory;
let server: GitServer;
let simulator: SimulatorProcess;
/** Called before git sees a request, and after it has answered. */
let onRequest: (request: Request) => void = () => {};
let onAnswer: (request: Request) => void = () => {};

beforeAll(async () => {
  root = new TemporaryDirectory();
  server = new GitServer({
    root: root.path,
    token: TOKEN,
    intercept: (request) => {
      onRequest(request);
      return null;
    },
    rewrite: (request, response) => {
      onAnswer(request);
      return response;
    },
  });
  simulator = await SimulatorProcess.start({ records: 120 });
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  server[Symbol.dispose]();
  root[Symbol.dispose]();
});

function installOver(kind: "directory" | "http", name: string): { place: Installation; remote: string } {
  const env = { TIDEMARK_CHECKPOINT: "40" };
  if (kind === "directory") {
    const place = new Installation({ moneyworks: simulator.url, env });
    return { place, remote: place.remote };
  }
  const remote = server.create(name);
  return {
    place: new Installation({ moneyworks: simulator.url, remote: server.url(name), token: TOKEN, env }),
    remote,
  };
}

/** Both repositories are sound and equal, and hold what an uninterrupted mirror of the document holds. */
async function expectTrue(place: Installation, remote: string): Promise<void> {
  await place.sync();
  expect([fsck(place.repository), fsck(remote)]).toEqual(["", ""]);
  expect(commitsOn(remote)).toEqual(commitsOn(place.repository));
  using fresh = new Installation({ moneyworks: simulator.url });
  await fresh.sync();
  expect(tableTrees(place.repository)).toBe(tableTrees(fresh.repository));
}

/** The change log tells every change once, in the order it happened, each in a commit on main. */
async function expectOneStory(place: Installation): Promise<void> {
  const { out } = await place.run(["log", "--json", "--limit", "100000"]);
  const commits = new Set<unknown>(commitsOn(place.repository));
  const latest = new Map<string, unknown>();
  for (const { table, key, operation, field, old, new: now, commit } of jsonLines(out).reverse()) {
    expect(commits.has(commit)).toBe(true);
    const name = `${table} ${key} ${field ?? operation}`;
    if (field === null) expect(latest.has(name)).toBe(false);
    if (field !== null && latest.has(name)) expect([name, old]).toEqual([name, latest.get(name)]);
    latest.set(name, now);
  }
  expect(latest.size).toBeGreaterThan(0);
}

describe.each(["directory", "http"] as const)("a backfill into a %s remote, killed six times", (remote) => {
  test("resumes each time, loses less than a checkpoint, and ends in the tree of an uninterrupted one", async () => {
    const report = await killCampaign({
      records: 3000,
      kills: 6,
      seed: 4,
      checkpoint: 300,
      chunk: 100,
      remote,
      jitterMs: 60,
    });
    const { trees, faults, kills } = report;
    expect(faults).toEqual([]);
    expect([trees.local, trees.remote]).toEqual([trees.reference, trees.reference]);
    expect(kills.length).toBe(6);
    expect(Math.max(...kills.map(({ again }) => again))).toBeLessThanOrEqual(400);
  });
});

describe.each(["directory", "http"] as const)("polls of edits into a %s remote, killed at random moments", (kind) => {
  test("lose no edit and commit none twice", async () => {
    const chance = seeded(11);
    const { place, remote } = installOver(kind, "polls.git");
    using _ = place;
    await place.sync();
    let killed = 0;
    for (let round = 0; round < 8; round++) {
      for (let edits = 0; edits < 3; edits++) await simulator.control("random-edit");
      await using program = place.start(["sync"]);
      await Promise.race([Bun.sleep(40 + chance() * 260), program.finished]);
      program.kill("SIGKILL");
      if ((await program.finished).signal !== null) killed++;
      expect(fsck(place.repository)).toBe("");
    }
    expect(killed).toBeGreaterThan(0);
    await expectTrue(place, remote);
    await expectOneStory(place);
  });
});

/** Where the process is when it dies, as the git service sees it. */
const MOMENTS: readonly { name: string; before?: RegExp; after?: RegExp }[] = [
  { name: "asks for the refs", before: /info\/refs/ },
  { name: "was told the refs", after: /info\/refs/ },
  { name: "sends its pack", before: /git-receive-pack$/ },
  { name: "has pushed and not heard of it", after: /git-receive-pack$/ },
];

describe("a process that dies while it", () => {
  test.each(MOMENTS)("$name: the next one finishes the push", async ({ name, before, after }) => {
    const { place, remote } = installOver("http", `${name.replaceAll(" ", "-")}.git`);
    using _ = place;
    await place.sync();
    await simulator.control("random-edit");
    await using program = place.start(["sync"]);
    const killAt = (pattern: RegExp | undefined, program: Program) => (request: Request) => {
      if (pattern?.test(new URL(request.url).pathname) === true) program.kill("SIGKILL");
    };
    [onRequest, onAnswer] = [killAt(before, program), killAt(after, program)];
    expect((await program.finished).signal).toBe("SIGKILL");
    [onRequest, onAnswer] = [() => {}, () => {}];
    await expectTrue(place, remote);
  });
});

/** The same as MoneyWorks sees it: the request that never gets its answer. */
describe("a process that dies while MoneyWorks answers", () => {
  test.each([2, 9, 34])("its request number %i leaves a true mirror to the next one", async (nth) => {
    const { place, remote } = installOver("directory", "");
    using _ = place;
    await simulator.control("clear-requests");
    await simulator.control("fault", { kind: "hang", nth, times: 0 });
    await using program = place.start(["sync"]);
    while (((await simulator.control("requests")) as unknown[]).length < nth) await Bun.sleep(10);
    program.kill("SIGKILL");
    await program.finished;
    await simulator.control("clear-faults");
    await expectTrue(place, remote);
  });
});

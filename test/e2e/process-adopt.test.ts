import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { runCommand } from "../../src/cli/main.ts";
import { commitByHand } from "../support/adopting.ts";
import { FakeHost } from "../support/fake-host.ts";
import { git } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation } from "../support/installation.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(60_000);

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 60 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

async function installed(): Promise<Installation> {
  const it = new Installation({ moneyworks: simulator.url });
  await it.sync();
  return it;
}

const README = { README: "hello\n" };

/** The command with a person in front of it. */
async function typed(it: Installation, args: readonly string[], answers: readonly string[]) {
  const host = new FakeHost({ args, env: it.env, terminal: true, answers });
  return { code: await runCommand(host, Date.now()), out: host.output, err: host.errors };
}

describe("tidemark adopt", () => {
  test("has nothing to do where nothing is wrong", async () => {
    using it = await installed();
    const { code, out } = await it.run(["adopt"]);
    expect([code, out]).toEqual([0, "Nothing to adopt: main is where Tidemark left it.\n"]);
    const json = await it.run(["adopt", "--ours", "--json"]);
    expect([json.code, jsonLines(json.out)]).toEqual([0, [{ type: "summary", adopted: false }]]);
  });

  test("shows what it found, and does nothing without a person who confirms it", async () => {
    using it = await installed();
    const theirs = commitByHand(it.remote, { files: README, message: "By hand \u202e\n" });
    expect((await it.run(["sync"])).code).toBe(4);
    const status = await it.run(["status", "--json"]);
    expect(jsonLines(status.out)[0]).toMatchObject({ halt: { code: "remote.main-moved", commits: { total: 1 } } });
    const alone = await it.run(["adopt"]);
    expect(alone.code).toBe(2);
    expect(alone.err).toContain("adopt.not-confirmed");
    expect(alone.out).toContain(`${theirs.slice(0, 7)}  2023-11-14  Test  By hand`);
    expect(alone.out).toContain("1 file of theirs back; their commits stay in the history:\n  README\n");
    expect((await typed(it, ["adopt"], ["yes"])).code).toBe(2);
    expect(git(it.remote, ["rev-parse", "main"])).toBe(theirs);
    const { code, out, err } = await typed(it, ["adopt"], [` ${theirs.slice(0, 7)} `]);
    expect([code, err]).toEqual([0, expect.stringContaining(`Type ${theirs.slice(0, 7)} to go on: `)]);
    expect(out).toContain("pushed");
    expect((await it.run(["status"])).code).toBe(0);
    await it.sync();
    expect([fsck(it.repository), fsck(it.remote)]).toEqual(["", ""]);
  });

  test.each([["theirs"], ["ours"]] as const)("ends a local main that somebody moved (%s)", async (side) => {
    using it = await installed();
    const ours = git(it.repository, ["rev-parse", "main"]);
    const theirs = commitByHand(it.repository, { files: README });
    const halted = await it.run(["sync"]);
    expect(halted.code).toBe(4);
    expect(halted.err).toContain(`${theirs.slice(0, 7)} 2023-11-14 Test: by hand`);
    const words = ["adopt", "--yes", "--json", ...(side === "ours" ? ["--ours"] : [])];
    const { code, out } = await it.run(words);
    expect(code).toBe(0);
    const [proposal, summary] = jsonLines(out);
    expect(proposal).toMatchObject({ type: "proposal", survey: { findings: [{ place: "local", kind: "moved" }] } });
    expect(summary).toMatchObject({ type: "summary", adopted: true });
    const below = side === "ours" ? `refs/heads/set-aside/${theirs.slice(0, 12)}` : "main~1";
    expect(git(it.repository, ["rev-parse", below])).toBe(theirs);
    if (side === "ours") expect(git(it.repository, ["rev-parse", "main"])).toBe(ours);
    expect(git(it.repository, ["rev-parse", "main"])).toBe(git(it.remote, ["rev-parse", "main"]));
    expect((await it.run(["status"])).code).toBe(0);
    await it.sync();
    expect([fsck(it.repository), fsck(it.remote)]).toEqual(["", ""]);
  });

  test("leaves the data directory to a service that runs on it", async () => {
    using it = await installed();
    await using service = it.start(["run"]);
    await service.errorLine(/service started/);
    const { code, err } = await it.run(["adopt", "--yes"]);
    expect([code, err]).toEqual([5, expect.stringContaining("stop it")]);
  });

  test("--ours says what to do where the remote takes no step back, and keeps theirs all the same", async () => {
    using root = new TemporaryDirectory();
    using server = new GitServer({ root: root.path, token: "t" });
    const directory = server.create("acme.git");
    using it = new Installation({ moneyworks: simulator.url, remote: server.url("acme.git"), token: "t" });
    await it.sync();
    git(directory, ["config", "receive.denyNonFastForwards", "true"]);
    const theirs = commitByHand(directory, { files: README });
    expect((await it.run(["sync"])).code).toBe(4);
    const { code, err } = await it.run(["adopt", "--ours", "--yes"]);
    expect([code, err]).toEqual([4, expect.stringContaining("remote.no-rewind")]);
    expect(git(directory, ["rev-parse", `set-aside/${theirs.slice(0, 12)}`])).toBe(theirs);
    expect(git(directory, ["rev-parse", "main"])).toBe(theirs);
    expect((await it.run(["adopt", "--yes"])).code).toBe(0);
    await it.sync();
    expect([fsck(it.repository), fsck(directory)]).toEqual(["", ""]);
  });
});

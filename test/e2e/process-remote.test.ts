import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectRefused, type Refusal } from "../support/expect-refused.ts";
import { git } from "../support/git-command.ts";
import { makeHistory } from "../support/git-history.ts";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { makeCertificates } from "../support/raw-server.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool } from "../support/tools.ts";

setDefaultTimeout(60_000);

const TOKEN = "right-token";
let root: TemporaryDirectory;
let server: GitServer;
let simulator: SimulatorProcess;

beforeAll(async () => {
  root = new TemporaryDirectory();
  server = new GitServer({ root: root.path, token: TOKEN });
  simulator = await SimulatorProcess.start({ records: 120 });
});
afterAll(async () => {
  await simulator[Symbol.asyncDispose]();
  server[Symbol.dispose]();
  root[Symbol.dispose]();
});

interface Case extends Refusal {
  readonly name: string;
  readonly env: (remote: string) => Readonly<Record<string, string>>;
}

const REFUSED: readonly Case[] = [
  {
    name: "a wrong token",
    env: () => ({ TIDEMARK_REMOTE_TOKEN: "wrong-token" }),
    code: "remote.unauthorised",
    exit: 1,
    names: "does not accept the token",
  },
  {
    name: "a repository that is not there",
    env: (remote) => ({ TIDEMARK_REMOTE_URL: remote.replace("mirror", "mirorr") }),
    code: "remote.not-found",
    exit: 1,
    names: "mirorr.git",
  },
  {
    name: "a host that is not there",
    env: () => ({ TIDEMARK_REMOTE_URL: "http://127.0.0.1:1/mirror.git" }),
    code: "remote.unreachable",
    exit: 1,
    names: "127.0.0.1:1",
  },
  {
    name: "a web server that is no git service",
    env: () => ({ TIDEMARK_REMOTE_URL: `${simulator.url.replace(/robot.*@/, "").replace(/REST.*/, "mirror.git")}` }),
    code: "remote.not-found",
    exit: 1,
    names: "mirror.git",
  },
];

describe("over HTTP", () => {
  test.each(REFUSED.filter(({ code }) => code !== "remote.unreachable"))(
    "$name fails the first run before anything is read",
    async ({ name, env, ...refusal }) => {
      const repository = server.create(`first-${REFUSED.findIndex((row) => row.name === name)}-mirror.git`);
      const url = server.url(repository.slice(root.path.length + 1));
      using place = new Installation({ moneyworks: simulator.url, remote: url, token: TOKEN });
      const failed = await place.run(["sync"], env(url));
      expectRefused(failed, refusal);
      expect(failed.err).not.toContain("committed");
      await place.sync();
      expect(commitsOn(repository)).toEqual(commitsOn(place.repository));
    },
  );

  test("every failure of a running mirror leaves its commits to the next run", async () => {
    const repository = server.create("running-mirror.git");
    const url = server.url("running-mirror.git");
    using place = new Installation({ moneyworks: simulator.url, remote: url, token: TOKEN });
    await place.sync();
    const before = commitsOn(repository);
    for (const { name: _, env, ...refusal } of REFUSED) {
      await simulator.control("random-edit");
      expectRefused(await place.run(["sync"], env(url)), refusal);
    }
    expect(commitsOn(repository)).toEqual(before);
    await place.sync();
    expect([fsck(repository), fsck(place.repository)]).toEqual(["", ""]);
    expect(commitsOn(repository)).toEqual(commitsOn(place.repository));
    using fresh = new Installation({ moneyworks: simulator.url });
    await fresh.sync();
    expect(tableTrees(repository)).toBe(tableTrees(fresh.remote));
  });

  test("a repository that takes no pushes says so", async () => {
    const repository = server.create("closed.git");
    git(repository, ["config", "http.receivepack", "false"]);
    using place = new Installation({ moneyworks: simulator.url, remote: server.url("closed.git"), token: TOKEN });
    expectRefused(await place.run(["sync"]), { code: "remote.forbidden", exit: 1, names: "http.receivepack true" });
  });

  test("a main that is not ours is refused and stays, over a second branch the mirror goes on", async () => {
    const repository = server.create("foreign.git");
    const work = new TemporaryDirectory();
    const [commit] = makeHistory(work.path, [{ files: { README: "ours" } }]);
    git(work.path, ["push", "--quiet", repository, "main"]);
    work[Symbol.dispose]();
    const remote = server.url("foreign.git");
    using place = new Installation({ moneyworks: simulator.url, remote, token: TOKEN });
    expectRefused(await place.run(["sync"]), { code: "remote.foreign-history", exit: 4, names: "empty repository" });
    expect((await place.run(["sync"], { TIDEMARK_REMOTE_URL: `${remote}#mirror` })).code).toBe(0);
    expect(git(repository, ["rev-parse", "main"])).toBe(String(commit));
  });

  test("a main that somebody else moved halts until a person has looked", async () => {
    const repository = server.create("moved.git");
    using place = new Installation({ moneyworks: simulator.url, remote: server.url("moved.git"), token: TOKEN });
    await place.sync();
    const ours = git(repository, ["rev-parse", "main"]);
    const theirs = git(repository, ["commit-tree", "-p", ours, "-m", "mine", `${ours}^{tree}`]);
    git(repository, ["update-ref", "refs/heads/main", theirs]);
    await simulator.control("random-edit");
    expectRefused(await place.run(["sync"]), { code: "remote.main-moved", exit: 4, names: theirs });
    const { code, out } = await place.run(["status"]);
    expect([code, out]).toEqual([4, expect.stringContaining("HALTED")]);
    expect(git(repository, ["rev-parse", "main"])).toBe(theirs);
    git(repository, ["update-ref", "refs/heads/main", ours]);
    await place.sync();
    expect(commitsOn(repository)).toEqual(commitsOn(place.repository));
    expect((await place.run(["status"])).code).toBe(0);
  });
});

describeWithTool("openssl", "over TLS with a private authority", () => {
  test("both ends are trusted by the files that name it, and by nothing else", async () => {
    const { ca, cert, key } = makeCertificates();
    using files = new TemporaryDirectory();
    const file = (name: string, text: string) => {
      writeFileSync(join(files.path, name), text);
      return join(files.path, name);
    };
    const authority = file("ca.pem", ca);
    const tls = ["--tls-cert", file("cert.pem", cert), "--tls-key", file("key.pem", key), "--host", "127.0.0.1"];
    await using datacentre = await SimulatorProcess.start({ records: 120, args: tls });
    using git = new GitServer({ root: root.path, token: TOKEN, tls: { cert, key } });
    const repository = git.create("tls.git");
    const moneyworks = datacentre.url.replace("127.0.0.1", "localhost");
    using place = new Installation({ moneyworks, remote: git.url("tls.git"), token: TOKEN });

    const neither = await place.run(["sync"]);
    expectRefused(neither, { code: "moneyworks.tls", exit: 1, names: "moneyworks.ca" });
    const oneOnly = await place.run(["sync"], { TIDEMARK_MONEYWORKS_CA: authority });
    expectRefused(oneOnly, { code: "remote.tls", exit: 1, names: "PEM file" });
    const both = { TIDEMARK_MONEYWORKS_CA: authority, TIDEMARK_REMOTE_CA: authority };
    expect((await place.run(["sync"], both)).code).toBe(0);
    expect([fsck(repository), commitsOn(repository)]).toEqual(["", commitsOn(place.repository)]);
  });
});

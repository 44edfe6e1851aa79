import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Simulated, startSimulator } from "../../../src/app/simulate.ts";
import { runCommand } from "../../../src/cli/main.ts";
import { FakeHost } from "../../support/fake-host.ts";
import { git } from "../../support/git-command.ts";
import { jsonLines } from "../../support/program.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

setDefaultTimeout(30_000);

const LOGIN = { user: "robot", password: "sandbank" };
let simulated: Simulated;
let place: TemporaryDirectory;
let env: Record<string, string>;

beforeAll(async () => {
  const server = { hostname: "127.0.0.1", port: 0, document: "Acme.moneyworks", zone: "UTC" };
  simulated = await startSimulator({ ...server, ...LOGIN, records: 200, seed: 3, frozen: false });
});
afterAll(() => simulated.simulator.stop());
beforeEach(() => {
  place = new TemporaryDirectory();
  env = {
    TIDEMARK_MONEYWORKS_URL: simulated.url,
    TIDEMARK_REMOTE_URL: join(place.path, "mirror.git"),
    TIDEMARK_DATA: join(place.path, "data"),
    TIDEMARK_API_LISTEN: "off",
  };
});
afterEach(() => place[Symbol.dispose]());

const hostOf = (...args: string[]) => new FakeHost({ args, env });

/** Waits for a text that the command writes meanwhile. */
async function written(host: FakeHost, part: string): Promise<void> {
  while (!(host.output + host.errors).includes(part)) await Bun.sleep(5);
}

describe("sync", () => {
  test("prints a table of what it did, then that there is nothing to do", async () => {
    const first = hostOf("sync");
    expect(await runCommand(first, 0)).toBe(0);
    const head = git(env.TIDEMARK_REMOTE_URL ?? "", ["rev-parse", "main"]);
    expect(first.output).toMatch(/^table +read +added +changed +deleted +same\n/);
    expect(first.output).toMatch(/^transaction +\d+ +\d+ +0 +0 +0$/m);
    expect(first.output).toMatch(new RegExp(`^full ok in \\d+\\.\\d s: main is ${head}, pushed\n$`, "m"));
    expect(jsonLines(first.errors).map(({ message }) => message)).toEqual(
      expect.arrayContaining(["committed", "full ok"]),
    );
    const second = hostOf("sync");
    expect(await runCommand(second, 0)).toBe(0);
    expect(second.output).toMatch(/^poll ok in \d+\.\d s: nothing to commit\n$/m);
  });

  test("on a terminal draws its progress and wipes it", async () => {
    const host = new FakeHost({ args: ["sync", "--chunk", "10"], env, terminal: true });
    expect(await runCommand(host, 0)).toBe(0);
    expect(host.errors).toContain("\r\u001b[Kcommitted ");
    expect(host.errors).toEndWith("\r\u001b[K");
  });

  test("with --json ends with a summary, also when it is stopped", async () => {
    const host = hostOf("sync", "--json", "--checkpoint", "20", "--chunk", "10");
    const running = runCommand(host, 0);
    await written(host, '"step":"push"');
    host.send("SIGINT");
    expect(await running).toBe(130);
    expect(jsonLines(host.output).at(-1)).toMatchObject({ type: "summary", outcome: "cancelled" });
    expect(host.guarded).toBe(false);
    const next = hostOf("sync", "--json");
    expect(await runCommand(next, 0)).toBe(0);
    const last = jsonLines(next.output).at(-1);
    expect(last).toMatchObject({ outcome: "ok" });
    expect([Number(last?.requests) > 10, Number(last?.bytes) > 1000]).toEqual([true, true]);
  });

  test("with a failure says what, what to do, and nothing of a commit", async () => {
    env.TIDEMARK_REMOTE_URL = `${place.path}/mirror.git#main.lock`;
    const refused = hostOf("sync", "--json");
    expect(await runCommand(refused, 0)).toBe(2);
    expect(jsonLines(refused.output)).toEqual([
      { type: "error", code: "remote.bad-branch", message: expect.any(String), hint: expect.any(String) },
    ]);
    env.TIDEMARK_REMOTE_URL = join(place.path, "notes");
    writeFileSync(env.TIDEMARK_REMOTE_URL, "");
    const failed = hostOf("sync");
    expect(await runCommand(failed, 0)).toBe(2);
    expect(failed.output).toMatch(/^poll failed in \d+\.\d s: nothing committed\n$/);
    expect(failed.errors.split("(remote.path-is-file)")).toHaveLength(2);
    expect(failed.errors).not.toContain('"level":"error"');
  });
});

describe("run", () => {
  test("polls until it is told to stop, with remarks on its configuration", async () => {
    const host = hostOf("run", "--poll", "1s", "--moneyworks-url", simulated.url);
    const running = runCommand(host, 0);
    await written(host, "poll ok");
    host.send("SIGTERM");
    expect(await running).toBe(0);
    const lines = jsonLines(host.errors);
    expect(lines.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
      expect.stringContaining("moneyworks.url was given on the command line"),
      expect.stringContaining("poll is 1s"),
    ]);
    expect(lines.at(-1)).toMatchObject({ message: "service stopped" });
  });

  test("is refused while another one runs", async () => {
    const host = hostOf("run");
    const running = runCommand(host, 0);
    await written(host, "full ok");
    const other = hostOf("run");
    expect(await runCommand(other, 0)).toBe(5);
    expect(other.errors).toContain("process 4711 on this host");
    host.send("SIGTERM");
    expect(await running).toBe(0);
  });
});

describe("demo", () => {
  const demo = (...args: string[]) => hostOf("demo", "--records", "200", "--port", "0", ...args);

  test("--once mirrors, edits one record, and ends with its commit", async () => {
    const directory = join(place.path, "demo");
    const host = demo("--once", "--json", "--dir", directory);
    expect(await runCommand(host, 0)).toBe(0);
    const lines = jsonLines(host.output);
    expect(lines.map(({ type }) => type).filter((type) => type !== "progress")).toEqual(["ready", "edited"]);
    const { key, commit } = lines.at(-1) ?? {};
    const files = git(join(directory, "mirror.git"), ["show", "--format=", "--name-only", String(commit)]).split("\n");
    expect(files.filter((file) => !file.startsWith(".tidemark/"))).toHaveLength(1);
    expect(key).toBeString();
  });

  test("tells what to do next, polls, and begins anew in its own directory", async () => {
    const directory = join(place.path, "demo");
    for (let time = 0; time < 2; time++) {
      const host = demo("--dir", directory);
      const running = runCommand(host, 0);
      await written(host, "Ctrl-C ends it");
      // A second one would pull the files from under it.
      const second = demo("--dir", directory);
      expect(await runCommand(second, 0)).toBe(5);
      expect(second.errors).toContain("(data.locked)");
      host.send("SIGINT");
      expect(await running).toBe(0);
      expect(host.errors).not.toContain("remote.main-gone");
      expect(host.output).toContain(`git -C ${directory}/mirror.git log`);
    }
  });

  test("takes no directory that is not its own", async () => {
    const directory = join(place.path, "photos");
    mkdirSync(directory);
    const host = demo("--dir", directory);
    expect(await runCommand(host, 0)).toBe(2);
    expect(host.errors).toContain("(simulator.demo-directory)");
    writeFileSync(join(directory, "file"), "");
    const inside = demo("--dir", join(directory, "file", "demo"));
    expect(await runCommand(inside, 0)).toBe(2);
    expect(inside.errors).toContain("(data.not-a-directory)");
  });
});

describe("simulate", () => {
  test("listens, says where, and stops", async () => {
    const host = hostOf(
      "simulate",
      "--port",
      "0",
      "--records",
      "200",
      "--now",
      "2025-03-10",
      "--freeze",
      "--zone",
      "UTC",
    );
    const running = runCommand(host, 0);
    await written(host, "Controls: ");
    const control = /Controls: (\S+)/.exec(host.output)?.[1];
    const { clock } = (await (await fetch(`${control}/state`)).json()) as { clock: { local: string; frozen: boolean } };
    expect(clock).toMatchObject({ local: "20250310000000", frozen: true });
    expect(host.output).toMatch(
      /^Simulated Datacentre: http:\/\/robot:sandbank@127\.0\.0\.1:\d+\/REST\/Acme\.moneyworks\n/,
    );
    host.send("SIGTERM");
    expect(await running).toBe(0);
    expect(fetch(`${control}/state`)).rejects.toThrow();
  });

  test("serves a snapshot that was saved before", async () => {
    const file = join(place.path, "snapshot.json");
    const snapshot = await (await fetch(`${simulated.address.origin}/control/snapshot`)).text();
    writeFileSync(file, snapshot);
    const host = hostOf("simulate", "--port", "0", "--json", "--data", file);
    const running = runCommand(host, 0);
    await written(host, "listening");
    const [{ control } = {}] = jsonLines(host.output);
    expect(await (await fetch(`${control}/snapshot`)).text()).toBe(snapshot);
    host.send("SIGTERM");
    expect(await running).toBe(0);
  });

  test.each([
    [["--records", "3"], "usage.bad-value"],
    [["--now", "soon"], "usage.bad-value"],
    [["--zone", "Atlantis/Centre"], "simulator.zone"],
    [["--tls-key", "key.pem"], "usage.bad-value"],
    [["--tls-key", "key.pem", "--tls-cert", "cert.pem"], "simulator.file"],
    [["--data", "nowhere.json"], "simulator.file"],
    [["--data", import.meta.path], "simulator.snapshot"],
  ])("refuses %p", async (words, code) => {
    const host = hostOf("simulate", "--port", "0", ...words);
    expect(await runCommand(host, 0)).toBe(2);
    expect(host.errors).toContain(`(${code})`);
  });
});

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { git } from "../support/git-command.ts";
import { Installation } from "../support/installation.ts";
import { jsonLines, programEnvironment, programWords } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(60_000);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
let simulator: SimulatorProcess;
let place: Installation;

beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 400 });
  place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_POLL: "1h" } });
});
afterAll(async () => {
  place[Symbol.dispose]();
  await simulator[Symbol.asyncDispose]();
});

/** The last line of `sync --json`, all lines checked to be JSON. */
async function summary(args: readonly string[], env: Record<string, string> = {}) {
  const { out } = await place.run(["sync", "--json", ...args], env);
  const lines = jsonLines(out);
  expect(new Set(lines.slice(0, -1).map(({ type }) => type))).toEqual(new Set(lines.length > 1 ? ["progress"] : []));
  return lines.at(-1) ?? {};
}

describe("sync --json ends with one summary that has exactly the documented members:", () => {
  const members = ["type", "run", "kind", "outcome", "tables", "commit", "pushed", "ms", "requests", "bytes"];

  test("a first read", async () => {
    const line = await summary([]);
    expect(Object.keys(line)).toEqual(members);
    const head = git(place.remote, ["rev-parse", "main"]);
    const expected = { type: "summary", kind: "full", outcome: "ok", commit: head, pushed: true };
    expect(line).toMatchObject({ ...expected, run: expect.stringMatching(UUID), ms: expect.any(Number) });
    const tables = line.tables as Record<string, unknown>[];
    for (const table of tables) {
      expect(Object.keys(table)).toEqual(["table", "read", "added", "changed", "deleted", "same"]);
    }
    expect(tables.reduce((sum, { added }) => sum + Number(added), 0)).toBe(400);
  });

  test("a poll that finds nothing", async () => {
    const line = await summary([]);
    expect(Object.keys(line)).toEqual(members);
    expect(line).toMatchObject({ kind: "poll", outcome: "ok", commit: null, pushed: false });
  });

  test("a poll that finds an edit", async () => {
    const [{ key } = {}] = jsonLines((await place.run(["log", "--json", "--table", "name", "--limit", "1"])).out);
    await simulator.control("edit", { table: "name", key, fields: { phone: "09 555 0101" } });
    const line = await summary([]);
    expect(line).toMatchObject({
      kind: "poll",
      outcome: "ok",
      pushed: true,
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect((line.tables as { table: string }[]).find(({ table }) => table === "name")).toMatchObject({ changed: 1 });
  });

  test("a full sync of one table", async () => {
    const line = await summary(["--full", "--table", "product"]);
    expect(line).toMatchObject({ kind: "full", outcome: "ok", commit: null, pushed: false });
    expect((line.tables as { table: string }[]).map(({ table }) => table)).toEqual(["product"]);
  });

  test("a failure, with its error", async () => {
    const line = await summary([], { TIDEMARK_MONEYWORKS_URL: simulator.url.replace("sandbank", "sandbag") });
    expect(Object.keys(line)).toEqual([...members, "error"]);
    expect(line).toMatchObject({ outcome: "failed", tables: [], error: { code: "moneyworks.login" } });
  });
});

test("an error before a run begins is one JSON line too", async () => {
  const { code, out } = await place.run(["sync", "--json", "--chunk", "0"]);
  expect(code).toBe(2);
  expect(jsonLines(out)).toEqual([
    { type: "error", code: "config.out-of-range", message: expect.any(String), hint: expect.any(String) },
  ]);
});

describe("a second process on the same data directory", () => {
  test("is refused with 5 and told who holds it; looking is allowed", async () => {
    await using service = place.start(["run"]);
    await service.errorLine(/poll ok/);
    for (const command of ["sync", "run"]) {
      const { code, err } = await place.run([command]);
      expect(code).toBe(5);
      expect(err).toMatch(/^tidemark: The data directory is in use .*process \d+ on this host, started 20/m);
      expect(err).toContain("(data.locked)");
    }
    for (const words of [["status"], ["log"], ["config"]]) {
      expect({ words, code: (await place.run(words)).code }).toEqual({ words, code: 0 });
    }
    service.kill("SIGKILL");
    await service.finished;
    expect((await place.run(["sync"])).code).toBe(0);
  });

  test("is refused though both start at one moment", async () => {
    using other = new Installation({ moneyworks: simulator.url });
    await simulator.control("fault", { kind: "slow", ms: 1000, command: "export" });
    const both = await Promise.all([other.run(["sync"]), other.run(["sync"])]);
    expect(both.map(({ code }) => code).toSorted()).toEqual([0, 5]);
    expect((await other.run(["sync"])).code).toBe(0);
  });
});

describe("a reader that closes standard output early", () => {
  test.each([
    ["log", ["log", "--limit", "1000"]],
    ["log --json", ["log", "--json", "--limit", "1000"]],
    ["config", ["config"]],
    ["sync --json", ["sync", "--full", "--json", "--checkpoint", "1"]],
  ])("does not crash %s", async (_, words) => {
    const command = programWords(words).map((word) => `'${word}'`);
    const script = `{ ${command.join(" ")}; echo "exit $?" >&2; } | head -1`;
    const env = programEnvironment(place.env);
    const shell = Bun.spawn(["sh", "-c", script], { env, cwd: place.path, stdout: "pipe", stderr: "pipe" });
    const [out, err] = await Promise.all([shell.stdout.text(), shell.stderr.text()]);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(err).toContain("exit 0");
    expect(err).not.toMatch(/EPIPE|internal\.unexpected|\n\s+at /);
  });
});

describe.if(existsSync("/dev/full"))("standard output on a full disk", () => {
  test.each([
    [["config"], 1],
    [["config", "--json"], 1],
    [["sync", "--json", "--full"], 1],
    [["nonsense", "--json"], 2],
  ] as const)("is told in words, not as a crash: %p", async (words, code) => {
    const child = Bun.spawn(["sh", "-c", '"$@" > /dev/full', "sh", ...programWords(words)], {
      env: programEnvironment(place.env),
      cwd: place.path,
      stderr: "pipe",
    });
    const err = await child.stderr.text();
    expect([await child.exited, err]).toEqual([code, expect.stringContaining("(output.failed)")]);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

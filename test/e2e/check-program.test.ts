import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { git } from "../support/git-command.ts";
import { Installation } from "../support/installation.ts";
import { jsonLines } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { canMount } from "../support/small-disk.ts";

setDefaultTimeout(60_000);

let simulator: SimulatorProcess;
let place: Installation;

beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 400 });
  place = new Installation({ moneyworks: simulator.url, env: { TIDEMARK_POLL: "1h" } });
  await place.sync();
});
afterAll(async () => {
  place[Symbol.dispose]();
  await simulator[Symbol.asyncDispose]();
});

/** Every file and directory under a directory with the hash and the time of its content. */
function traces(root: string): Record<string, string> {
  const paths = [".", ...new Bun.Glob("**/*").scanSync({ cwd: root, dot: true, onlyFiles: false })].sort();
  return Object.fromEntries(
    paths.map((path) => {
      const whole = join(root, path);
      const stat = statSync(whole, { bigint: true });
      const content = stat.isDirectory() ? "directory" : Bun.SHA256.hash(readFileSync(whole), "hex");
      return [path, `${content} ${stat.mtimeNs}`];
    }),
  );
}

const CHECK = ["sync", "--full", "--check"];

const staging = () => join(place.data, "staging.sqlite");

/** Leaves the staging file as a writer does that is killed: with a log that is not in the file yet. */
function killWriter(): void {
  const child = `
    import { Database } from "bun:sqlite";
    const open = new Database(process.argv[1], { readwrite: true });
    open.exec("INSERT INTO setting (name, value) VALUES ('left', 'behind') ON CONFLICT DO UPDATE SET value = 'again'");
    process.kill(process.pid, "SIGKILL");`;
  Bun.spawnSync([process.execPath, "-e", child, staging()]);
  expect(existsSync(`${staging()}-wal`)).toBeTrue();
}

function mount(...words: string[]): void {
  expect(Bun.spawnSync(["mount", ...words]).success).toBeTrue();
}

describe("a main that is not what staging takes it for", () => {
  test("is no ground to say equal: moved by somebody, or gone", async () => {
    using own = new Installation({ moneyworks: simulator.url });
    await own.sync();
    const head = git(own.repository, ["rev-parse", "main"]);
    const theirs = git(own.repository, ["commit-tree", "-p", "main", "-m", "by hand", "main^{tree}"]);
    git(own.repository, ["update-ref", "refs/heads/main", theirs]);
    const moved = await own.run([...CHECK]);
    expect({ code: moved.code, moved: moved.err.includes("mirror.main-moved") }).toEqual({ code: 4, moved: true });
    git(own.repository, ["update-ref", "refs/heads/main", head]);
    expect((await own.run([...CHECK])).code).toBe(0);
    renameSync(own.repository, `${own.repository}.away`);
    const gone = await own.run([...CHECK]);
    expect({ code: gone.code, gone: gone.err.includes("mirror.gone") }).toEqual({ code: 1, gone: true });
  });
});

describe("sync --full --check of an idle data directory", () => {
  test("exits with 0 when both are equal, and leaves not a trace in data directory and remote", async () => {
    const before = traces(place.path);
    const { code, out, err } = await place.run([...CHECK, "--json"]);
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(traces(place.path)).toEqual(before);
    const summary = jsonLines(out).at(-1);
    expect(summary).toMatchObject({ type: "summary", version: 1, check: true, outcome: "equal", differences: 0 });
    expect(Number(summary?.requests)).toBeGreaterThan(10);
    await place.run(["status"]);
    await place.run(["log"]);
    expect(traces(place.path)).toEqual(before);
  });

  test("exits with 3 and a line for each difference when they differ", async () => {
    const [{ key } = {}] = jsonLines((await place.run(["log", "--json", "--table", "name", "--limit", "1"])).out);
    await simulator.control("edit", { table: "name", key, fields: { phone: "09 555 0101" } });
    const before = traces(place.path);
    const json = await place.run([...CHECK, "--json"]);
    expect(json.code).toBe(3);
    const lines = jsonLines(json.out).filter(({ type }) => type === "difference");
    expect(lines).toMatchObject([{ table: "name", key, operation: "changed", sinceLastPoll: true }]);
    const text = await place.run(CHECK);
    expect([text.code, text.out]).toEqual([3, expect.stringContaining('MoneyWorks "09 555 0101"')]);
    expect(traces(place.path)).toEqual(before);
    await place.sync();
    expect((await place.run([...CHECK, "--table", "name"])).code).toBe(0);
  });

  test("works where its last writer was killed, and leaves what that left", async () => {
    killWriter();
    const before = traces(place.path);
    expect((await place.run(CHECK)).code).toBe(0);
    expect(traces(place.path)).toEqual(before);
    rmSync(`${staging()}-shm`);
    expect((await place.run(CHECK)).code).toBe(0);
    await place.sync();
    expect(existsSync(`${staging()}-wal`)).toBeFalse();
  });

  test.skipIf(!canMount())("works on a read-only mount, or says why it cannot", async () => {
    const ends = async () => {
      mount("--bind", place.data, place.data);
      try {
        mount("-o", "remount,ro,bind", place.data);
        const finished = [await place.run(CHECK), await place.run(["status"])];
        return finished.map(({ code, err }) => /\((data\.\S+)\)/.exec(err)?.[1] ?? code);
      } finally {
        Bun.spawnSync(["umount", place.data]);
      }
    };
    expect(await ends()).toEqual([0, 0]);
    killWriter();
    expect(await ends()).toEqual([0, 0]);
    rmSync(`${staging()}-shm`);
    expect(await ends()).toEqual(["data.unsettled", "data.unsettled"]);
    await place.sync();
    expect(await ends()).toEqual([0, 0]);
  });

  test("works beside a running service that polls and commits meanwhile", async () => {
    const [{ key } = {}] = jsonLines((await place.run(["log", "--json", "--table", "product", "--limit", "1"])).out);
    await using service = place.start(["run", "--json"], { TIDEMARK_POLL: "1s", TIDEMARK_LOG_LEVEL: "debug" });
    await service.errorLine(/poll ok/);
    for (let round = 0; round < 4; round += 1) {
      await simulator.control("edit", { table: "product", key, fields: { comment: `round ${round}` } });
      const { code, out } = await place.run([...CHECK, "--json", "--chunk", "20"]);
      const differences = jsonLines(out).filter(({ type }) => type === "difference");
      // The service brought it before the check was through, or it is the one difference.
      expect([code, differences.map((one) => one.key)]).toEqual(code === 0 ? [0, []] : [3, [key]]);
    }
    service.kill("SIGTERM");
    expect((await service.finished).code).toBe(0);
    expect((await place.run(CHECK)).code).toBe(0);
  });

  test("says which options do not go together", async () => {
    const codes = async (...words: string[]) => {
      const { code, err } = await place.run(["sync", ...words]);
      return [code, /\((\S+)\)\s*$/.exec(err)?.[1]];
    };
    expect(await codes("--check")).toEqual([2, "check.needs-full"]);
    expect(await codes("--full", "--check", "--allow-deletes", "3")).toEqual([2, "check.writes-nothing"]);
    expect(await codes("--check", "--sweep")).toEqual([2, "check.writes-nothing"]);
    expect(await codes("--full", "--max-differences", "3")).toEqual([2, "check.no-check"]);
  });

  test("of a directory without a mirror says that there is none, and makes nothing", async () => {
    const path = join(place.path, "nowhere");
    const { code, err } = await place.run(CHECK, { TIDEMARK_DATA: path });
    expect([code, existsSync(path)]).toEqual([1, false]);
    expect(err).toContain("(data.nothing-yet)");
  });

  test("ends with 130 when it is stopped, without a trace", async () => {
    const before = traces(place.path);
    await simulator.control("fault", { kind: "slow", ms: 300, command: "export", times: 0 });
    await using program = place.start([...CHECK, "--json", "--chunk", "10"]);
    await program.line(/"progress"/);
    program.kill("SIGINT");
    const { code, out } = await program.finished;
    expect([code, jsonLines(out).at(-1)?.outcome]).toEqual([130, "cancelled"]);
    expect(traces(place.path)).toEqual(before);
  });
});

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sign } from "../../src/api/security/signature.ts";
import { Editor } from "../support/editor.ts";
import { git } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation } from "../support/installation.ts";
import { jsonLines, type Program } from "../support/program.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

setDefaultTimeout(60_000);

/*
 * Plain git as the client, a real git http-backend, the simulator as a process of its own, and the program as its users start it.
 * The editor works in the served repository's directory: what matters is what Tidemark sees over HTTP.
 */
const TOKEN = "promote-token";
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

interface Site {
  readonly repository: string;
  readonly place: Installation;
  [Symbol.dispose](): void;
}

async function site(name: string, env: Readonly<Record<string, string>> = {}): Promise<Site> {
  const repository = server.create(name);
  const place = new Installation({
    moneyworks: simulator.url,
    remote: server.url(name),
    token: TOKEN,
    env: { TIDEMARK_LOG_FORMAT: "json", ...env },
  });
  await place.sync();
  return { repository, place, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

/** Files of so many names, with their phone replaced. */
function phones(editor: Editor, count: number, phone: string): Record<string, string> {
  const paths = editor.git("ls-files", "name").split("\n").slice(0, count);
  return Object.fromEntries(paths.map((path) => [path, withPhone(editor.read(path), phone)]));
}

function withPhone(file: string, phone: string): string {
  const bare = file.replace(/ *<phone>.*<\/phone>\n/, "");
  return bare.replace("<name>\n", `<name>\n  <phone>${phone}</phone>\n`);
}

async function inMoneyWorks(phone: string): Promise<number> {
  const snapshot = JSON.stringify(await simulator.control("snapshot"));
  return snapshot.split(`"phone":"${phone}"`).length - 1;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await Bun.sleep(50);
}

describe("tidemark promote", () => {
  test("carries three edited records over, says so as JSON, and notes it", async () => {
    using here = await site("one.git");
    using editor = new Editor(here.repository);
    const commit = editor.send(phones(editor, 3, "09 555 7001"));
    const dry = await here.place.run(["promote", "--dry-run"]);
    expect([dry.code, dry.out.split('update="true"').length - 1]).toEqual([0, 3]);
    expect(await inMoneyWorks("09 555 7001")).toBe(0);
    const { code, out } = await here.place.run(["promote", "--json"]);
    const lines = jsonLines(out).filter(({ type }) => type === "promotion");
    expect([code, lines.length]).toEqual([0, 1]);
    expect(lines[0]).toMatchObject({ version: 1, commit, outcome: "accepted", branch: "changes" });
    expect(await inMoneyWorks("09 555 7001")).toBe(3);
    const { type: _type, ...report } = lines[0] ?? {};
    expect(editor.note(commit)).toEqual(report as never);
    editor.pull();
    expect(editor.isOnMain(commit)).toBe(true);
    expect([here.repository, here.place.repository].map(fsck)).toEqual(["", ""]);
    const status = JSON.parse((await here.place.run(["status", "--json"])).out);
    expect(status.promotions).toMatchObject([{ commit, outcome: "accepted", noted: true }]);
    const log = await here.place.run(["log", "--field", "phone", "--json"]);
    expect(jsonLines(log.out).filter(({ new: now }) => now === "09 555 7001")).toHaveLength(3);
  });

  test("says what it cannot do, and ends with 1", async () => {
    using here = await site("refused.git");
    using editor = new Editor(here.repository);
    editor.send({ "README.md": "hello", ...phones(editor, 1, "1".repeat(30)) });
    const dry = await here.place.run(["promote", "--dry-run"]);
    expect([dry.code, dry.out]).toEqual([1, expect.stringContaining("phone has 30 characters; the field holds 19.")]);
    const { code, out } = await here.place.run(["promote"]);
    expect([code, out]).toEqual([1, expect.stringMatching(/: refused\n[\s\S]*README\.md: refused/)]);
    expect(await here.place.run(["promote"])).toMatchObject({ code: 0, out: expect.stringContaining("Nothing waits") });
  });

  test("masks private fields everywhere but in git", async () => {
    using here = await site("private.git", {
      TIDEMARK_PRIVATE: "name.phone",
      TIDEMARK_LOG_LEVEL: "debug",
      TIDEMARK_LOG_VALUES: "true",
    });
    using editor = new Editor(here.repository);
    const commit = editor.send(phones(editor, 1, "09 555 7002"));
    const outputs = [
      await here.place.run(["promote", "--dry-run"]),
      await here.place.run(["promote", "--dry-run", "--json"]),
      await here.place.run(["promote", "--json"]),
      await here.place.run(["log", "--json"]),
    ];
    for (const { out, err } of outputs) expect(`${out}${err}`).not.toContain("555 7002");
    expect(JSON.stringify(editor.note(commit))).toContain("555 7002");
  });
});

describe("the service", () => {
  async function running(here: Site, env: Readonly<Record<string, string>> = {}): Promise<Program> {
    const service = here.place.start(["run"], env);
    await service.errorLine(/service started/);
    return service;
  }

  test("looks at once when the git service says that somebody pushed", async () => {
    const secret = "hook-secret-1";
    using here = await site("hook.git");
    await using service = await running(here, {
      TIDEMARK_POLL: "1h",
      TIDEMARK_API_LISTEN: "127.0.0.1:0",
      TIDEMARK_API_HOOK_SECRET: secret,
    });
    const { address } = JSON.parse(await service.errorLine(/"listening"/));
    await service.errorLine(/poll ok/);
    using editor = new Editor(here.repository);
    const commit = editor.send(phones(editor, 2, "09 555 7003"));
    const body = '{"ref":"refs/heads/changes"}';
    const post = (headers: Readonly<Record<string, string>>) =>
      fetch(`http://${address}/hooks/git`, { method: "POST", body, headers });
    expect((await post({})).status).toBe(401);
    const signature = sign(new TextEncoder().encode(body), secret);
    expect((await post({ "x-hub-signature-256": `sha256=${signature}` })).status).toBe(202);
    await service.errorLine(/"write detected"/);
    await until(() => editor.isOnMain(commit));
    expect(await inMoneyWorks("09 555 7003")).toBe(2);
    const told = await (await fetch(`http://${address}/promotions/${commit}?format=json`)).json();
    expect(told).toMatchObject({ commit, outcome: "accepted" });
    service.kill("SIGTERM");
    const { code, err } = await service.finished;
    expect(code).toBe(0);
    expect(err).not.toContain(secret);
  });

  test("is reconfigured through git, live, and stays so", async () => {
    using here = await site("config.git");
    await using service = await running(here, { TIDEMARK_API_LISTEN: "127.0.0.1:0", TIDEMARK_POLL: "1s" });
    using editor = new Editor(here.repository);
    const write = (changes: object) => {
      const now = JSON.parse(editor.read(".tidemark/config.json"));
      return { ".tidemark/config.json": `${JSON.stringify({ ...now, ...changes }, null, 2)}\n` };
    };
    const good = editor.send(write({ chunk: 77, max_promote: 9, private: ["name.phone"] }));
    await until(() => editor.isOnMain(good));
    editor.pull();
    expect(JSON.parse(editor.read(".tidemark/config.json"))).toMatchObject({
      chunk: 77,
      max_promote: 9,
      private: ["name.phone"],
    });
    for (const [changes, code] of [
      [{ chunk: 5 }, "configuration"],
      [{ "remote.token": "x" }, "configuration"],
      [{ "moneyworks.url": "http://elsewhere" }, "configuration"],
      [{ "api.listen": "off" }, "configuration"],
      [{ chonk: 5 }, "configuration"],
      [{ poll: "5s" }, "configuration"],
    ] as const) {
      editor.git("checkout", "-q", "-B", "changes", "origin/main");
      const bad = editor.commit(write(changes));
      editor.push("--force");
      await until(() => editor.note(bad) !== null);
      const note = editor.note(bad);
      expect([changes, note?.outcome, note?.records[0]?.reasons.map((reason) => reason.code)]).toEqual([
        changes,
        "refused",
        [code],
      ]);
    }
    service.kill("SIGTERM");
    await service.finished;
    const shown = jsonRows((await here.place.run(["config", "--json"])).out);
    expect(shown.get("chunk")).toEqual({ key: "chunk", value: "77", origin: `git ${good.slice(0, 12)}` });
    expect(shown.get("poll")?.origin).toBe("default");
    expect(JSON.parse(git(here.repository, ["show", "main:.tidemark/config.json"]))).toMatchObject({ chunk: 77 });
    const overruled = await here.place.run(["config", "--json", "--chunk", "50"]);
    expect(jsonRows(overruled.out).get("chunk")).toMatchObject({ value: "50", origin: "--chunk" });
  });

  test("keeps its old settings until the commit that changes them is on main", async () => {
    using here = await site("locked.git");
    using editor = new Editor(here.repository);
    const settings = { ...JSON.parse(editor.read(".tidemark/config.json")), max_promote: 1 };
    const commit = editor.send({
      ".tidemark/config.json": JSON.stringify(settings),
      "new/name/lock-1.xml": "<name><code>LOCK1</code><name>One</name></name>",
      "new/name/lock-2.xml": "<name><code>LOCK2</code><name>Two</name></name>",
    });
    const plan = await here.place.run(["promote", "--dry-run", "--json"]);
    const [draft] = jsonLines(plan.out) as { records: { path: string; state: string }[] }[];
    expect(draft?.records.map(({ path, state }) => `${path} ${state}`)[0]).toBe(".tidemark/config.json unsent");
    const lock = join(here.place.repository, "refs/heads/main.lock");
    // Not of our making: the program does not remove it.
    writeFileSync(lock, "held by another program");
    const stopped = await here.place.run(["promote"]);
    rmSync(lock);
    expect([stopped.code === 0, editor.note(commit)?.outcome ?? null, editor.isOnMain(commit)]).toEqual([
      false,
      "pending",
      false,
    ]);
    expect(jsonRows((await here.place.run(["config", "--json"])).out).get("max_promote")?.value).toBe("500");
    await here.place.run(["promote"]);
    const note = editor.note(commit);
    expect([note?.outcome, note?.records.map(({ state }) => state)]).toEqual([
      "accepted",
      ["applied", "applied", "applied"],
    ]);
    expect(jsonRows((await here.place.run(["config", "--json"])).out).get("max_promote")?.value).toBe("1");
    const merged = git(here.repository, ["show", `${note?.main}:.tidemark/config.json`]);
    expect(JSON.parse(merged).max_promote).toBe(1);
  });

  function jsonRows(out: string): Map<string, { key: string; value: string; origin: string }> {
    const rows = JSON.parse(out) as { key: string; value: string; origin: string }[];
    return new Map(rows.map((row) => [row.key, row]));
  }

  test("survives SIGKILL while it promotes: nothing is sent twice, and it goes on", async () => {
    using here = await site("killed.git");
    using editor = new Editor(here.repository);
    const killedAt = async (...lines: readonly RegExp[]) => {
      for (const line of lines) {
        const service = here.place.start(["run"]);
        await Promise.race([service.errorLine(line).catch(() => {}), Bun.sleep(4000)]);
        service.kill("SIGKILL");
        await service.finished;
      }
    };
    const edits = editor.send(phones(editor, 5, "09 555 7004"));
    await killedAt(/sent to MoneyWorks/, /MoneyWorks took it/, /reading back/, /"merged"/);
    expect((await here.place.run(["promote"])).code).toBe(0);
    expect(await inMoneyWorks("09 555 7004")).toBe(5);
    editor.pull();
    const added = editor.send(newNames(12));
    await killedAt(/reading back/, /"verified"/, /"merged"/);
    expect((await here.place.run(["promote"])).code).toBe(0);
    const snapshot = JSON.stringify(await simulator.control("snapshot"));
    for (let n = 1; n <= 12; n++) expect(snapshot.split(`"tidemark:killed-${n}"`).length - 1).toBe(1);
    for (const commit of [edits, added]) {
      expect(editor.isOnMain(commit)).toBe(true);
      expect(editor.note(commit)?.outcome).toBe("accepted");
    }
    expect([here.repository, here.place.repository].map(fsck)).toEqual(["", ""]);
  });

  function newNames(count: number): Record<string, string> {
    const names = Array.from({ length: count }, (_, index) => index + 1);
    return Object.fromEntries(
      names.map((n) => [`new/name/killed-${n}.xml`, `<name><code>KILL${n}</code><name>New-${n}</name></name>`]),
    );
  }
});

test("nothing secret is in the data directory's new files", async () => {
  using here = await site("secrets.git", { TIDEMARK_API_HOOK_SECRET: "hook-secret-2" });
  using editor = new Editor(here.repository);
  editor.send(phones(editor, 1, "09 555 7005"));
  await here.place.run(["promote"]);
  const staging = readFileSync(join(here.place.data, "staging.sqlite")).toString("latin1");
  for (const secret of [TOKEN, "hook-secret-2"]) expect(staging.includes(secret)).toBe(false);
});

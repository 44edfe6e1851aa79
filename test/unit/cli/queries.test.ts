import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { runCommand } from "../../../src/cli/main.ts";
import { FakeHost } from "../../support/fake-host.ts";
import { jsonLines } from "../../support/program.ts";
import { smallCompany } from "../../support/small-company.ts";
import { World } from "../../support/world.ts";

/** When each run began, ms. */
const runs: number[] = [];
let world: World;

/** A mirror with three days of history: all records, then two fields of one name, then a line of an invoice. */
beforeAll(async () => {
  world = await World.open({ data: smallCompany() });
  const poll = async () => {
    world.pass(86_400);
    runs.push(world.clock.now());
    await world.poll();
  };
  await poll();
  world.records.edit("name", "ROWAN", { phone: "09 555 0199", email: "office@rowan.example" });
  await poll();
  world.records.edit("transaction", 1042, { description: "Widgets\u001b[2J" });
  await poll();
});
afterAll(() => world[Symbol.asyncDispose]());

async function run(...args: string[]) {
  const host = new FakeHost({ args: [...args, "--data", join(world.path, "data-1")] });
  const code = await runCommand(host, (runs[2] ?? 0) + 3_600_000);
  return { code, out: host.output, err: host.errors };
}

/** `table key field` of what `log` shows. */
async function logged(...args: string[]): Promise<string[]> {
  const { code, out } = await run("log", "--json", ...args);
  expect(code).toBe(0);
  return jsonLines(out).map(({ table, key, field, operation }) => `${table} ${key} ${field ?? operation}`);
}

const EDITS = ["name ROWAN email", "name ROWAN phone"];
const LATEST = "transaction 1042 description";
const at = (run: number, seconds = 0) => new Date((runs[run] ?? 0) + seconds * 1000).toISOString();

describe("log", () => {
  test("shows the newest first, each change with its place in the history", async () => {
    const [newest] = jsonLines((await run("log", "--json")).out);
    expect(newest).toEqual({
      id: expect.any(Number),
      run: expect.stringMatching(/-000000000003$/),
      at: at(2),
      table: "transaction",
      key: "1042",
      operation: "changed",
      field: "description",
      old: "Widget sales",
      new: "Widgets␛{1B}[2J",
      commit: world.git("rev-parse", "main"),
    });
    expect((await logged()).slice(0, 3).toSorted()).toEqual([...EDITS, LATEST]);
  });

  test("takes filters, alone and together", async () => {
    expect(await logged("--table", "name", "--key", "ROWAN")).toEqual([
      expect.stringContaining("name ROWAN"),
      expect.stringContaining("name ROWAN"),
      "name ROWAN added",
    ]);
    expect(await logged("--field", "phone")).toEqual(["name ROWAN phone"]);
    expect(await logged("--table", "transaction", "--field", "phone")).toEqual([]);
    expect((await logged("--run", "01890000-0000-7000-8000-000000000002")).toSorted()).toEqual(EDITS);
  });

  test("takes times: a date, a moment, an age", async () => {
    expect(await logged("--since", at(2))).toEqual([LATEST]);
    expect(await logged("--since", "2h")).toEqual([LATEST]);
    expect((await logged("--since", at(1), "--until", at(1, 60))).toSorted()).toEqual(EDITS);
    expect((await logged("--since", at(1).slice(0, 10))).toSorted()).toEqual([...EDITS, LATEST]);
    expect(await logged("--until", at(0, -1))).toEqual([]);
  });

  test("goes through the history page by page", async () => {
    const all = await logged("--limit", "1000");
    const pages: string[] = [];
    for (let before: unknown = null; ; ) {
      const cursor = before === null ? [] : ["--before", String(before)];
      const page = jsonLines((await run("log", "--json", "--limit", "4", ...cursor)).out);
      if (page.length === 0) break;
      pages.push(...page.map(({ table, key, field, operation }) => `${table} ${key} ${field ?? operation}`));
      before = page.at(-1)?.id;
    }
    expect(pages).toEqual(all);
  });

  test("as text is one line a change; what a record holds cannot steer the terminal", async () => {
    const { out } = await run("log", "--limit", "3");
    expect(out.split("\n")).toHaveLength(4);
    expect(out).toContain(`${at(2)}  #`);
    expect(out).toMatch(/ {2}name ROWAN {2}phone: .* -> "09 555 0199" {2}[0-9a-f]{10}\n/);
    expect(out).toMatch(/ {2}name ROWAN {2}email: \(blank\) -> "office@rowan\.example"/);
    expect(out).not.toContain("\u001b");
  });

  test("hides values of private fields, old and new, and says when nothing matches", async () => {
    const { out } = await run("log", "--private", "name.phone", "--field", "phone");
    expect(out).toContain('phone: "(private)" -> "(private)"');
    expect(out).not.toContain("555");
    expect(await run("log", "--field", "fax")).toEqual({ code: 0, out: "", err: "No changes match.\n" });
    expect((await run("log", "--json", "--field", "fax")).out).toBe("");
  });

  test("stops writing when the reader has gone", async () => {
    const host = new FakeHost({ args: ["log", "--data", join(world.path, "data-1")] });
    host.onOut = () => false;
    expect(await runCommand(host, 0)).toBe(0);
    expect(host.output.split("\n")).toHaveLength(2);
  });

  test.each([
    [["--key", "ROWAN"], "usage.bad-value"],
    [["--since", "soon"], "usage.bad-value"],
    [["--limit", "0"], "usage.bad-value"],
    [["--before", "x"], "usage.bad-value"],
    [["--table", "nome"], "config.unknown-table"],
  ])("refuses %p", async (words, code) => {
    const { code: exit, err } = await run("log", ...words);
    expect([exit, err]).toEqual([2, expect.stringContaining(`(${code})`)]);
  });
});

describe("show", () => {
  const phone = (xml: string) => /<phone>(.*)<\/phone>/.exec(xml)?.[1];

  test("prints the record as it is, and as it was", async () => {
    const now = await run("show", "name", "ROWAN");
    expect([now.code, phone(now.out), now.err]).toEqual([0, "09 555 0199", ""]);
    expect(now.out).toBe(`${world.git("show", `main:${pathOf("ROWAN.xml")}`)}\n`);
    const before = await run("show", "name", "ROWAN", "--at", at(1, -1));
    expect([before.code, phone(before.out) === "09 555 0199"]).toEqual([0, false]);
    expect((await run("show", "name", "ROWAN", "--at", at(1, 60))).out).toBe(now.out);
    expect((await run("show", "name", "ROWAN", "--at", "2h")).out).toBe(now.out);
  });

  test("as JSON tells which commit it is from", async () => {
    const record = JSON.parse((await run("show", "name", "ROWAN", "--at", at(1, 60), "--json")).out);
    expect(record).toMatchObject({ table: "name", key: "ROWAN", commit: world.git("rev-parse", "main^"), at: at(1) });
    expect(JSON.stringify(record)).toContain("09 555 0199");
  });

  test.each([
    [["show", "name", "ROWEN"], 1, "There is no record 'ROWEN' in 'name'."],
    [["show", "name", "ROWEN", "--at", "1h"], 1, "There is no record 'ROWEN' in 'name' at "],
    [["show", "name", "ROWAN", "--at", "2020-01-01"], 1, "(record.before-mirror)"],
    [["show", "nome", "ROWAN"], 2, "Did you mean name?"],
    [["show", "name"], 2, "tidemark show TABLE KEY"],
  ])("%p fails by name", async (words, exit, says) => {
    const { code, out, err } = await run(...words);
    expect([code, out, err]).toEqual([exit, "", expect.stringContaining(says)]);
  });

  test("of a time before the first commit says when the mirror begins", async () => {
    const began = world.git("log", "--reverse", "--format=%cI", "main").split("\n")[0] ?? "";
    const { err } = await run("show", "name", "ROWAN", "--at", "2020-01-01");
    expect(err).toContain(`The mirror begins at ${new Date(began).toISOString()}; `);
    expect(err).toContain("'ROWAN' in 'name' was at 2020-01-01T00:00:00.000Z");
  });

  function pathOf(name: string): string {
    const paths = world.git("ls-tree", "-r", "--name-only", "main").split("\n");
    return (
      paths.find((path) => path.endsWith(`/${name}`) || path.endsWith(name.replace(/[A-Z]+/, (text) => `~${text}~`))) ??
      ""
    );
  }
});

describe("status", () => {
  test("as text tells where main and remote are, the last run and the tables that hold records", async () => {
    const { code, out } = await run("status");
    expect(code).toBe(0);
    expect(out).toContain(`main      ${world.git("rev-parse", "main")}\nremote    in step\n`);
    expect(out).toContain("last run  poll ok at ");
    expect(out).toMatch(/^name +\d+ +\d{14} +poll$/m);
    expect(out).toMatch(/\d+ more tables are empty\n$/);
    expect(out).not.toMatch(/halted/i);
  });

  test("as JSON has every figure", async () => {
    const status = JSON.parse((await run("status", "--json")).out);
    const head = world.git("rev-parse", "main");
    expect(status).toMatchObject({
      version: 1,
      main: head,
      remote: head,
      unpushedCommits: 0,
      uncommittedRecords: 0,
      lastRun: { kind: "poll", outcome: "ok", startedAt: at(2), error: null },
      clock: { skewSeconds: 0 },
      halt: null,
    });
    expect(status.tables.find(({ table }: { table: string }) => table === "transaction")).toMatchObject({ records: 1 });
  });

  test.each([
    ["sync.other-document", "HALTED"],
    ["sync.delete-brake", "Sweeps and full syncs are halted"],
  ])("the halt %s is told first, and is exit code 4", async (halt, what) => {
    world.staging.setHalt({ code: halt, message: "Something is odd.", hint: "Look.", at: runs[2] ?? 0 });
    const { code, out } = await run("status");
    world.staging.setHalt(null);
    const told = `${what} since ${at(2)}: Something is odd.\n  Look.\n`;
    expect([code, out]).toEqual([4, expect.stringMatching(new RegExp(`^${RegExp.escape(told)}`))]);
  });
});

describe("config", () => {
  test("names the origin of every value and hides secrets", async () => {
    const host = new FakeHost({
      args: ["config", "--json", "--chunk", "50"],
      env: { TIDEMARK_MONEYWORKS_URL: "http://bob:s3cret@h/REST/A", TIDEMARK_CHUNK: "60", TIDEMARK_POLL: "15m" },
    });
    expect(await runCommand(host, 0)).toBe(0);
    const rows = JSON.parse(host.output) as { key: string; value: string; origin: string }[];
    const row = (key: string) => rows.find((candidate) => candidate.key === key);
    expect(row("chunk")).toEqual({ key: "chunk", value: "50", origin: "--chunk" });
    expect(row("poll")).toEqual({ key: "poll", value: "15m", origin: "TIDEMARK_POLL" });
    expect(row("checkpoint")).toEqual({ key: "checkpoint", value: "5000", origin: "default" });
    expect(row("moneyworks.url")?.value).toBe("http://bob:••••@h/REST/A");
    expect(host.output).not.toContain("s3cret");
  });

  test("as text is a table", async () => {
    const { out } = await run("config");
    expect(out).toMatch(/^option +from +value\n/);
    expect(out).toMatch(/^data +--data +\/.*data-1$/m);
  });
});

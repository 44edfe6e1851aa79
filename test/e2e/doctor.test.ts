import { afterEach, describe, expect, test } from "bun:test";
import { runCommand } from "../../src/cli/main.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import type { RequestNote, SimulatorOptions } from "../../src/simulator/options.ts";
import { createSimulator, type Simulator } from "../../src/simulator/simulator.ts";
import { FakeHost } from "../support/fake-host.ts";
import { SleepingClock } from "../support/moneyworks-fakes.ts";
import { jsonLines } from "../support/program.ts";
import { TemporaryDirectory } from "../support/temporary.ts";

const started: Simulator[] = [];
const temporary = new TemporaryDirectory();

afterEach(async () => {
  await Promise.all(started.splice(0).map((simulator) => simulator.stop()));
});

const PASSWORD = "s3cret-of-the-robot";

/** A simulator of a small company, and the command against it. */
async function setUp(server: Partial<SimulatorOptions> = {}) {
  const data = generateCompany({ seed: 5, records: 140 });
  const users = [{ user: "robot", password: PASSWORD }];
  const hook = { onRequest: (_note: RequestNote) => {} };
  const onRequest = (note: RequestNote) => hook.onRequest(note);
  const simulator = createSimulator({ data, clock: new SleepingClock(Date.now()), users, onRequest, ...server });
  started.push(simulator);
  const { documentUrl } = await simulator.start();
  const url = documentUrl.replace("://", `://robot:${PASSWORD}@`);
  const own = {
    TIDEMARK_MONEYWORKS_URL: url,
    TIDEMARK_REMOTE_URL: `${temporary.path}/mirror.git`,
    TIDEMARK_DATA: `${temporary.path}/data`,
    TIDEMARK_API_LISTEN: "off",
    TIDEMARK_CHUNK: "20",
  };
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const host = new FakeHost({ args, env: { ...own, ...env } });
    const code = await runCommand(host, Date.now());
    expect(host.output + host.errors).not.toContain(PASSWORD);
    return { code, out: host.output, err: host.errors };
  };
  const json = async (...args: string[]) => {
    const { code, out } = await run(["doctor", "--json", ...args]);
    const lines = jsonLines(out);
    const one = (type: string) => lines.filter((line) => line.type === type);
    return { code, checks: one("check"), repeats: one("repeat"), summary: one("summary")[0] };
  };
  return { hook, simulator, controls: simulator.controls, run, json };
}

describe("doctor", () => {
  test("tells version, document, abilities, clock and the records of each table", async () => {
    const { simulator, run, json } = await setUp();
    const { code, checks, summary } = await json();
    expect([code, summary]).toEqual([0, { type: "summary", ok: true }]);
    const names = checks.map(({ check }) => String(check));
    expect(names.slice(0, 3)).toEqual(["configuration", "TLS of MoneyWorks", "contact"]);
    const ofMoneyWorks = ["contact", "document", "searches", "lists", "clock", "zone"];
    expect(names.filter((name) => ofMoneyWorks.includes(name))).toEqual(ofMoneyWorks);
    const doubtful = checks.filter(({ state }) => state !== "ok").map(({ check }) => String(check));
    // This machine's clock and this test's configuration are as they are.
    expect(doubtful.filter((name) => !["clock history", "notifications"].includes(name))).toEqual([]);
    expect(checks[2]?.facts).toMatchObject({ version: "9.2.1" });
    const table = checks.find(({ check }) => check === "table name");
    expect(table?.facts).toEqual({ records: simulator.rows("name").length });
    const text = await run(["doctor", "--table", "name"]);
    expect(text.out).toMatch(/^ok {4}contact {13}MoneyWorks 9\.2\.1 answers: Acme/m);
    expect(text.out.match(/ table \w+ /g)).toEqual([" table name "]);
  });

  test("warns of what is missing and says what follows", async () => {
    const { json } = await setUp({
      quirks: { customFormats: false, textToDate14: false, timeAdd: false, timestampFunction: false },
    });
    const { code, checks } = await json("--table", "name");
    expect(code).toBe(0);
    const warned = checks.filter(({ state }) => state === "warn").map(({ check }) => check);
    expect(warned.slice(0, 2)).toEqual(["searches", "lists"]);
    expect(checks.filter(({ state }) => state === "warn").every(({ next }) => next !== null)).toBe(true);
  });

  test("warns of a clock that is wrong", async () => {
    const { controls, json } = await setUp();
    controls.clock.step(600);
    const clock = (await json("--table", "name")).checks.find(({ check }) => check === "clock");
    expect(clock).toMatchObject({ state: "warn", facts: { skewSeconds: expect.closeTo(600, -1) } });
    expect(clock?.says).toContain("ahead of");
  });

  test("fails over a table that may not be viewed, and looks at the others", async () => {
    const { controls, json } = await setUp();
    controls.hideTables(["name"]);
    const { code, checks } = await json("--table", "name", "--table", "product");
    expect(code).toBe(1);
    expect(checks.find(({ check }) => check === "table name")).toMatchObject({
      state: "fail",
      facts: { code: "moneyworks.empty-answer" },
      next: expect.stringContaining("view rights"),
    });
    expect(checks.find(({ check }) => check === "table product")?.state).toBe("ok");
  });

  test("fails over a missing table only when a person named it", async () => {
    const { json } = await setUp({ quirks: { missingTables: ["memo"] } });
    expect((await json()).code).toBe(0);
    const { code, checks } = await json("--table", "memo");
    expect(code).toBe(1);
    expect(checks.find(({ check }) => check === "table memo")).toMatchObject({ state: "fail" });
  });

  test("fails with the next step when nobody can log in", async () => {
    const { json } = await setUp({ users: [{ user: "robot", password: "another" }] });
    const { code, checks } = await json();
    expect(code).toBe(1);
    const failed = checks.filter(({ state }) => state === "fail");
    expect(failed).toMatchObject([{ check: "contact", facts: { code: "moneyworks.login" } }]);
    expect(failed[0]?.next).toContain("password");
    expect(checks.find(({ check }) => check === "data directory")?.state).toBe("ok");
  });
});

describe("doctor --repeat", () => {
  test("finds that a server repeats itself, table by table and format by format, and how it writes", async () => {
    const { simulator, run, json } = await setUp();
    const { code, repeats, summary } = await json("--repeat");
    expect(code).toBe(0);
    expect(repeats.every(({ verdict }) => verdict === "repeats")).toBe(true);
    expect(summary).toEqual({ type: "summary", repeats: repeats.length, differs: 0, changed: 0, failed: 0 });
    const transactions = repeats.filter(({ table }) => table === "transaction");
    expect(transactions.map(({ format }) => format)).toEqual(["xml-verbose", "xml-terse"]);
    const records = simulator.rows("transaction").length;
    expect(transactions[0]).toMatchObject({ records, answers: 2 * Math.ceil(records / 20), difference: null });
    expect(transactions[0]?.form).toMatchObject({
      endsWithNewline: true,
      lineEnds: "LF",
      blanks: "pair",
      records: "ascending",
      fields: "steady",
    });
    expect(transactions[1]?.form).toMatchObject({ records: "unknown", fields: "steady", blanks: "none" });
    const { out } = await run(["doctor", "--repeat", "--table", "name"]);
    expect(out).toContain("name  xml-verbose  repeats");
    expect(out).toContain("counts right");
    expect(out.trimEnd().split("\n").at(-1)).toBe("doctor: 2 repeat byte by byte");
  });

  test.each([
    ["attributes", ["xml-verbose", "xml-terse"], "table", 0],
    ["records", ["xml-verbose", "xml-terse"], undefined, 1],
    ["blanks", ["xml-verbose"], undefined, 1],
  ] as const)("finds other %s, says where, and exits with 3", async (varies, formats, element, record) => {
    const { json, run } = await setUp({ quirks: { varies } });
    const { code, repeats, summary } = await json("--repeat", "--table", "product");
    expect(code).toBe(3);
    const differing = repeats.filter(({ verdict }) => verdict === "differs");
    expect(differing.map(({ format }) => format)).toEqual([...formats]);
    expect(summary?.differs).toBe(formats.length);
    const [first] = differing as unknown as readonly { difference: Record<string, unknown> }[];
    expect(first?.difference).toMatchObject({ after: 0, record, isPrivate: false, lasting: true });
    if (element !== undefined) expect(first?.difference.element).toBe(element);
    expect((await run(["doctor", "--repeat", "--table", "product"])).out).toMatch(
      /DIFFERS[\s\S]*at byte \d+ of the page/,
    );
  });

  /** Before every verbose export of a table from the second on. */
  function beforeAgain(table: string, change: (count: number) => void) {
    let count = 0;
    return (note: RequestNote) => {
      const asked = note.command === "export" && note.table === table && note.target.includes("xml-verbose");
      if (asked && !note.target.includes("limit=1&") && ++count > 1) change(count);
    };
  }

  test("shows no value of a private field, on either side", async () => {
    const { simulator, run, hook } = await setUp();
    const [row] = simulator.rows("product");
    hook.onRequest = beforeAgain("product", (count) => {
      simulator.controls.records.silentChange("product", row?.seq ?? 0, { comment: `whisper-${count}` });
    });
    const args = ["doctor", "--repeat", "--table", "product"];
    const { code, out } = await run([...args, "--private", "product.comment"]);
    expect(code).toBe(3);
    expect(out).toContain("(private)");
    expect(out).toContain("whose values are private");
    expect(out).toContain("in <comment>");
    expect(out).not.toContain("whisper");
    expect((await run(args)).out).toContain("whisper");
  });

  test("does not take one figure that changed without a stamp for a habit", async () => {
    const { simulator, json, hook } = await setUp();
    const [row] = simulator.rows("product");
    hook.onRequest = beforeAgain("product", (count) => {
      if (count === 2) simulator.controls.records.silentChange("product", row?.seq ?? 0, { stockonhand: 77 });
    });
    const { repeats } = await json("--repeat", "--table", "product");
    expect(repeats[0]).toMatchObject({ verdict: "differs", difference: { element: "stockonhand", lasting: false } });
  });

  test("asks again for a page in which somebody edited a record, a line, or added one", async () => {
    const { simulator, json, hook } = await setUp();
    const { records } = simulator.controls;
    const [row] = simulator.rows("transaction");
    for (const change of [
      () => records.edit("transaction", row?.seq ?? 0, { description: "edited" }),
      () => records.edit("detail", row?.lines?.[0] ?? 0, { description: "edited" }),
      () => records.add("transaction", { fields: { type: "JN" } }),
    ]) {
      hook.onRequest = beforeAgain("transaction", (count) => {
        if (count === 2) change();
      });
      const { code, repeats } = await json("--repeat", "--table", "transaction");
      expect([code, ...repeats.map(({ verdict }) => verdict)]).toEqual([0, "repeats", "repeats"]);
      await Bun.sleep(0);
    }
  });

  test("says that it cannot tell when a table changes each time, and exits with 3", async () => {
    const { simulator, json, hook } = await setUp();
    const [row] = simulator.rows("product");
    hook.onRequest = beforeAgain("product", (count) => {
      simulator.controls.clock.step(1);
      simulator.controls.records.edit("product", row?.seq ?? 0, { comment: `edit ${count}` });
    });
    const { code, repeats, summary } = await json("--repeat", "--table", "product");
    expect(code).toBe(3);
    expect(repeats.map(({ verdict }) => verdict)).toContain("changed");
    expect(summary?.differs).toBe(0);
  });

  test("goes on after a table that may not be viewed, and exits with 1", async () => {
    const { controls, json } = await setUp();
    controls.hideTables(["name"]);
    const { code, repeats } = await json("--repeat", "--table", "name", "--table", "product");
    expect(code).toBe(1);
    expect(repeats.map(({ table, verdict }) => [table, verdict])).toEqual([
      ["name", "failed"],
      ["name", "failed"],
      ["product", "repeats"],
      ["product", "repeats"],
    ]);
    expect(repeats[0]).toMatchObject({ error: { code: "moneyworks.empty-answer" }, form: null });
  });

  test.each([
    ["crlf", { crlf: true }, { lineEnds: "CRLF" }],
    ["no last newline", { trailingNewline: false }, { endsWithNewline: false }],
    ["an unescaped >", { escapeGt: false }, { greaterThan: "raw" }],
  ] as const)("sees %s", async (_name, quirks, form) => {
    const { simulator, json } = await setUp({ quirks });
    const [row] = simulator.rows("product");
    simulator.controls.records.edit("product", row?.seq ?? 0, { comment: `a > b "c"` });
    const { repeats } = await json("--repeat", "--table", "product");
    expect(repeats[0]?.form).toMatchObject({ ...form, quote: "raw" });
  });

  test("compares payments, whose XML has no numbers, and empty tables", async () => {
    const { json } = await setUp();
    const { code, repeats } = await json("--repeat", "--table", "payments", "--table", "memo");
    expect(code).toBe(0);
    expect(repeats[0]).toMatchObject({ table: "payments", verdict: "repeats", form: { records: "unknown" } });
    expect(repeats[2]).toMatchObject({ table: "memo", verdict: "repeats", records: 0, answers: 2 });
  });

  test("refuses a table that is not mirrored", async () => {
    const { run } = await setUp({ quirks: { missingTables: ["memo"] } });
    expect((await run(["doctor", "--repeat", "--table", "memo"])).code).toBe(2);
    expect((await run(["doctor", "--repeat", "--table", "login"])).code).toBe(2);
  });
});

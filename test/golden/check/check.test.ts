import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { runCommand } from "../../../src/cli/main.ts";
import { createSimulator, type Simulator } from "../../../src/simulator/simulator.ts";
import { crowd } from "../../support/document-changes.ts";
import { FakeHost } from "../../support/fake-host.ts";
import { SleepingClock } from "../../support/moneyworks-fakes.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

/* What other programs and people read, byte for byte: change the format's version with it. */

const temporary = new TemporaryDirectory();
const clock = new SleepingClock();
let simulator: Simulator;
let env: Record<string, string>;

beforeAll(async () => {
  simulator = createSimulator({ data: crowd(), clock });
  const { documentUrl } = await simulator.start();
  env = {
    TIDEMARK_MONEYWORKS_URL: documentUrl.replace("://", "://robot:secret@"),
    TIDEMARK_REMOTE_URL: join(temporary.path, "mirror.git"),
    TIDEMARK_DATA: join(temporary.path, "data"),
    TIDEMARK_TABLES: "name,product,transaction",
    TIDEMARK_PRIVATE: "name.email",
  };
  expect((await run("sync")).code).toBe(0);
  await clock.sleep(3_600_000);
  const { records } = simulator.controls;
  records.edit("name", 5, { phone: "09 555 0101", email: "n1@example.com", comment: 'a "quoted"\rtext' });
  records.edit("detail", records.find("transaction", 2).lines?.[1] ?? 0, { description: "other" });
  records.add("product", { fields: { code: "NEW" } });
  records.remove("transaction", 8);
  await clock.sleep(60_000);
});
afterAll(async () => {
  await simulator.stop();
  temporary[Symbol.dispose]();
});

async function run(...args: string[]) {
  const host = new FakeHost({ args, env });
  const code = await runCommand(host, 0);
  return { code, output: host.output };
}

/** Without what depends on the host, and on how a server is asked. */
function settled(text: string): string {
  return text
    .replace(/"requests":\d+,"ms":\d+/, '"requests":20,"ms":1000')
    .replace(/in \d+\.\d s:/, "in 1.0 s:")
    .replace(/\d+ requests$/m, "20 requests");
}

async function expectGolden(name: string, text: string): Promise<void> {
  expect(text).toBe(await Bun.file(join(import.meta.dir, name)).text());
}

test("the JSON lines of a check are these", async () => {
  const { code, output } = await run("sync", "--full", "--check", "--json");
  const lines = output.split("\n").filter((line) => !line.startsWith('{"type":"progress"'));
  await expectGolden("different.jsonl", settled(lines.join("\n")));
  expect(code).toBe(3);
});

test("the text of a check that may tell three differences is this", async () => {
  const { code, output } = await run("sync", "--full", "--check", "--max-differences", "3");
  await expectGolden("different.txt", settled(output));
  expect(code).toBe(3);
});

test("the text of a check that finds nothing is this", async () => {
  const { code, output } = await run("sync", "--full", "--check", "--table", "name", "--table", "product", "--json");
  expect([code, output.includes('"key":"N1"')]).toEqual([3, true]);
  expect((await run("sync", "--full")).code).toBe(0);
  const equal = await run("sync", "--full", "--check");
  await expectGolden("equal.txt", settled(equal.output));
  expect(equal.code).toBe(0);
});

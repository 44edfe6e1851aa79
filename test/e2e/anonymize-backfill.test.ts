import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadSnapshot } from "../../src/app/simulator-files.ts";
import { runCommand } from "../../src/cli/main.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { check } from "../support/checking.ts";
import { FakeHost } from "../support/fake-host.ts";
import { git } from "../support/git-command.ts";
import { differingFiles } from "../support/same-files.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool } from "../support/tools.ts";
import { checkBooks } from "../support/true-books/check-books.ts";
import { type TrueTable, trueCompany } from "../support/true-books/company.ts";
import { writeExport } from "../support/true-books/export-files.ts";
import { ExportText } from "../support/true-books/export-text.ts";
import { stageCompany } from "../support/true-books/staged-company.ts";
import { World } from "../support/world.ts";

setDefaultTimeout(60_000);

const SECRET = "a secret of the tests, of more than thirty-two bytes\n";

/** What the rules of the program leave out. */
const DROPPED = ["--may-drop", "name.creditcardexpiry"];

let place: TemporaryDirectory;
let company: TrueTable[];
beforeAll(() => {
  place = new TemporaryDirectory();
  writeFileSync(join(place.path, "secret"), SECRET, { mode: 0o600 });
  company = trueCompany({ seed: 5, transactions: 130 });
  stageCompany(join(place.path, "staging.sqlite"), company);
});
afterAll(() => place[Symbol.dispose]());

/** Runs the command in this process. @returns where its output is */
async function anonymized(from: string, as: string): Promise<string> {
  const to = join(place.path, `${from}-as-${as}`);
  const words = ["--from", join(place.path, from), "--to", to, "--secret-file", join(place.path, "secret")];
  const host = new FakeHost({ args: ["anonymize", ...words, "--as", as, "--no-audit", "--jobs", "0"] });
  expect([await runCommand(host, 0), host.errors]).toEqual([0, ""]);
  return to;
}

test("an anonymized company is read by Tidemark, and its mirror is the anonymized canonical files", async () => {
  const snapshot = await anonymized("staging.sqlite", "snapshot");
  const canonical = await anonymized("staging.sqlite", "canonical");
  const recorded = loadSnapshot(join(snapshot, "snapshot.jsonl"));
  const tables = company.map(({ table }) => table as TableName);
  await using world = await World.open({ data: { tables: {} }, server: recorded, settings: { tables } });
  const summary = await world.full();
  const records = company.reduce((sum, { count }) => sum + count, 0);
  expect(summary.tables.reduce((sum, { added }) => sum + added, 0)).toBe(records);
  expect((await check(world)).differences).toEqual([]);
  expect(git(world.remotePath, ["fsck", "--strict"])).toBe("");
  expect(differingFiles(world.remotePath, canonical)).toEqual([]);
});

describeWithTool("python3", "an anonymized company", () => {
  test("has true books and the shape that it had, in the eyes of a checker that shares no code", async () => {
    const exports = join(place.path, "exports");
    const text = new ExportText("verbose");
    await Bun.write(join(exports, ".keep"), "");
    for (const { table, count, rows } of company) writeExport(exports, text, { table, count, rows: rows() });
    const options = ["--same-shape-as", exports, ...DROPPED];
    const { lines, code, errors } = checkBooks(await anonymized("exports", "exports"), ...options);
    expect({ code, lines, errors }).toEqual({ code: 0, lines: [expect.stringContaining(": 0 findings")], errors: "" });
  });
});

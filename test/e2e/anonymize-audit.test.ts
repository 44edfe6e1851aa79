import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { Anonymizing } from "../support/anonymize-command.ts";
import { runHere } from "../support/run-here.ts";
import { smallCompany } from "../support/small-company.ts";
import { ExportText, TABLE_END } from "../support/true-books/export-text.ts";

setDefaultTimeout(60_000);

let place: Anonymizing;

beforeAll(async () => {
  place = new Anonymizing();
  mkdirSync(place.at("exports"));
  const text = new ExportText("verbose");
  for (const [table, all] of Object.entries(smallCompany().tables)) {
    const rows = Array.from(all);
    const records = rows.map((row) => text.record(table, row)).join("");
    writeFileSync(place.at(`exports/${table}.xml`), text.start(table, rows.length) + records + TABLE_END);
  }
  await place.done(place.at("exports"), "out");
});
afterAll(() => place[Symbol.dispose]());

/** The audit as it is typed, in this thread. */
async function audit(...more: string[]) {
  const where = [
    "--from",
    place.at("exports"),
    "--to",
    place.at("out"),
    "--secret-file",
    place.secretFile,
    "--jobs",
    "0",
  ];
  return await place.type(["anonymize", "audit", ...where, "--json", ...more]);
}

test("a run's output is clean, for a program and for a person", async () => {
  const { code, last } = await audit();
  expect({ code, last }).toMatchObject({ code: 0, last: { type: "audit", isClean: true, findings: [] } });
  const where = ["--from", place.at("exports"), "--to", place.at("out"), "--secret-file", place.secretFile];
  const { out } = await runHere({ env: {} }, ["anonymize", "audit", ...where, "--jobs", "1"]);
  expect(out).toMatch(/^audit: clean\nsearched \d+ values in 9 files/);
  expect(out).toContain("k-anonymity");
});

test("what is planted is found where it is, and its value is not said", async () => {
  const manifest = readFileSync(place.at("out/ANONYMIZED.json"), "utf8");
  writeFileSync(
    place.at("out/ANONYMIZED.json"),
    manifest.replace('"tables"', '"by": "Tui Paper Supplies",\n  "tables"'),
  );
  writeFileSync(place.at("out/note.txt"), "ring 095550101");
  symlinkSync(place.at("exports"), place.at("out/link"));
  const { code, last } = await audit();
  expect({ code, counts: last.counts }).toMatchObject({ code: 3, counts: { unmoved: 0, missing: 0 } });
  const found = (file: string, field: string) =>
    expect.objectContaining({ kind: "survived", file, origin: { field, record: expect.any(Number) } });
  expect(last.findings).toContainEqual(found("ANONYMIZED.json", "name.name"));
  expect(last.findings).toContainEqual(found("note.txt", "name.phone"));
  expect(JSON.stringify(last)).not.toMatch(/tui paper|5550101/i);
});

test("another secret, and a directory that is none of a run's, are refused", async () => {
  writeFileSync(place.at("other.secret"), "another secret of sixteen characters\n", { mode: 0o600 });
  const other = await audit("--secret-file", place.at("other.secret"));
  expect(other).toMatchObject({ code: 2, last: { code: "anonymize.audit-other" } });
  expect(String(other.last.message)).toContain("secret (--secret-file)");
  const none = await audit("--to", place.at("exports"));
  expect(none).toMatchObject({ code: 2, last: { code: "anonymize.audit-no-output" } });
});

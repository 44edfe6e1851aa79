import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Editor } from "../support/editor.ts";
import { fsck, Installation, tableTrees } from "../support/installation.ts";
import { commitsOn } from "../support/mirror-files.ts";
import { jsonLines } from "../support/program.ts";
import { doneHere, runHere } from "../support/run-here.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";

setDefaultTimeout(90_000);

let simulator: SimulatorProcess;

beforeAll(async () => {
  simulator = await SimulatorProcess.start({ records: 120 });
});
afterAll(() => simulator[Symbol.asyncDispose]());

async function inMoneyWorks(text: string): Promise<number> {
  return JSON.stringify(await simulator.control("snapshot")).split(text).length - 1;
}

async function edit(times: number): Promise<void> {
  for (let count = 0; count < times; count++) await simulator.control("random-edit");
}

function tern(name: string): string {
  return `<name><code>${name}</code><name>Tern Shipping</name><customertype>1</customertype></name>`;
}

/** Both repositories are sound and equal, and hold what a fresh mirror of the document holds. */
async function expectTrue(place: Installation): Promise<void> {
  expect([fsck(place.repository), fsck(place.remote)]).toEqual(["", ""]);
  expect(commitsOn(place.remote)).toEqual(commitsOn(place.repository));
  using fresh = new Installation({ moneyworks: simulator.url });
  await doneHere(fresh, "sync");
  expect(tableTrees(place.repository)).toBe(tableTrees(fresh.repository));
  expect(jsonLines(await doneHere(place, "verify", "--json")).at(-1)).toMatchObject({ findings: 0 });
}

/** The change log tells every change once, each in a commit on main, and each from what the one before it left. */
async function expectOneStory(place: Installation): Promise<void> {
  const lines = jsonLines(await doneHere(place, "log", "--json", "--limit", "100000"));
  const commits = new Set<unknown>(commitsOn(place.repository));
  const latest = new Map<string, unknown>();
  for (const { table, key, operation, field, old, new: now, commit } of lines.reverse()) {
    expect([table, key, commits.has(commit)]).toEqual([table, key, true]);
    const name = `${table} ${key} ${field ?? operation}`;
    if (field === null) expect([name, latest.has(name)]).toEqual([name, false]);
    if (field !== null && latest.has(name)) expect([name, old]).toEqual([name, latest.get(name)]);
    latest.set(name, now);
  }
}

describe("a data directory that is put back from a backup", () => {
  test("follows main to what was committed and promoted since, and sends nothing twice", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    using editor = new Editor(place.remote);
    editor.send({ "new/name/tern-one.xml": tern("TERN1") });
    await doneHere(place, "promote");
    await edit(4);
    await doneHere(place, "sync");
    const backup = join(place.path, "acme.tar.zst");
    await doneHere(place, "backup", backup);
    const old = commitsOn(place.repository);

    await edit(6);
    editor.pull();
    const later = editor.send({ "new/name/tern-two.xml": tern("TERN2") });
    await doneHere(place, "promote");
    await edit(5);
    await doneHere(place, "sync");
    expect(commitsOn(place.remote).length).toBeGreaterThan(old.length + 1);
    await simulator.control("clear-requests");

    const kept = join(place.data, ".upgrade");
    mkdirSync(kept);
    writeFileSync(join(kept, "staging.sqlite"), "of the data that go");
    await doneHere(place, "restore", backup, "--yes");
    expect(existsSync(kept)).toBe(false);
    expect(commitsOn(place.repository)).toEqual(old);
    await edit(3);
    const out = await doneHere(place, "sync", "--json");
    expect(jsonLines(out).at(-1)).toMatchObject({ outcome: "ok", pushed: true });
    expect((await doneHere(place, "promote")).trim()).toContain("Nothing waits");
    const requests = JSON.stringify(await simulator.control("requests"));
    expect(requests).not.toContain("/import");
    expect(await inMoneyWorks('"code":"TERN2"')).toBe(1);
    editor.pull();
    expect(editor.isOnMain(later)).toBe(true);
    await expectTrue(place);
    await expectOneStory(place);
  });

  test("does not send again what was on its way when everything was lost, nor judge again what was refused", async () => {
    using place = new Installation({ moneyworks: simulator.url });
    await doneHere(place, "sync");
    using editor = new Editor(place.remote);
    using other = new Editor(place.remote, "edits/other");
    const backup = join(place.path, "acme.tar.zst");
    await doneHere(place, "backup", backup);

    const refused = other.send({ "README.md": "no place for this" });
    expect((await runHere(place, ["promote"])).code).toBe(1);
    const note = other.note(refused);
    expect(note?.outcome).toBe("refused");
    await simulator.control("clear-requests");
    await simulator.control("fault", { kind: "hang-after", command: "import" });
    const [file = ""] = editor.git("ls-files", "name").split("\n");
    const phone = editor
      .read(file)
      .replace(/ *<phone>.*<\/phone>\n/, "")
      .replace("<name>\n", "<name>\n  <phone>09 555 7788</phone>\n");
    editor.send({ "new/name/tern-three.xml": tern("TERN3"), [file]: phone });
    await using lost = place.start(["promote"]);
    while ((await inMoneyWorks('"code":"TERN3"')) + (await inMoneyWorks('"phone":"09 555 7788"')) === 0)
      await Bun.sleep(20);
    lost.kill("SIGKILL");
    await lost.finished;
    await simulator.control("clear-faults");

    await doneHere(place, "restore", backup, "--yes", "--discard-old");
    const lines = jsonLines(await doneHere(place, "promote", "--json")).filter(({ type }) => type === "promotion");
    expect(lines.map(({ outcome }) => outcome)).toEqual(["accepted"]);
    expect([await inMoneyWorks('"code":"TERN3"'), await inMoneyWorks('"phone":"09 555 7788"')]).toEqual([1, 1]);
    const imports = ((await simulator.control("requests")) as object[]).filter((one) =>
      JSON.stringify(one).includes("/import"),
    );
    expect(imports).toHaveLength(2);
    other.pull();
    expect(other.note(refused)).toEqual(note as never);
    await expectTrue(place);
  });
});

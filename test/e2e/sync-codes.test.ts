import { describe, expect, test } from "bun:test";
import type { RecordKey, TableName } from "../../src/domain/ids.ts";
import type { RunKind } from "../../src/domain/run.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { history } from "../support/mirror-files.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, totals, World } from "../support/world.ts";

const KINDS: readonly RunKind[] = ["poll", "full"];
const settings = { tables: tables("name", "product", "transaction", "payments") };

async function mirrored(): Promise<World> {
  const world = await World.open({ data: smallCompany(), settings });
  await world.poll();
  world.pass(600);
  return world;
}

/** Files that the newest commit touched: `A name/…/ROWAN.xml`, without the directories. */
function lastFiles(world: World): string[] {
  const [commit] = history(world.repository, "-1");
  const records = commit?.files.filter(({ path }) => path.endsWith(".xml")) ?? [];
  return records.map(({ status, path }) => `${status} ${path.replace(/\/.*\//, " ")}`).sort();
}

function lastChanges(world: World, run: string): string[] {
  const changes = world.staging.changes({ run: run as never, limit: 100 }).toReversed();
  return changes.map(({ key, operation, field }) => `${key} ${operation}${field === null ? "" : ` ${field}`}`);
}

describe.each(KINDS)("found by a %s", (kind) => {
  test("a renamed code is a deletion and an addition, and counted as both", async () => {
    await using world = await mirrored();
    world.records.edit("name", "ROWAN", { code: "ROWAN2" });
    const summary = await world.sync(kind);
    expect(totals(summary.tables)).toMatchObject({ added: 1, changed: 0, deleted: 1 });
    expect(lastFiles(world)).toEqual(["A name ROWAN2.xml", "D name ROWAN.xml"]);
    expect(lastChanges(world, summary.run).sort()).toEqual(["ROWAN deleted", "ROWAN2 added"]);
    const told = world.log.entries.map(({ message }) => message).filter((text) => text.startsWith("name "));
    expect(told).toContain("name ROWAN deleted");
    expectMirrored(world);
  });

  test("a code renamed in letter case alone moves its file", async () => {
    await using world = await mirrored();
    world.records.edit("name", "ROWAN", { code: "rowan" });
    await world.sync(kind);
    expect(lastFiles(world)).toEqual(["A name ~rowan.xml", "D name ROWAN.xml"]);
    expectMirrored(world);
  });

  test("a code used again by a new record changes the file of the old one", async () => {
    await using world = await mirrored();
    world.records.remove("name", "ROWAN");
    world.records.add("name", { fields: { code: "ROWAN", name: "Somebody else" } });
    const summary = await world.sync(kind);
    expect(totals(summary.tables)).toMatchObject({ added: 0, changed: 1, deleted: 0 });
    expect(lastFiles(world)).toEqual(["M name ROWAN.xml"]);
    expectMirrored(world);
  });

  test("two codes that were swapped are two changes", async () => {
    await using world = await mirrored();
    world.records.edit("name", "ROWAN", { code: "AWAY" });
    world.records.edit("name", "TUIPAPER", { code: "ROWAN" });
    world.records.edit("name", "AWAY", { code: "TUIPAPER" });
    const summary = await world.sync(kind);
    expect(totals(summary.tables)).toMatchObject({ added: 0, changed: 2, deleted: 0 });
    expect(lastFiles(world)).toEqual(["M name ROWAN.xml", "M name TUIPAPER.xml"]);
    expectMirrored(world);
  });

  test("a record without a code is kept under its number until it gets one", async () => {
    await using world = await mirrored();
    const { seq } = world.records.add("name", { fields: { name: "No code yet" } });
    await world.sync(kind);
    expect(lastFiles(world)).toEqual([`A name %23${seq}.xml`]);
    expectMirrored(world);
    world.pass(5);
    world.records.edit("name", seq, { code: "#7" });
    await world.sync(kind);
    expect(lastFiles(world)).toEqual([`A name %23%237.xml`, `D name %23${seq}.xml`]);
    expectMirrored(world);
  });
});

test("a record that is deleted and entered again with the same content leaves one file and no trace of the old number", async () => {
  await using world = await mirrored();
  const { fields } = world.records.find("product", "WID-OAK-L");
  world.records.remove("product", "WID-OAK-L");
  world.records.add("product", { fields });
  const summary = await world.poll();
  expect(lastChanges(world, summary.run)).toEqual(["WID-OAK-L changed sequencenumber"]);
  await world.full();
  expectMirrored(world);
});

test("payments, which have no numbers in XML, are added, changed and deleted by theirs", async () => {
  await using world = await mirrored();
  const payment = (amount: number) =>
    world.records.add("payments", { fields: { cashtrans: 1042, invoiceid: 1042, amount } }).seq;
  const [first, second] = [payment(10), payment(20)];
  await world.poll();
  expectMirrored(world);
  world.pass(5);
  world.records.remove("payments", first as number);
  world.records.edit("payments", second as number, { amount: 25 });
  payment(30);
  await world.poll();
  await world.full();
  expectMirrored(world);
});

function fileOf(world: World, key: string): string {
  const past = world.mirror.past("name" as TableName, key as RecordKey, null);
  return new TextDecoder().decode(past?.bytes);
}

describe("two records with one code, which MoneyWorks does not allow", () => {
  test("are refused at every run until they differ, and nothing else is held up", async () => {
    await using world = await mirrored();
    const twin = world.records.add("name", { fields: { code: "ROWAN", name: "Twin" } });
    world.pass(5);
    world.records.edit("product", "WID-OAK-L", { comment: "new" });
    let commits = 0;
    for (const kind of ["poll", "poll", "full", "sweep", "poll"] as const) {
      const { error, summary } = await world.run(kind);
      if (summary.commit !== null) commits++;
      expect({ code: error?.code, exit: error?.exitCode }).toEqual({ code: "sync.duplicate-key", exit: 1 });
      expect(summary.outcome).toBe("partial");
      world.pass(100);
    }
    // The edit of the product; the two names do not take turns.
    expect(commits).toBe(1);
    expect(fileOf(world, "ROWAN")).not.toContain("Twin");
    expect(world.staging.body("product" as TableName, "WID-OAK-L" as RecordKey)).not.toBeNull();
    world.records.edit("name", twin.seq, { code: "TWIN" });
    await world.poll();
    expectMirrored(world);
    expect(world.staging.cursor("name" as TableName)).toBeNull();
  });

  test("are refused in a first read too, and at every attempt to go on with it", async () => {
    await using world = await World.open({ data: smallCompany(), settings: { ...settings, chunk: 1 } });
    const twin = world.records.add("name", { fields: { code: "ROWAN", name: "Twin" } });
    for (let n = 0; n < 3; n++) expect((await world.run("poll")).error?.code).toBe("sync.duplicate-key");
    world.records.remove("name", twin.seq);
    await world.full();
    expectMirrored(world);
  });
});

test("three records with one code leave the file to the first, and each may leave the contest", async () => {
  await using world = await mirrored();
  const twins = [1, 2].map((n) => world.records.add("name", { fields: { code: "ROWAN", name: `Twin ${n}` } }).seq);
  const before = fileOf(world, "ROWAN");
  const keeper = Number(/sequencenumber[^>]*>(\d+)/.exec(before)?.[1]);
  for (const kind of ["poll", "full", "poll"] as const) {
    expect((await world.run(kind)).error?.code).toBe("sync.duplicate-key");
    expect(fileOf(world, "ROWAN")).toBe(before);
    world.pass(100);
  }
  const [first = 0, second = 0] = twins;
  world.records.edit("name", first, { code: "FREE" });
  expect((await world.run("poll")).error?.code).toBe("sync.duplicate-key");
  expect(fileOf(world, "ROWAN")).toBe(before);
  world.records.remove("name", keeper);
  await world.poll();
  await world.full();
  expectMirrored(world);
  expect(fileOf(world, "ROWAN")).toContain(`Twin ${twins.indexOf(second) + 1}`);
});

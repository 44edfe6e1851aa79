import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import type { NewRow } from "../../src/simulator/company/data.ts";
import { POISON_EFFECTS } from "../../src/simulator/http/poison.ts";
import { crowd } from "../support/document-changes.ts";
import { expectMirrored, expectMirroredExcept } from "../support/expect-mirrored.ts";
import { smallCompany } from "../support/small-company.ts";
import { tables, World } from "../support/world.ts";

const PAYMENTS = "payments" as TableName;
const settings = { tables: tables("name", "product", "transaction"), chunk: 8, checkpoint: 10 };
const open = () => World.open({ data: crowd(), settings });
const setAside = (world: World, table: string) => world.staging.quarantined(table as TableName).map(({ seq }) => seq);

function manyPayments(): NewRow[] {
  const modtime = "20250301120000";
  return Array.from({ length: 12 }, (_, n) => ({
    seq: n + 4,
    modtime,
    fields: { cashtrans: "1042", invoiceid: "1042", amount: `${n + 1}.00` },
  }));
}

describe("payments, which have no numbers in XML", () => {
  test.each(["error", "malformed", "cut"] as const)("are read past one whose export ends with %s", async (effect) => {
    const data = { tables: { ...smallCompany().tables, payments: manyPayments() } };
    await using world = await World.open({ data, settings: { tables: [PAYMENTS], chunk: 5 } });
    world.simulator.controls.poison("payments", 7, effect);
    const { error } = await world.run("poll");
    expect(error?.message).toContain("number 7");
    expectMirroredExcept(world, ["payments/7"]);
    world.pass(60);
    world.records.edit("payments", 8, { amount: "99.00" });
    world.records.edit("payments", 7, { amount: "98.00" });
    await world.poll();
    expectMirroredExcept(world, ["payments/7"]);
    world.simulator.controls.clearFaults();
    await world.full();
    expectMirrored(world);
    expect(world.staging.quarantined()).toEqual([]);
  });
});

describe("a table whose only record cannot be read", () => {
  test("fails alone, with nothing set aside, and its file stays", async () => {
    const data = { tables: { ...crowd().tables, job: [{ seq: 4, modtime: "20250301120000", fields: { code: "J" } }] } };
    await using world = await World.open({ data, settings: { tables: tables("job", "name") } });
    await world.poll();
    world.pass(60);
    world.simulator.controls.poison("job", 4, "error");
    world.records.edit("name", 5, { phone: "new" });
    world.records.remove("name", 8);
    const { error, summary } = await world.run("full");
    expect([error?.code, summary.outcome]).toEqual(["sync.unreadable", "partial"]);
    expect(error?.message).toContain("no other record of the table can be read");
    expectMirrored(world);
    expect(world.staging.quarantined()).toEqual([]);
  });
});

describe("a poll whose only record cannot be read", () => {
  test.each(POISON_EFFECTS)("sets it aside, for another one of the table can (%s)", async (effect) => {
    await using world = await World.open({ data: crowd(), settings: { tables: tables("name") }, idleTimeoutMs: 60 });
    await world.poll();
    world.pass(600);
    world.records.edit("name", 2, { phone: "new" });
    await world.poll();
    world.pass(600);
    world.records.edit("name", 2, { phone: "newer" });
    world.simulator.controls.poison("name", 2, effect);
    const { error } = await world.run("poll");
    expect(error?.code).toBe("sync.quarantined");
    expect(world.staging.quarantined().map(({ seq }) => seq)).toEqual([2]);
    const before = world.staging.markers()[0]?.marker;
    await world.poll();
    expect(world.staging.markers()[0]?.marker).toBe(before);
  });
});

describe("a first contact", () => {
  test.each(POISON_EFFECTS)("does not depend on the record that abilities are tried on (%s)", async (effect) => {
    const three = { tables: tables("account", "taxrate", "name") };
    await using world = await World.open({ data: smallCompany(), settings: three, idleTimeoutMs: 60 });
    const first = world.simulator.rows("account")[0]?.seq ?? 0;
    world.simulator.controls.poison("account", first, effect);
    const { error } = await world.run("poll");
    expect(error?.code).toBe("sync.quarantined");
    expectMirroredExcept(world, ["account/1000"]);
  });
});

describe("a code that changes hands", () => {
  test("from a record that cannot be read to another one", async () => {
    await using world = await World.open({ data: crowd(), settings: { tables: tables("name"), chunk: 8 } });
    await world.poll();
    world.simulator.controls.poison("name", 32, "error");
    await world.run("full");
    world.pass(60);
    world.records.edit("name", 32, { code: "FREED" });
    world.records.edit("name", 35, { code: "N10" });
    await world.poll();
    expectMirroredExcept(world, ["name/FREED"]);
    expect(world.staging.quarantined().map(({ seq }) => seq)).toEqual([32]);
    world.simulator.controls.clearFaults();
    await world.full();
    expectMirrored(world);
  });
});

describe("transactions of modified lines", () => {
  test("are read past one that cannot be read", async () => {
    await using world = await open();
    await world.poll();
    world.pass(600);
    for (const line of [1, 4, 6, 9]) world.records.edit("detail", line, { description: `line ${line}` });
    const parents = world.simulator.rows("detail").filter(({ seq }) => [1, 4, 6, 9].includes(seq));
    const bad = parents[1]?.parent ?? 0;
    world.simulator.controls.poison("transaction", bad, "error");
    const { error } = await world.run("poll");
    expect(error?.code).toBe("sync.quarantined");
    expect(setAside(world, "transaction")).toEqual([bad]);
    expectMirroredExcept(world, [`transaction/${bad}`]);
    await world.poll();
    world.simulator.controls.clearFaults();
    await world.full();
    expectMirrored(world);
  });

  test("are found when the line itself is what cannot be read", async () => {
    await using world = await open();
    await world.poll();
    world.pass(600);
    for (const line of [1, 4, 6]) world.records.edit("detail", line, { description: `line ${line}` });
    world.simulator.controls.poison("detail", 1, "error");
    const { error } = await world.run("poll");
    expect(error?.code).toBe("sync.quarantined");
    expect(setAside(world, "transaction")).toEqual([2]);
    expectMirroredExcept(world, ["transaction/2"]);
  });
});

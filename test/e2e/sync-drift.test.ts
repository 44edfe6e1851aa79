import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { readStatus } from "../../src/app/status.ts";
import { runCommand } from "../../src/cli/main.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { FakeHost } from "../support/fake-host.ts";
import { filesAt } from "../support/mirror-files.ts";
import { tables, World } from "../support/world.ts";

const NAME = "name" as TableName;
const TRANSACTION = "transaction" as TableName;

const open = (settings = {}) =>
  World.open({
    data: generateCompany({ seed: 5, records: 140 }),
    settings: { tables: tables("account", "name", "transaction"), chunk: 40, ...settings },
  });

/** What was warned of since the last call. */
function warnings({ log }: World): string[] {
  const found = log.warnings().filter((message) => message.startsWith("MoneyWorks "));
  log.entries.length = 0;
  return found;
}

const driftOf = (world: World) => readStatus(world.staging, { now: world.clock.now(), overlapSeconds: 60 }).drift;

describe("the fields that exports show", () => {
  test("are learned without a word by the first read, lines' and blank ones too", async () => {
    await using world = await open();
    await world.poll();
    expect(warnings(world)).toEqual([]);
    const names = (table: TableName) => world.staging.knownFields(table).map(({ name }) => name);
    expect(names(NAME)).toContain("mobile2");
    expect(names(NAME)).toContain("lastmodifiedtime");
    expect(names(TRANSACTION)).toContain("detail.gross");
    expect(names(TRANSACTION)).not.toContain("detail.net");
    expect(names(TRANSACTION)).not.toContain("subfile");
    expect(driftOf(world)).toEqual([]);
  });

  test("are taken when they are new, and told once", async () => {
    await using world = await open();
    await world.poll();
    world.simulator.controls.quirks({ extraFields: ["name.loyalty=gold", "name.blank", "detail.colour=red"] });
    world.pass(200);
    for (const table of ["name", "transaction"] as const) {
      world.records.edit(table, world.simulator.rows(table)[0]?.seq ?? 0, { colour: 3 });
    }
    await world.poll();
    expect(warnings(world)).toEqual([
      "MoneyWorks shows new fields of 'name': blank, loyalty",
      "MoneyWorks shows new fields of 'transaction': detail.colour",
    ]);
    await world.full();
    expect(warnings(world)).toEqual([]);
    const texts = [...filesAt(world.repository).values()].map(String);
    const golden = texts.filter((text) => text.includes("<loyalty>gold</loyalty>"));
    expect(golden).toHaveLength(world.simulator.rows("name").length);
    expect(texts.some((text) => text.includes("<detail.colour>red</detail.colour>"))).toBe(true);
    expectMirrored(world);
    expect(driftOf(world)).toEqual([
      {
        table: NAME,
        gone: [],
        appeared: [
          { name: "blank", since: expect.any(String) },
          { name: "loyalty", since: expect.any(String) },
        ],
      },
      { table: TRANSACTION, gone: [], appeared: [{ name: "detail.colour", since: expect.any(String) }] },
    ]);
    world.pass(31 * 86_400);
    expect(driftOf(world)).toEqual([]);
  });

  test("are missed once when they vanish, and welcomed when they return", async () => {
    await using world = await open();
    await world.poll();
    const { controls } = world.simulator;
    controls.quirks({ missingFields: ["name.mobile2", "detail.jobcode", "detail.gross"] });
    world.pass(200);
    await world.full();
    expect(warnings(world)).toEqual([
      "MoneyWorks no longer shows fields of 'name': mobile2",
      "MoneyWorks no longer shows fields of 'transaction': detail.gross, detail.jobcode",
    ]);
    await world.full();
    expect(warnings(world)).toEqual([]);
    const host = new FakeHost({ args: ["status", "--data", join(world.path, "data-1")] });
    expect(await runCommand(host, world.clock.now())).toBe(0);
    expect(host.output).toContain("\nfields    name: gone: mobile2\n");
    expect(driftOf(world).map(({ table, gone }) => [table, gone.map(({ name }) => name)])).toEqual([
      [NAME, ["mobile2"]],
      [TRANSACTION, ["detail.gross", "detail.jobcode"]],
    ]);
    controls.quirks({ missingFields: ["detail.jobcode"] });
    world.pass(200);
    await world.full();
    expect(warnings(world)).toEqual([
      "MoneyWorks again shows fields of 'name': mobile2",
      "MoneyWorks again shows fields of 'transaction': detail.gross",
    ]);
    expect(driftOf(world).map(({ table, gone }) => [table, gone.map(({ name }) => name)])).toEqual([
      [TRANSACTION, ["detail.jobcode"]],
    ]);
  });

  test("of lines are not missed by a poll that reads a transaction without lines", async () => {
    await using world = await open();
    await world.poll();
    world.pass(200);
    world.records.add("transaction", { fields: { type: "JN" } });
    await world.poll();
    expect(warnings(world)).toEqual([]);
    expect(driftOf(world)).toEqual([]);
  });

  test("of an empty table are learned without a word when its first record comes", async () => {
    await using world = await open({ tables: tables("account", "memo") });
    await world.poll();
    world.pass(200);
    world.records.add("memo", { fields: {} });
    await world.poll();
    expect(world.staging.knownFields("memo" as TableName).length).toBeGreaterThan(3);
    expect(warnings(world)).toEqual([]);
  });
});

import { describe, expect, test } from "bun:test";
import type { ErrorCode } from "../../src/domain/errors/registry.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import type { FaultEffect } from "../../src/simulator/http/faults.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { filesAt } from "../support/mirror-files.ts";
import { tables, World } from "../support/world.ts";

const NAME = "name" as TableName;
const MIRRORED = tables("account", "name", "product", "transaction");

const open = (settings = {}) =>
  World.open({
    data: generateCompany({ seed: 5, records: 140 }),
    settings: { tables: MIRRORED, chunk: 40, tablesNamed: true, ...settings },
  });

function edit(world: World, ...names: string[]): void {
  world.pass(200);
  for (const table of names) {
    const [row] = world.simulator.rows(table);
    world.records.edit(table, row?.seq ?? 0, { usertext: `at ${world.clock.now()}` });
  }
}

const namesOnMain = (world: World) => [...filesAt(world.repository).keys()].filter((path) => path.startsWith("name/"));
const exportsOf = (world: World, table: string) =>
  world.simulator.controls.requests.filter((request) => request.command === "export" && request.table === table).length;

type Way = readonly [name: string, code: ErrorCode, take: (world: World) => void, giveBack: (world: World) => void];

function refused(name: string, code: ErrorCode, effect: FaultEffect): Way {
  const fault = { command: "export", table: "name", times: 0, effect };
  const { take, giveBack } = {
    take: ({ simulator }: World) => simulator.controls.fault(fault),
    giveBack: ({ simulator }: World) => simulator.controls.clearFaults(),
  };
  return [name, code, take, giveBack];
}

/** One table is not to be had, in all the ways known. */
const WAYS: readonly Way[] = [
  [
    "is not in the document any more",
    "sync.table-gone",
    ({ simulator }) => simulator.controls.quirks({ missingTables: ["name"] }),
    ({ simulator }) => simulator.controls.quirks({ missingTables: [] }),
  ],
  [
    "may not be viewed",
    "moneyworks.empty-answer",
    ({ simulator }) => simulator.controls.hideTables(["name"]),
    ({ simulator }) => simulator.controls.hideTables([]),
  ],
  refused("is refused with a 500", "moneyworks.server-error", { kind: "status", status: 500 }),
  refused("is refused with a 403", "moneyworks.login", { kind: "status", status: 403 }),
  refused("is answered with words", "moneyworks.unexpected-answer", { kind: "text", body: "None" }),
  refused("breaks the connection", "moneyworks.connection-lost", { kind: "reset", when: "before" }),
];

describe("a mirrored table that", () => {
  test.each(WAYS)(
    "%s keeps its files, and the others go on (%s)",
    async (_way, code, take, giveBack) => {
      await using world = await open();
      await world.poll();
      const before = namesOnMain(world);
      take(world);
      for (const kind of ["poll", "full", "sweep"] as const) {
        edit(world, "name", "product");
        const { summary, error } = await world.run(kind);
        expect([kind, error?.exitCode, summary.outcome]).toEqual([kind, 1, "partial"]);
        // A sweep asks for lists: words are another kind of wrong there.
        if (kind !== "sweep") expect(error?.code).toBe(code);
        expect(summary.tables.find(({ table }) => table === "product")).toMatchObject({ changed: 1 });
        expect(summary.pushed).toBe(true);
        expect(namesOnMain(world)).toEqual(before);
      }
      giveBack(world);
      const { tables: tallies } = await world.poll();
      expect(tallies.find(({ table }) => table === NAME)).toMatchObject({ changed: 1, deleted: 0 });
      expectMirrored(world);
    },
    60_000,
  );

  test("goes and comes back without a restart, and is asked for only while it is there", async () => {
    await using world = await open();
    await world.poll();
    world.simulator.controls.quirks({ missingTables: ["name"] });
    world.simulator.controls.clearRequests();
    const { error } = await world.run("full");
    expect(error?.message).toContain("'name'");
    expect(error?.hint).toContain("files stay");
    expect(exportsOf(world, "product")).toBeGreaterThan(0);
    const only = await world.run("poll", { tables: [NAME] });
    expect([only.error?.code, only.summary.outcome]).toEqual(["sync.table-gone", "partial"]);
    world.simulator.controls.quirks({ missingTables: [] });
    await world.full();
    expectMirrored(world);
  });

  test("goes while it is read is gone, not unknown", async () => {
    await using world = await open();
    await world.poll();
    edit(world, "name", "product");
    world.onRequest = ({ command, table }) => {
      if (command === "export" && table === "name") world.simulator.controls.quirks({ missingTables: ["name"] });
    };
    const { error, summary } = await world.run("full");
    expect([error?.code, error?.exitCode, summary.outcome]).toEqual(["sync.table-gone", 1, "partial"]);
    world.onRequest = () => {};
    world.simulator.controls.quirks({ missingTables: [] });
    await world.poll();
    expectMirrored(world);
  });

  test("is gone when staging is lost too is known from main", async () => {
    await using world = await open();
    await world.poll();
    const before = namesOnMain(world);
    world.loseStaging();
    world.simulator.controls.quirks({ missingTables: ["name"] });
    const { error } = await world.run("poll");
    expect([error?.code, error?.exitCode]).toEqual(["sync.table-gone", 1]);
    expect(namesOnMain(world)).toEqual(before);
  });
});

describe("a table that", () => {
  test("a person named and that never was there ends the run before anything is read", async () => {
    await using world = await open();
    world.simulator.controls.quirks({ missingTables: ["name"] });
    const { error, summary } = await world.run("poll");
    expect([error?.code, error?.exitCode, summary.tables]).toEqual(["sync.unknown-table", 2, []]);
  });

  test("nobody named and that is not there is passed over without a word", async () => {
    await using world = await open({ tablesNamed: false });
    world.simulator.controls.quirks({ missingTables: ["name"] });
    expect((await world.poll()).outcome).toBe("ok");
  });

  test("is forbidden before its first read keeps no other from being read", async () => {
    await using world = await open();
    world.simulator.controls.hideTables(["name"]);
    const { error, summary } = await world.run("poll");
    expect([error?.code, summary.outcome]).toEqual(["moneyworks.empty-answer", "partial"]);
    world.simulator.controls.hideTables([]);
    await world.poll();
    expectMirrored(world);
  });
});

describe("an outage", () => {
  test.each([
    ["status", { kind: "status", status: 502 }, "moneyworks.server-error"],
    ["reset", { kind: "reset", when: "before" }, "moneyworks.connection-lost"],
  ] as const)(
    "of the whole server (%s) is met by the first table alone",
    async (_kind, effect, code) => {
      await using world = await open();
      await world.poll();
      let first = true;
      world.onRequest = ({ command, table }) => {
        if (!first || command !== "export" || table !== "account") return;
        first = false;
        world.simulator.controls.fault({ times: 0, effect });
      };
      edit(world, "name", "product");
      world.simulator.controls.clearRequests();
      const { error, summary } = await world.run("full");
      expect([error?.code, summary.outcome]).toEqual([code, "failed"]);
      expect(exportsOf(world, "product")).toBe(0);
      world.onRequest = () => {};
      world.simulator.controls.clearFaults();
      await world.full();
      expectMirrored(world);
    },
    60_000,
  );

  test("of exports alone ends the run after three tables", async () => {
    await using world = await open({ tables: tables("account", "name", "product", "taxrate", "job", "transaction") });
    await world.poll();
    edit(world, "name");
    world.simulator.controls.fault({ command: "export", times: 0, effect: { kind: "status", status: 500 } });
    world.simulator.controls.clearRequests();
    const { error, summary } = await world.run("poll");
    expect([error?.code, summary.outcome]).toEqual(["moneyworks.server-error", "failed"]);
    const failed = world.log.entries.filter(({ level, fields }) => level === "error" && fields.table !== undefined);
    expect(failed.map(({ fields }) => fields.table)).toEqual(["account", "name", "product"]);
    expect(exportsOf(world, "job")).toBe(0);
  }, 60_000);
});
